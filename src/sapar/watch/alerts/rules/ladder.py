"""The ladder of mandates: with whom a criticality stands, and when it climbs. Pure.

Only facts move it: a clock that runs out lifts it one level; decided measures hold it where it
stands until their deadline, at each level never longer than the hold from the first of them.
Nothing lowers it while it is open, and facts that go missing do not stop its clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sapar.ground.kernel import Verdict
from sapar.watch.alerts.rules.shapes import LADDER, Rung
from sapar.watch.alerts.rules.timeline import Segment

LONGEST_HOLD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a rule's criticalities start, and days before an unanswered one climbs a level."""

    starts_at: str
    red_days: int
    amber_days: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure decided on a day (known on that day) with its deadline.

    A decision that was replaced or withdrawn later stays in the list, with that day as deadline.
    """

    on: date
    deadline: date


@dataclass(frozen=True, slots=True)
class Climb:
    """The levels reached so far, and the day of the next step if nothing is decided."""

    rungs: tuple[Rung, ...]
    due_on: date | None

    @property
    def level(self) -> str:
        """The level it stands at."""
        return self.rungs[-1].level


def climb(
    segments: Sequence[Segment], clock: Clock, decisions: Sequence[Decided], as_of: date
) -> Climb:
    """Walk up the ladder from the day a criticality became known to a later day.

    `decisions` are in the order of their days.
    """
    judged = _judged(segments)
    level = LADDER.index(clock.starts_at)
    entered = segments[0].since
    rungs = [Rung(LADDER[level], entered)]
    while True:
        due = _due(judged, clock, decisions, entered)
        if level + 1 == len(LADDER):
            return Climb(tuple(rungs), None)
        if due is None or due > as_of:
            return Climb(tuple(rungs), due)
        level, entered = level + 1, due
        rungs.append(Rung(LADDER[level], entered))


def _judged(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with a judgement: the last one stands while it cannot be judged anew."""
    return tuple(segment for segment in segments if segment.verdict.needs_someone)


def _due(
    segments: Sequence[Segment], clock: Clock, decisions: Sequence[Decided], entered: date
) -> date | None:
    """The day the clock of a level that was entered on a day runs out."""
    due: date | None = None
    for index, segment in enumerate(segments):
        ends = segments[index + 1].since if index + 1 < len(segments) else date.max
        if ends <= entered:
            continue
        days = clock.red_days if segment.verdict is Verdict.RED else clock.amber_days
        since = max(segment.since, entered)
        if due is not None and due <= since:
            break
        runs_out = since + timedelta(days=days)
        due = runs_out if due is None else min(due, runs_out)
    if due is None:
        return None
    return _held(due, decisions, entered)


def _held(due: date, decisions: Sequence[Decided], entered: date) -> date:
    """The day a clock runs out, with the hold that decisions at this level give."""
    first: date | None = None
    for decision in decisions:
        if entered <= decision.on <= due:
            first = first or decision.on
            due = max(due, min(decision.deadline, first + LONGEST_HOLD))
    return due
