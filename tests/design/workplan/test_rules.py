"""Earned schedule: how far the work has got against its plan, in time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.design.workplan.rules import (
    day_planned_for,
    days_overdue,
    planned_worth,
    schedule_performance_in_time,
)

START = date(2020, 1, 1)
NEARLY = Decimal("1e-20")
PLANS = st.lists(st.tuples(st.integers(1, 900), st.integers(1, 50)), min_size=1, max_size=8).map(
    lambda rows: sorted((START + timedelta(days=d), Decimal(w)) for d, w in rows)
)
"""A plan: each milestone's day after the start, and its worth."""


def whole(plan: list[tuple[date, Decimal]]) -> Decimal:
    return sum((worth for _, worth in plan), Decimal(0))


def spi(plan: list[tuple[date, Decimal]], earned: Decimal, on: date) -> Decimal | None:
    return schedule_performance_in_time(
        planned_on=[day for day, _ in plan],
        worth=[worth for _, worth in plan],
        earned=earned,
        start=START,
        on=on,
    )


@given(PLANS)
def test_exactly_on_plan_on_the_day_of_a_milestone_the_index_is_exactly_one(plan) -> None:
    for day, _ in plan:
        due = sum((worth for planned, worth in plan if planned <= day), Decimal(0))
        assert spi(plan, due, day) == 1


@given(PLANS, st.integers(1, 900))
def test_on_plan_between_two_milestones_the_index_is_one(plan, days: int) -> None:
    on = min(START + timedelta(days=days), plan[-1][0])
    value = spi(plan, planned_worth(plan, START, on), on)
    assert value is not None
    assert abs(value - 1) < NEARLY


@given(PLANS, st.integers(1, 1200), st.tuples(st.integers(0, 400), st.integers(0, 400)))
def test_more_work_done_never_lowers_the_index(plan, days: int, done: tuple[int, int]) -> None:
    less, more = sorted(Decimal(one) for one in done)
    on = START + timedelta(days=days)
    low, high = spi(plan, less, on), spi(plan, more, on)
    assert low is not None
    assert high is not None
    assert low <= high


@given(PLANS, st.data())
def test_ahead_of_plan_is_above_one_and_behind_below(plan, data: st.DataObject) -> None:
    last = (plan[-1][0] - START).days
    on = START + timedelta(days=data.draw(st.integers(1, last)))
    planned = planned_worth(plan, START, on)
    step = whole(plan) / 1000
    if planned + step <= whole(plan):
        assert spi(plan, planned + step, on) > 1
    if planned >= step:
        assert spi(plan, planned - step, on) < 1


@given(PLANS, st.integers(0, 2000))
def test_finished_work_is_never_behind_however_late_it_was(plan, days: int) -> None:
    on = plan[-1][0] + timedelta(days=days)
    assert spi(plan, whole(plan), on) == 1


@given(PLANS, st.integers(1, 500))
def test_unfinished_work_drifts_down_and_not_back_to_one_after_the_end(plan, days: int) -> None:
    end, half = plan[-1][0], whole(plan) / 2
    assert 0 < spi(plan, half, end + timedelta(days=days)) < spi(plan, half, end) < 1


def test_one_of_ten_milestones_planned_for_one_day_is_a_tenth_of_the_way() -> None:
    day = START + timedelta(days=100)
    plan = [(day, Decimal(1))] * 10
    assert spi(plan, Decimal(1), day) == Decimal("0.1")


@given(PLANS, st.integers(0, 1000), st.integers(0, 1000))
def test_the_plan_only_grows_and_is_whole_at_its_end(plan, one: int, other: int) -> None:
    early, late = sorted((one, other))
    by = [planned_worth(plan, START, START + timedelta(days=day)) for day in (early, late)]
    assert Decimal(0) <= by[0] <= by[1] <= whole(plan)
    assert planned_worth(plan, START, plan[-1][0]) == whole(plan)


@given(PLANS, st.integers(0, 900))
def test_the_day_for_a_worth_and_the_worth_by_a_day_undo_each_other(plan, days: int) -> None:
    days = min(days, (plan[-1][0] - START).days)
    worth = planned_worth(plan, START, START + timedelta(days=days))
    assert abs(day_planned_for(plan, START, worth) - days) < NEARLY


def test_nothing_is_judged_before_the_second_day_or_without_worth() -> None:
    plan = [(START + timedelta(days=10), Decimal(1))]
    assert spi(plan, Decimal(0), START) is None
    assert spi([], Decimal(0), START + timedelta(days=5)) is None
    assert spi([(START, Decimal(0))], Decimal(0), START + timedelta(days=5)) is None


def test_milestones_planned_before_the_start_are_due_at_once() -> None:
    early = [(START - timedelta(days=5), Decimal(1)), (START + timedelta(days=10), Decimal(1))]
    assert planned_worth(early, START, START) == 1
    assert day_planned_for(early, START, Decimal(1)) == 0


@pytest.mark.parametrize(("late", "days"), [(-3, 0), (0, 0), (1, 1), (40, 40)])
def test_days_overdue_begin_the_day_after_the_planned_one(late: int, days: int) -> None:
    assert days_overdue(planned_on=START, on=START + timedelta(days=late)) == days
