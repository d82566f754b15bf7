"""Spending against plan and work, and what will be left of an instalment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import entry

from sapar.money.ledger.rules import (
    burn_ratio,
    cost_performance,
    projected_consumption,
    spent_by,
    unspent_share,
)

DAY = date(2020, 1, 1)
AMOUNTS = st.integers(-10_000, 10_000).map(Decimal)
SUMS = st.integers(1, 10_000_000).map(Decimal)


@given(
    st.lists(
        st.tuples(
            st.integers(-1000, 1000),
            st.integers(0, 100),
            st.sampled_from(["expenditure", "disbursement", "instalment", "commitment"]),
            st.sampled_from(["EUR", "KGS"]),
        )
    ),
    st.integers(-1, 101),
)
def test_spending_is_expenditure_and_disbursement_of_one_currency_by_the_day(rows, days) -> None:
    on = DAY + timedelta(days=days)
    entries = [
        entry(amount, DAY + timedelta(days=day), kind, currency)
        for amount, day, kind, currency in rows
    ]
    expected = sum(
        amount
        for amount, day, kind, currency in rows
        if kind in ("expenditure", "disbursement") and currency == "EUR" and day <= days
    )
    assert spent_by(entries, "EUR", on) == expected


@given(SUMS, AMOUNTS)
def test_burn_is_the_share_of_the_plan_that_was_spent(planned: Decimal, spent: Decimal) -> None:
    value = burn_ratio(planned=planned, spent=spent)
    assert value is not None
    assert abs(value * planned - spent) < Decimal("1e-15")
    assert burn_ratio(planned=planned, spent=planned) == 1


def test_before_the_plan_begins_there_is_no_burn() -> None:
    assert burn_ratio(planned=Decimal(0), spent=Decimal(5)) is None


@pytest.mark.parametrize(
    ("share", "budget", "spent", "value"),
    [
        ("0.5", 1000, 500, "1"),
        ("0.5", 1000, 1000, "0.5"),
        ("0.5", 1000, 250, "2"),
        ("0", 1000, 1, "0"),
        ("0.5", 1000, 0, None),
        ("0.5", 1000, -10, None),
    ],
)
def test_cost_performance_is_the_worth_of_the_work_over_its_cost(
    share: str, budget: int, spent: int, value: str | None
) -> None:
    got = cost_performance(
        earned_share=Decimal(share), budget=Decimal(budget), spent=Decimal(spent)
    )
    assert got == (None if value is None else Decimal(value))


@given(SUMS, st.integers(0, 100))
def test_spent_and_unspent_make_the_whole(budget: Decimal, percent: int) -> None:
    spent = budget * percent / 100
    unspent = unspent_share(budget=budget, spent=spent)
    assert unspent is not None
    assert abs(unspent + spent / budget - 1) < Decimal("1e-20")


def test_of_no_budget_nothing_is_a_share() -> None:
    assert unspent_share(budget=Decimal(0), spent=Decimal(1)) is None


@pytest.mark.parametrize(
    ("rate", "paid", "spent", "pace", "days", "value"),
    [
        # Nothing goes on: what is spent now is what will be spent.
        ("1", [100], "70", "0", 60, "0.7"),
        # The pace goes on until the report closes.
        ("1", [100], "40", "0.5", 60, "0.7"),
        # Only the donor's share of the costs consumes the donor's instalment.
        ("0.8", [100], "100", "0", 0, "0.8"),
        # The first instalment is consumed whole before the second one begins.
        ("1", [100, 50], "125", "0", 0, "0.5"),
        ("1", [100, 50], "80", "0", 0, "-0.4"),
        # Days that have gone already add nothing.
        ("1", [100], "70", "1", -5, "0.7"),
        # More than the instalment can be spent: others advance the money.
        ("1", [100], "130", "0", 0, "1.3"),
    ],
)
def test_projected_consumption_of_the_last_instalment(
    rate: str, paid: list[int], spent: str, pace: str, days: int, value: str
) -> None:
    got = projected_consumption(
        eu_rate=Decimal(rate),
        paid=[Decimal(one) for one in paid],
        spent=Decimal(spent),
        pace_per_day=Decimal(pace),
        days_left=days,
    )
    assert got == Decimal(value)


@pytest.mark.parametrize("paid", [[], [Decimal(0)], [Decimal(100), Decimal(-20)]])
def test_without_an_instalment_to_consume_there_is_no_projection(paid: list[Decimal]) -> None:
    got = projected_consumption(
        eu_rate=Decimal(1), paid=paid, spent=Decimal(1), pace_per_day=Decimal(1), days_left=1
    )
    assert got is None
