"""Work plan, rules: how far the work has got against its plan, in time. Pure.

Earned schedule asks on which day the work done so far should have been done by plan. Unlike the
ratio of values it does not drift back to 1 when a late project nears its end
(Lipke, "Schedule is different", 2003).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from sapar.ground.record.rules import Dated
from sapar.ground.rulebook.calculations import calculation


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone and its share of the whole plan's worth."""

    id: int
    code: str
    title: str
    activity_id: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class MilestoneDateFact:
    """A milestone was planned for, expected on, or reached on `dated.effective_on`."""

    milestone_id: int
    kind: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class ActivityCostFact:
    """What an activity is planned to cost."""

    activity_id: int
    cost: Decimal | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A milestone on the calendar: planned day, day reached if it was, and its worth."""

    code: str
    title: str
    planned_on: date
    reached_on: date | None
    worth: Decimal


def planned_worth(plan: Sequence[tuple[date, Decimal]], start: date, on: date) -> Decimal:
    """Worth that should be done by a day, in straight lines between the planned days.

    `plan` is in the order of days; the first line runs from the start of the project.
    """
    done, since = Decimal(0), start
    for day, worth in _by_day(plan):
        if day <= on:
            done += worth
            since = max(day, since)
        else:
            span = (day - since).days
            gone = Decimal(max((on - since).days, 0))
            return done + (worth * gone / span if span > 0 else Decimal(0))
    return done


def day_planned_for(plan: Sequence[tuple[date, Decimal]], start: date, earned: Decimal) -> Decimal:
    """Days after the start on which the plan has this much worth done."""
    done, since = Decimal(0), start
    for day, worth in _by_day(plan):
        if done + worth > earned:
            share = (earned - done) / worth
            return Decimal((since - start).days) + share * Decimal(max((day - since).days, 0))
        done += worth
        since = max(day, since)
    return Decimal((since - start).days)


def _by_day(plan: Sequence[tuple[date, Decimal]]) -> Iterator[tuple[date, Decimal]]:
    """The worth of each planned day together: one of ten milestones of a day is a tenth of it."""
    for day, milestones in groupby(plan, key=lambda pair: pair[0]):
        yield day, sum((worth for _, worth in milestones), Decimal(0))


@calculation("schedule_performance_in_time")
def schedule_performance_in_time(
    *,
    planned_on: Sequence[date],
    worth: Sequence[Decimal],
    earned: Decimal,
    start: date,
    on: date,
) -> Decimal | None:
    """SPI(t): the day by which this much should have been done, over the day it is.

    `planned_on` and `worth` go together, milestone by milestone. None before the project has
    begun or without a plan. When all is done the answer is at least 1.
    """
    pairs = sorted(zip(planned_on, worth, strict=True))
    gone = Decimal((on - start).days)
    whole = sum(worth, Decimal(0))
    if gone <= 0 or whole <= 0:
        return None
    earned_days = day_planned_for(pairs, start, min(Decimal(earned), whole))
    if earned >= whole:
        return max(earned_days / gone, Decimal(1))
    return earned_days / gone


@calculation("days_overdue")
def days_overdue(*, planned_on: date, on: date) -> Decimal:
    """Days that something planned for a day is late on another; nought when it is not."""
    return Decimal(max((on - planned_on).days, 0))
