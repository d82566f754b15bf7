"""Writing: activities read become projects on record, many at a time.

A new activity is written whole. One that is on record unchanged is left alone. One that has
changed is compared fact by fact: what is new is appended, what has gone is withdrawn.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db.models import F, Model

from sapar.design.projects.models import Evidence, Place, Project
from sapar.exchange.iati.fates import Admission
from sapar.exchange.iati.fitting import fitted
from sapar.exchange.iati.logframes import Edit, IndicatorIds, settle
from sapar.exchange.iati.mapping import (
    Content,
    Stated,
    contents,
    countries_of_transactions,
    in_words,
    indicator_contents,
    organisations_in,
)
from sapar.exchange.iati.renewal import renew
from sapar.exchange.iati.shapes import ActivityRead, Counts, Refusal
from sapar.ground.parties.models import Organisation
from sapar.ground.record.actions import Stamp
from sapar.ground.record.appending import append
from sapar.ground.record.models import Basis, Document
from sapar.watch.alerts.queries.loading import IATI_EVIDENCE

Pair = tuple[ActivityRead, int]
"""An activity and the id of its project."""

PORTION = 500
"""Values asked for in one statement."""


@dataclass(slots=True)
class Outcome:
    """What became of a file: counts read and stored, projects by fate, and each refusal.

    `ends_copied` is the share of ended activities whose planned end repeats the actual end; None
    where no activity gives both.
    """

    file: str
    version: str = ""
    read: Counts = field(default_factory=Counts)
    stored: Counts = field(default_factory=Counts)
    unchanged: Counts = field(default_factory=Counts)
    new: int = 0
    changed: int = 0
    same: int = 0
    ends_copied: Decimal | None = None
    refusals: list[Refusal] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


class Writer:
    """Writes the activities of one import run, batch by batch."""

    def __init__(self) -> None:
        self._organisations: dict[str, int] = {}
        self._admission = Admission()

    @contextmanager
    def file(self) -> Iterator[None]:
        """What was remembered while a file was written is forgotten if the file is not kept."""
        organisations, seen = dict(self._organisations), dict(self._admission.seen)
        try:
            yield
        except BaseException:
            self._organisations, self._admission.seen = organisations, seen
            raise

    def write(self, batch: Sequence[ActivityRead], stamp: Stamp, outcome: Outcome) -> None:
        """Put a batch of activities on record, and note in the outcome what became of each."""
        sorted_ = self._admission.sort(batch, outcome.file, stamp.source.key)
        outcome.refusals += sorted_.refusals
        fresh = [self._fit(one, outcome) for one in sorted_.new]
        renewed = [(self._fit(one, outcome), project) for one, project in sorted_.renewed]
        for same in sorted_.same:
            outcome.same += 1
            outcome.unchanged += same.accepted
        self._name_organisations([*fresh, *(activity for activity, _ in renewed)])
        self._append(fresh, stamp)
        self._renew(renewed, stamp, outcome)
        outcome.new += len(fresh)
        outcome.changed += len(renewed)

    def _fit(self, activity: ActivityRead, outcome: Outcome) -> ActivityRead:
        fit = fitted(activity, outcome.file)
        outcome.refusals += fit.refusals[len(activity.refusals) :]
        outcome.stored += fit.accepted
        return fit

    def _name_organisations(self, activities: Iterable[ActivityRead]) -> None:
        named: dict[str, str] = {}
        for activity in activities:
            for code, name in organisations_in(activity):
                if code not in self._organisations:
                    named.setdefault(code, name)
        if not named:
            return
        there = _ids(Organisation, "code", named)
        fresh = [{"code": c, "name": name} for c, name in named.items() if c not in there]
        append(Organisation, {}, fresh)
        self._organisations |= there | _ids(Organisation, "code", [one["code"] for one in fresh])

    def _stated(self, activity: ActivityRead, stamp: Stamp) -> Iterator[Stated]:
        known_on = stamp.recorded_at.date()
        yield from contents(activity, self._organisations.__getitem__, known_on)
        day = activity.last_updated.date() if activity.last_updated else known_on
        for code in countries_of_transactions(activity):
            yield Place, {"effective_on": day, "country": code, "basis": Basis.INFERRED}

    def _append(self, new: Sequence[ActivityRead], stamp: Stamp) -> None:
        if not new:
            return
        projects = ({"code": one.identifier, "title": _title(one)} for one in new)
        append(Project, {"public": True}, projects)
        ids = _ids(Project, "code", [one.identifier for one in new])
        pairs = [(one, ids[one.identifier]) for one in new]
        indicators, _ = settle(pairs, new=True)
        rows: dict[type[Model], list[Content]] = defaultdict(list)
        for activity, project in pairs:
            for model, content in self._stated(activity, stamp):
                content["project_id"] = project
                rows[model].append(content)
            for model, content in _of_indicators(activity, project, indicators, stamp):
                content["project_id"] = project
                rows[model].append(content)
        for model, made in rows.items():
            append(model, stamp.columns(), made)
        _keep_xml(pairs, stamp)

    def _renew(self, renewed: Sequence[Pair], stamp: Stamp, outcome: Outcome) -> None:
        if not renewed:
            return
        indicators, edits = settle(renewed, new=False)
        wanted: dict[int, dict[type[Model], list[Content]]] = {}
        for activity, project in renewed:
            now = wanted[project] = defaultdict(list)
            for model, content in self._stated(activity, stamp):
                now[model].append(content)
            for model, content in _of_indicators(activity, project, indicators, stamp):
                now[model].append(content)
        renew(wanted, stamp)
        _keep_xml(renewed, stamp)
        outcome.edits += [*edits, *_retitle(renewed)]
        Project.objects.filter(pk__in=wanted).update(revision=F("revision") + 1)


def _ids(model: type[Model], name: str, values: Collection[str]) -> dict[str, int]:
    """The ids of rows by a unique field, asked for in portions that a statement can take."""
    ids: dict[str, int] = {}
    left = iter(values)
    while portion := list(islice(left, PORTION)):
        rows = model._default_manager.filter(**{f"{name}__in": portion})
        ids |= dict(rows.values_list(name, "id"))
    return ids


def _title(activity: ActivityRead) -> str:
    return in_words(activity.titles, activity.default_lang) or activity.identifier


def _retitle(renewed: Sequence[Pair]) -> list[Edit]:
    """Projects take the title of their newest file; the former title goes into the journal."""
    projects = Project.objects.only("id", "code", "title").in_bulk([pk for _, pk in renewed])
    edits, changed = [], []
    for activity, pk in renewed:
        project = projects[pk]
        if project.title != _title(activity):
            edits.append(Edit(project.code, "title", project.title))
            project.title = _title(activity)
            changed.append(project)
    if changed:
        Project.objects.bulk_update(changed, ["title"])
    return edits


def _of_indicators(
    activity: ActivityRead, project: int, indicators: IndicatorIds, stamp: Stamp
) -> Iterator[Stated]:
    starts_on: date = min(activity.dates.values(), default=stamp.recorded_at.date())
    for r, result in enumerate(activity.results):
        for i, indicator in enumerate(result.indicators):
            id_ = indicators[project, r, i]
            for model, content in indicator_contents(indicator, starts_on):
                yield model, {"indicator_id": id_, **content}


def _keep_xml(pairs: Sequence[Pair], stamp: Stamp) -> None:
    """The original XML of each activity is kept once as evidence, packed."""
    by_sha = {activity.xml_sha256: activity for activity, _ in pairs}
    there = _ids(Document, "sha256", by_sha)
    stated = {"source_id": stamp.source.pk, "recorded_at": stamp.recorded_at}
    append(
        Document,
        {**stated, "media_type": "application/xml"},
        (
            {
                "sha256": sha,
                "title": f"IATI activity {activity.identifier}",
                "size": len(activity.xml),
                "packed": zlib.compress(activity.xml, 1),
            }
            for sha, activity in by_sha.items()
            if sha not in there
        ),
    )
    there |= _ids(Document, "sha256", [sha for sha in by_sha if sha not in there])
    append(
        Evidence,
        {"kind": IATI_EVIDENCE, "recorded_at": stamp.recorded_at},
        (
            {"project_id": project, "document_id": there[activity.xml_sha256]}
            for activity, project in pairs
        ),
    )
