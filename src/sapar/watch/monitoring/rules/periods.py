"""Counting each day once: which of several overlapping reports stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import LeftOut, Reason
from sapar.watch.monitoring.rules.facts import TargetFact, ValueFact


def first_day(row: ValueFact) -> date:
    """The day a row's period begins; where that is not given, the row stands for its last day."""
    return row.period_from or row.period_to


def _begin(row: ValueFact) -> date:
    # Many reports end a period on the day the next one begins. So a period is taken from the end
    # of its first day, and two that only share that day do not overlap.
    return min(first_day(row), row.period_to - timedelta(days=1))


class Covered:
    """Days that are already counted, as a list of rows that do not overlap."""

    __slots__ = ("_begins", "rows")

    def __init__(self) -> None:
        self.rows: list[ValueFact] = []
        self._begins: list[date] = []

    def by(self, row: ValueFact) -> ValueFact | None:
        """The row that already covers days of this one, if there is one."""
        # The rows are apart from each other, so only the last to begin can reach into this one.
        place = bisect_left(self._begins, row.period_to)
        before = self.rows[place - 1] if place else None
        return before if before and before.period_to > _begin(row) else None

    def add(self, row: ValueFact) -> None:
        """Count the days of a row that overlaps none so far."""
        place = bisect_left(self._begins, _begin(row))
        self._begins.insert(place, _begin(row))
        self.rows.insert(place, row)


def each_day_once(rows: Iterable[ValueFact]) -> tuple[Covered, list[LeftOut]]:
    """Of overlapping periods the longest stands; of equally long ones, the latest recorded.

    Periods that share only the day on which one ends and the next begins do not overlap.
    """
    covered = Covered()
    left_out: list[LeftOut] = []
    for row in sorted(rows, key=_precedence, reverse=True):
        if first_day(row) > row.period_to:
            inputs = {"start": first_day(row), "end": row.period_to}
            left_out.append(LeftOut(row.id, Reason(wording.BACKWARD, inputs)))
        elif kept := covered.by(row):
            same = (first_day(kept), kept.period_to) == (first_day(row), row.period_to)
            why = wording.DUPLICATE if same else wording.OVERLAP
            left_out.append(LeftOut(row.id, Reason(why, {"kept": kept.id})))
        else:
            covered.add(row)
    return covered, left_out


def _precedence(row: ValueFact) -> tuple[int, date, int]:
    return (row.period_to - first_day(row)).days, row.dated.recorded_on, row.id


def latest_recorded(rows: Iterable[TargetFact]) -> TargetFact:
    """Of several rows that set the same thing, the one recorded last; then the one due last."""
    return max(rows, key=lambda row: (row.dated.recorded_on, row.due_on, row.id))
