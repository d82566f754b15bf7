"""Since when: the unbroken stretch of days in which a rule has found something. Pure.

A reading walks back from a day over month ends until the rule finds nothing, then looks for the
exact days of change in between. The live watch and the replay use the same walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sapar.ground.kernel import Verdict

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """From this day on the verdict was this one."""

    since: date
    verdict: Verdict


def stretch(verdict_on: Callable[[date], Verdict], first: date, last: date) -> tuple[Segment, ...]:
    """The segments of the unbroken stretch that ends on the last day, oldest first.

    Empty when the last day is clear. Days without a judgement (`unknown`) do not end a stretch,
    but a stretch begins with a judgement where it has one. Nothing before `first` is asked.
    """
    asked = [Segment(last, verdict_on(last))]
    if asked[0].verdict is Verdict.CLEAR:
        return ()
    for day in _month_ends_back(first, last):
        asked.append(Segment(day, verdict_on(day)))
        if asked[-1].verdict is Verdict.CLEAR:
            break
    asked.reverse()
    segments = asked[:1]
    for before, after in pairwise(asked):
        segments += _turns(verdict_on, before, after)
    clear = [index for index, one in enumerate(segments) if one.verdict is Verdict.CLEAR]
    return _from_first_judgement(segments[clear[-1] + 1 :] if clear else segments)


def _month_ends_back(first: date, last: date) -> Iterator[date]:
    day = last.replace(day=1) - DAY
    while day > first:
        yield day
        day = day.replace(day=1) - DAY
    if first < last:
        yield first


def _turns(
    verdict_on: Callable[[date], Verdict], before: Segment, after: Segment
) -> Iterator[Segment]:
    """The changes between two days, one after the other: clear, amber and red in one month."""
    day, verdict = before.since, before.verdict
    while verdict is not after.verdict:
        day = _first_other(verdict_on, day, after.since, verdict)
        verdict = verdict_on(day)
        yield Segment(day, verdict)


def _first_other(
    verdict_on: Callable[[date], Verdict], before: date, after: date, verdict: Verdict
) -> date:
    """The first day without a verdict, between a day that has it and one that has not."""
    while (after - before).days > 1:
        middle = before + (after - before) // 2
        if verdict_on(middle) is verdict:
            before = middle
        else:
            after = middle
    return after


def _from_first_judgement(segments: list[Segment]) -> tuple[Segment, ...]:
    for index, segment in enumerate(segments):
        if segment.verdict.needs_someone:
            return tuple(segments[index:])
    return tuple(segments)
