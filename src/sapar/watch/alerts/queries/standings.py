"""Standings: stored readings of many projects, made again whenever facts or rules have moved.

A stored reading is only a copy: it is used while the project's revision and the rulebook's
fingerprint are those it was made from, and can be thrown away at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from sapar.design.projects.models import Place, Project
from sapar.ground.codelists.places import country_name
from sapar.ground.rulebook.book import default_rulebook
from sapar.watch.alerts.models import Standing, StandingCriticality
from sapar.watch.alerts.queries.loading import load_facts
from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.keeping import (
    finding_from,
    finding_kept,
    strip_from,
    strip_kept,
    way_from,
    way_kept,
)
from sapar.watch.alerts.rules.reading import by_severity, read_project
from sapar.watch.alerts.rules.shapes import LADDER, Criticality, Reading, Rung, StripReading, Way

# SQLite takes some thirty thousand values in one statement, so projects are read in rounds.
AT_ONCE = 10_000
TRIES = 5
ORDERS = {
    "worst": (F("red").desc(), F("amber").desc(), F("project__code").asc()),
    "code": (F("project__code").asc(),),
    "title": (F("project__title").asc(), F("project__code").asc()),
    "unknown": (F("unknown").desc(), F("project__code").asc()),
}


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A project in a list: where it stands, its strip and its way."""

    project_id: int
    code: str
    title: str
    fictional: bool
    countries: tuple[str, ...]
    red: int
    amber: int
    unknown: int
    strip: tuple[StripReading, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A criticality that waits for someone."""

    project: str
    title: str
    fictional: bool
    criticality: Criticality


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and how many there are in all."""

    rows: tuple[Any, ...]
    total: int


def fresh(as_of: date) -> QuerySet[Standing]:
    """Stored readings of a day that still are what the facts and rules say."""
    return Standing.objects.filter(
        as_of=as_of, revision=F("project__revision"), rules=default_rulebook().fingerprint
    )


def bring_up_to_date(
    projects: QuerySet[Project],
    as_of: date,
    *,
    seen: Callable[[Reading], None] = lambda _: None,
) -> int:
    """Read again every project whose stored reading of a day is missing or out of date.

    The number of statements does not depend on the number of projects, but for one insert per
    batch of stored rows, and one round for each ten thousand. Returns how many were read.
    """
    stored = fresh(as_of).filter(project=OuterRef("pk"))
    stale = projects.order_by("id").filter(~Exists(stored))
    # Revisions are read before the facts: what changes in between makes the reading stale.
    revisions = dict(stale.values_list("id", "revision"))
    ids = list(revisions)
    for start in range(0, len(ids), AT_ONCE):
        _refresh({id_: revisions[id_] for id_ in ids[start : start + AT_ONCE]}, as_of, seen)
    return len(ids)


def _refresh(revisions: Mapping[int, int], as_of: date, seen: Callable[[Reading], None]) -> None:
    watch = current_watch()
    made: list[Standing] = []
    lines: dict[int, tuple[Criticality, ...]] = {}
    # By their ids: while facts are read, another reader may store these same projects.
    chosen = Project.objects.filter(id__in=list(revisions)).order_by("id")
    for id_, facts in load_facts(chosen):
        reading = read_project(facts, as_of, watch)
        seen(reading)
        made.append(_standing(id_, revisions[id_], reading))
        lines[id_] = reading.criticalities
    _store(made, lines, as_of)


def _store(
    made: Sequence[Standing], lines: Mapping[int, Sequence[Criticality]], as_of: date
) -> None:
    """Put readings away, each whole. Where another reader was faster, its reading stays."""
    waiting, tries = list(made), 0
    while waiting:
        try:
            with transaction.atomic():
                _replace(waiting, lines, as_of)
            return
        except IntegrityError:
            tries += 1
            if tries == TRIES:
                raise
            done = set(fresh(as_of).values_list("project_id", flat=True))
            waiting = [one for one in waiting if one.project_id not in done]
            for one in waiting:
                one.pk = None


def _replace(
    made: Sequence[Standing], lines: Mapping[int, Sequence[Criticality]], as_of: date
) -> None:
    stale = Standing.objects.filter(as_of=as_of).exclude(id__in=fresh(as_of).values("id"))
    StandingCriticality.objects.filter(standing__in=stale.values("id")).delete()
    stale.delete()
    stored = Standing.objects.bulk_create(made)
    StandingCriticality.objects.bulk_create(
        _line(standing.pk, as_of, one) for standing in stored for one in lines[standing.project_id]
    )


def _standing(project_id: int, revision: int, reading: Reading) -> Standing:
    counts = {severity.value: n for severity, n in by_severity(reading.criticalities).items()}
    return Standing(
        project_id=project_id,
        as_of=reading.as_of,
        revision=revision,
        rules=default_rulebook().fingerprint,
        red=counts.get("red", 0),
        amber=counts.get("amber", 0),
        unknown=counts.get("unknown", 0),
        strip=strip_kept(reading.strip),
        way=way_kept(reading.way),
    )


def _line(standing_id: int, as_of: date, one: Criticality) -> StandingCriticality:
    return StandingCriticality(
        standing_id=standing_id,
        as_of=as_of,
        rule=one.rule,
        subject=one.subject,
        severity=one.severity.value,
        level=one.level,
        first_rung=LADDER.index(one.ladder[0].level),
        rung=LADDER.index(one.level),
        true_since=one.true_since,
        known_since=one.known_since,
        due_on=one.due_on,
        answered=one.answered,
        cause=one.cause,
        ladder=[[rung.level, rung.on.isoformat()] for rung in one.ladder],
        finding=finding_kept(one.finding),
    )


def forget_readings(*, before: date) -> None:
    """Throw away stored readings of days before one; whoever asks for them has them made again."""
    Standing.objects.filter(as_of__lt=before).delete()


def standings(
    projects: QuerySet[Project],
    as_of: date,
    *,
    order: str = "worst",
    offset: int = 0,
    limit: int = 25,
    severity: str = "",
) -> Page:
    """A page of projects with where each stands on a day."""
    bring_up_to_date(projects, as_of)
    rows = fresh(as_of).filter(project__in=projects.order_by().values("id"))
    if severity in {"red", "amber", "unknown"}:
        rows = rows.filter(**{f"{severity}__gt": 0})
    total = rows.count()
    chosen = rows.select_related("project").order_by(*ORDERS[order])[offset : offset + limit]
    kept = list(chosen)
    countries = _countries([row.project_id for row in kept], as_of)
    return Page(tuple(_row(row, countries[row.project_id]) for row in kept), total)


def _row(row: Standing, countries: Iterable[str]) -> StandingRow:
    return StandingRow(
        row.project_id,
        row.project.code,
        row.project.title,
        row.project.fictional,
        tuple(countries),
        row.red,
        row.amber,
        row.unknown,
        strip_from(row.strip),
        way_from(row.way),
    )


def _countries(project_ids: Collection[int], as_of: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    places = Place.objects.known_at(as_of).filter(project__in=project_ids).exclude(country="")
    for id_, code in places.order_by("id").values_list("project_id", "country"):
        name = country_name(code)
        if name not in found[id_]:
            found[id_].append(name)
    return found


def waiting_at(
    projects: QuerySet[Project],
    levels: Collection[str],
    as_of: date,
    *,
    offset: int = 0,
    limit: int = 25,
    passed: bool = False,
) -> Page:
    """Red and amber criticalities that stand at some levels, the most urgent first.

    With `passed` instead those that went past these levels, or past the lowest of several, and
    are still open: whoever let a clock run out keeps seeing what it was about.
    """
    bring_up_to_date(projects, as_of)
    lowest = min((LADDER.index(level) for level in levels if level in LADDER), default=len(LADDER))
    rows = StandingCriticality.objects.filter(
        standing__in=fresh(as_of).filter(project__in=projects.order_by().values("id")).values("id"),
        as_of=as_of,
        severity__in=("red", "amber"),
    )
    if passed:
        rows = rows.filter(first_rung__lte=lowest, rung__gt=lowest).exclude(level__in=levels)
    else:
        rows = rows.filter(level__in=levels)
    chosen = rows.select_related("standing__project").order_by(
        F("severity").desc(), F("due_on").asc(nulls_last=True), "known_since", "id"
    )[offset : offset + limit]
    return Page(
        tuple(
            WaitingRow(p.code, p.title, p.fictional, criticality_from(row))
            for row in chosen
            for p in (row.standing.project,)
        ),
        rows.count(),
    )


def criticality_from(row: StandingCriticality) -> Criticality:
    """A stored line as the reading it was made from."""
    return Criticality(
        project=row.standing.project.code,
        rule=row.rule,
        subject=row.subject,
        severity=finding_from(row.finding).verdict,
        true_since=row.true_since,
        known_since=row.known_since,
        level=row.level,
        due_on=row.due_on,
        finding=finding_from(row.finding),
        ladder=tuple(Rung(level, date.fromisoformat(day)) for level, day in row.ladder),
        answered=row.answered,
        cause=row.cause,
    )
