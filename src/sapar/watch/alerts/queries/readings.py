"""Readings: where one project stands on a day, and what its replay shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook.book import default_rulebook
from sapar.watch.alerts.models import Answer
from sapar.watch.alerts.queries.loading import load_facts
from sapar.watch.alerts.rules.effect import effect_of
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import Watch, by_key, read_project
from sapar.watch.alerts.rules.replay import ReplayEvent, replay
from sapar.watch.alerts.rules.shapes import Criticality, Reading
from sapar.watch.correctives.models import MeasureDecision, MeasureDone


def today() -> date:
    """The day that a reading without a date is about, in UTC like every recorded moment."""
    return datetime.now(UTC).date()


@cache
def current_watch() -> Watch:
    """The watch by the rulebook that this installation carries."""
    return Watch.of(default_rulebook())


def facts_of(project_id: int) -> ProjectFacts:
    """All facts of one project."""
    for _, facts in load_facts(Project.objects.filter(id=project_id)):
        return facts
    raise InvalidInput("There is no such project", remedy="Look for its code in the portfolio.")


def reading_of(project_id: int, as_of: date, *, facts: ProjectFacts | None = None) -> Reading:
    """Where a project stands on a day by what was on record at its end.

    A caller that has the facts already, from `facts_of`, hands them in.
    """
    return read_project(facts or facts_of(project_id), as_of, current_watch())


def replay_of(
    project_id: int,
    start: date | None = None,
    end: date | None = None,
    *,
    facts: ProjectFacts | None = None,
    seen: Callable[[Reading], None] = lambda _: None,
) -> tuple[ReplayEvent, ...]:
    """What would have been seen of a project month by month, up to a day (today)."""
    facts = facts or facts_of(project_id)
    return tuple(replay(facts, current_watch(), start=start, end=end or today(), seen=seen))


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What someone said about a criticality."""

    on: date
    kind: str
    text: str
    by: str
    level: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its owner, deadline and what became of the number it was to move.

    `worked` is `open` (deadline ahead), `worked`, `not_worked` or `unknown`.
    """

    code: str
    title: str
    owner: str
    level: str
    decided_on: date
    deadline: date
    expected: Decimal | None
    done_on: date | None
    worked: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class CriticalityFile:
    """Everything about one criticality on a day; `criticality` is None when it is not open."""

    criticality: Criticality | None
    answers: tuple[AnswerRow, ...]
    measures: tuple[MeasureRow, ...]
    events: tuple[ReplayEvent, ...]


def criticality_file(project_id: int, rule: str, subject: str, as_of: date) -> CriticalityFile:
    """A criticality with its explanations, measures and history, as known on a day."""
    facts, watch = facts_of(project_id), current_watch()
    events = tuple(
        event
        for event in replay(facts, watch, end=as_of)
        if event.criticality.key == (rule, subject)
    )
    reading = read_project(facts, as_of, watch)
    return CriticalityFile(
        by_key(reading.criticalities).get((rule, subject)),
        _answers(project_id, rule, subject, as_of),
        measures_of(project_id, as_of, facts=facts, rule=rule, subject=subject),
        events,
    )


def _answers(project_id: int, rule: str, subject: str, as_of: date) -> tuple[AnswerRow, ...]:
    rows = Answer.objects.known_at(as_of).filter(project_id=project_id, rule=rule, subject=subject)
    return tuple(
        AnswerRow(row.effective_on, row.kind, row.text, row.by.name, row.level)
        for row in rows.select_related("by").order_by("-effective_on", "-id")
    )


def measures_of(
    project_id: int,
    as_of: date,
    *,
    facts: ProjectFacts | None = None,
    rule: str | None = None,
    subject: str | None = None,
) -> tuple[MeasureRow, ...]:
    """Measures of a project, or of one criticality, with whether each worked: computed."""
    facts = facts or facts_of(project_id)
    rows = MeasureDecision.objects.known_at(as_of).filter(project_id=project_id)
    if rule is not None:
        rows = rows.filter(measure__rule=rule, measure__subject=subject or "")
    done = dict(
        MeasureDone.objects.known_at(as_of)
        .filter(project_id=project_id)
        .values_list("measure_id", "effective_on")
    )
    return tuple(
        MeasureRow(
            row.measure.code,
            row.measure.title,
            row.owner.title if row.owner else "",
            row.level,
            row.effective_on,
            row.deadline,
            row.expected,
            done.get(row.measure_id),
            _worked(facts, row, as_of),
            row.source.title,
            row.basis,
        )
        for row in rows.select_related("measure", "owner", "source").order_by("effective_on", "id")
    )


def _worked(facts: ProjectFacts, decision: MeasureDecision, as_of: date) -> str:
    """Whether the number a measure was to move stood where it should on its deadline."""
    return effect_of(
        facts,
        current_watch(),
        rule=decision.measure.rule,
        subject=decision.measure.subject,
        deadline=decision.deadline,
        expected=decision.expected,
        as_of=as_of,
    )
