"""What should be spent by a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import planned

from sapar.money.budget.rules import planned_by, spending_plan

DAY = date(2020, 1, 1)
ROWS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 300), st.integers(0, 300)), max_size=8
)


def plan(rows: list[tuple[int, int, int]]):
    return [
        planned(amount, DAY + timedelta(days=start), DAY + timedelta(days=start + length))
        for amount, start, length in rows
    ]


@given(ROWS)
def test_at_the_end_of_the_plan_the_whole_is_planned(rows) -> None:
    assert planned_by(plan(rows), "EUR", DAY + timedelta(days=600)) == sum(r[0] for r in rows)


@given(ROWS, st.integers(-5, 605), st.integers(-5, 605))
def test_what_is_planned_by_a_day_only_grows(rows, one: int, other: int) -> None:
    early, late = sorted((one, other))
    made = plan(rows)
    by = [planned_by(made, "EUR", DAY + timedelta(days=day)) for day in (early, late)]
    assert by[0] <= by[1]


@given(ROWS)
def test_nothing_is_planned_before_the_first_period_or_in_another_currency(rows) -> None:
    assert planned_by(plan(rows), "EUR", DAY - timedelta(days=1)) == 0
    assert planned_by(plan(rows), "USD", DAY + timedelta(days=600)) == 0


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 10),
        (date(2020, 1, 5), 50),
        (date(2020, 1, 10), 100),
    ],
)
def test_a_period_is_spent_day_by_day_with_its_first_and_last(day: date, amount: int) -> None:
    ten_days = [planned(100, date(2020, 1, 1), date(2020, 1, 10))]
    assert planned_by(ten_days, "EUR", day) == Decimal(amount)


def test_planned_spending_comes_before_budgets() -> None:
    rows = [planned(5, kind="original"), planned(7)]
    assert [row.amount for row in spending_plan(rows)] == [7]


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        (("original", "revised"), 1),
        (("revised", "original"), 0),
        (("indicative", "original"), 1),
        (("original", "indicative"), 0),
        (("revised", "revised"), 1),
        (("indicative", "revised"), 1),
    ],
)
def test_of_budgets_for_one_period_the_firmest_counts(kinds: tuple[str, str], kept: int) -> None:
    rows = [planned(number, kind=kind) for number, kind in enumerate(kinds)]
    assert [row.amount for row in spending_plan(rows)] == [kept]


def test_budgets_of_two_periods_stand_side_by_side() -> None:
    rows = [
        planned(1, date(2020, 1, 1), date(2020, 12, 31), kind="original"),
        planned(2, date(2021, 1, 1), date(2021, 12, 31), kind="original"),
    ]
    assert [row.amount for row in spending_plan(rows)] == [1, 2]
