"""Purchases that belong together are looked at together, whatever order they come in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import InvalidInput
from sapar.money.agreements.rules import Purchase, belonging_together, split_ratio

FIRST = date(2015, 1, 1)
BOUGHT = st.lists(
    st.tuples(st.integers(-20, 130).map(Decimal), st.integers(0, 900)), min_size=0, max_size=7
)


def ratio(*bought: tuple[int, int], ceiling: int = 100) -> tuple[object, object]:
    found = split_ratio(
        [Decimal(amount) for amount, _ in bought],
        [FIRST + timedelta(days=day) for _, day in bought],
        Decimal(ceiling),
        Decimal(365),
    )
    return found["value"], found["count"]


def test_a_window_reaches_from_one_day_to_the_same_number_of_days_later() -> None:
    assert ratio((60, 0), (60, 365)) == (Decimal("1.2"), 2)
    assert ratio((60, 0), (60, 366)) == (0, 0)


def test_one_purchase_is_split_from_nothing() -> None:
    assert ratio((100, 0)) == (0, 0)
    assert ratio() == (0, 0)


def test_what_is_over_the_ceiling_and_credits_are_left_out() -> None:
    assert ratio((101, 0), (50, 1), (-50, 2), (40, 3)) == (Decimal("0.9"), 2)


@given(bought=BOUGHT)
def test_the_greatest_sum_within_a_window_is_found(bought: list[tuple[Decimal, int]]) -> None:
    found = split_ratio(
        [amount for amount, _ in bought],
        [FIRST + timedelta(days=day) for _, day in bought],
        Decimal(100),
        Decimal(365),
    )
    small = [(amount, day) for amount, day in bought if 0 < amount <= 100]
    sums = [
        sum((amount for amount, _ in some), Decimal(0))
        for size in range(2, len(small) + 1)
        for some in combinations(small, size)
        if max(day for _, day in some) - min(day for _, day in some) <= 365
    ]
    assert found["value"] == max(sums, default=Decimal(0)) / 100


def test_amounts_and_days_run_in_step() -> None:
    with pytest.raises(InvalidInput, match="one day for each amount"):
        split_ratio([Decimal(1)], [], Decimal(100))
    with pytest.raises(InvalidInput, match="a ceiling above 0"):
        ratio((1, 1), ceiling=0)


def test_purchases_belong_together_by_supplier_or_subject() -> None:
    rows = [
        Purchase("C2", "ACME  Ltd", "Study of wages", FIRST + timedelta(days=9), Decimal(1)),
        Purchase("C1", "acme ltd", "Chairs", FIRST, Decimal(2)),
        Purchase("C3", "", "chairs", FIRST + timedelta(days=3), Decimal(3)),
        Purchase("C4", "Other", "Printing", FIRST, Decimal(4)),
    ]
    found = [
        (one.by, one.name, [p.reference for p in one.purchases]) for one in belonging_together(rows)
    ]
    assert found == [("subject", "chairs", ["C1", "C3"]), ("supplier", "acme ltd", ["C1", "C2"])]
