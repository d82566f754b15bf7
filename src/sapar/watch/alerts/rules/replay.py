"""Replay: what would have been seen of a project, by whom, when. Pure.

A replay reads the project again at the end of each month, as the live watch would have, and says
what changed since the reading before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sapar.ground.kernel import Period
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import Watch, by_key, read_project
from sapar.watch.alerts.rules.shapes import Criticality, Reading


@dataclass(frozen=True, slots=True)
class ReplayEvent:
    """A criticality was raised, climbed, was answered or closed, seen at a reading."""

    as_of: date
    event: str
    criticality: Criticality


def replay(
    facts: ProjectFacts,
    watch: Watch,
    *,
    start: date | None = None,
    end: date,
    seen: Callable[[Reading], None] = lambda _: None,
) -> Iterator[ReplayEvent]:
    """The events from one month's reading to the next, from the first fact on record to a day.

    `seen` is told every reading, so that long replays can show how far they are. Only events
    between `start` and `end` are given, but the walk always begins with the first fact.
    """
    before: dict[tuple[str, str], Criticality] = {}
    first = facts.first_known
    if first is None or first > end:
        return
    for day in reading_days(first, end):
        reading = read_project(facts, day, watch)
        seen(reading)
        now = dict(by_key(reading.criticalities))
        if start is None or day >= start:
            yield from _changes(before, now, day)
        before = now


def reading_days(first: date, end: date) -> Iterator[date]:
    """Month ends from the month of the first fact, and the last day asked for."""
    for day in Period(first, end).month_ends():
        if day < end:
            yield day
    yield end


def _changes(
    before: dict[tuple[str, str], Criticality], now: dict[tuple[str, str], Criticality], day: date
) -> Iterator[ReplayEvent]:
    for key, one in now.items():
        old = before.get(key)
        if old is not None and old.known_since < one.known_since:
            # Since the last reading it was gone and came back, or is judged for the first time.
            if old.judged:
                yield ReplayEvent(day, "closed", old)
            old = None
        if old is None:
            yield ReplayEvent(day, "raised", one)
        if len(one.ladder) > (len(old.ladder) if old else 1):
            yield ReplayEvent(day, "climbed", one)
        if one.answered and not (old and old.answered):
            yield ReplayEvent(day, "answered", one)
    for key, one in before.items():
        if key not in now:
            yield ReplayEvent(day, "closed", one)
