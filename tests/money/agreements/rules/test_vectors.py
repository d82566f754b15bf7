"""The worked cases of instalments, headings, ceilings and days, and what always holds of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import InvalidInput
from sapar.money.agreements.rules import (
    consumption_of_instalment,
    consumption_with_commitments,
    contingency_ceiling,
    days_outside_window,
    due_date,
    heading_drift,
    indirect_ceiling,
    latest_request,
    next_instalment,
    report_due,
    support_cost,
)

MONEY = st.decimals(0, 10_000_000, places=2)
SEVENTY, NINETY = Decimal("0.70"), Decimal("0.90")


def following(eu_rate: str, paid: list[int], spent: str, forecast: int) -> Decimal:
    return next_instalment(
        Decimal(eu_rate),
        [Decimal(amount) for amount in paid],
        Decimal(spent),
        Decimal(forecast),
        Decimal(1_000_000),
        needed=SEVENTY,
        share=NINETY,
    )


@pytest.mark.parametrize(
    ("eu_rate", "paid", "spent", "forecast", "following_"),
    [
        ("0.80", [300000], "250000", 300000, 200000),
        ("0.80", [300000], "262500", 300000, 300000),
        ("0.80", [300000], "262499.99", 300000, "209999.992"),
        ("1.00", [300000, 300000], "600000", 350000, 300000),
        ("1.00", [300000, 600000], "900000", 350000, 0),
    ],
)
def test_the_next_instalment(
    eu_rate: str, paid: list[int], spent: str, forecast: int, following_: str
) -> None:
    assert following(eu_rate, paid, spent, forecast) == Decimal(following_)


def test_two_thirds_of_the_instalment_are_used() -> None:
    share = consumption_of_instalment(Decimal("0.80"), [Decimal(300000)], Decimal(250000))
    assert share is not None
    assert round(share, 3) == Decimal("0.667")


def test_commitments_count_where_the_agreement_says_so() -> None:
    paid, spent = [Decimal(100000)], Decimal(60000)
    assert consumption_of_instalment(Decimal(1), paid, spent) == Decimal("0.6")
    counted = consumption_with_commitments(Decimal(1), paid, spent, Decimal(15000))
    assert counted == Decimal("0.75")


@given(spent=MONEY, more=MONEY, paid=MONEY.filter(bool))
def test_more_spending_never_covers_less(spent: Decimal, more: Decimal, paid: Decimal) -> None:
    before = consumption_of_instalment(Decimal("0.8"), [paid], spent)
    after = consumption_of_instalment(Decimal("0.8"), [paid], spent + more)
    assert before is not None
    assert after is not None
    assert before <= after


@given(spent=MONEY, forecast=MONEY, paid=MONEY)
def test_an_instalment_never_passes_the_forecast_or_the_room(
    spent: Decimal, forecast: Decimal, paid: Decimal
) -> None:
    due = next_instalment(
        Decimal(1), [paid], spent, forecast, Decimal(5_000_000), needed=SEVENTY, share=NINETY
    )
    assert 0 <= due <= forecast
    assert due == 0 or paid + due <= NINETY * 5_000_000


@pytest.mark.parametrize(
    ("base", "changes", "drift"),
    [
        (100000, [20000], "0.20"),
        (100000, [20000, 5000], "0.25"),
        (100000, [-20000, -5001], "0.25001"),
        (100000, [20000, -20000], "0"),
        (125001, [0], "0"),
    ],
)
def test_a_heading_drifts_by_the_sum_of_its_changes(
    base: int, changes: list[int], drift: str
) -> None:
    moved = heading_drift(Decimal(base), [Decimal(change) for change in changes])
    assert moved == Decimal(drift)


def test_a_heading_of_nothing_has_no_drift() -> None:
    assert heading_drift(Decimal(0), [Decimal(1)]) is None


@given(direct=MONEY)
def test_a_ceiling_is_never_passed_by_a_cent(direct: Decimal) -> None:
    for ceiling, share in ((indirect_ceiling, "0.07"), (contingency_ceiling, "0.05")):
        assert ceiling(direct, Decimal(share)) <= direct * Decimal(share)


def test_the_two_overheads_of_one_project() -> None:
    direct = Decimal("1634258.88")
    assert support_cost(direct, Decimal("0.13")) == Decimal("212453.65")
    assert indirect_ceiling(direct, Decimal("0.07")) == Decimal("114398.12")


def test_a_report_on_may_is_due_at_the_end_of_november() -> None:
    assert report_due(date(2011, 5, 31), months=6) == date(2011, 11, 30)
    assert report_due(date(2011, 5, 31), months=3) == date(2011, 8, 31)
    assert report_due(date(2017, 1, 31), days=60) == date(2017, 4, 1)
    assert latest_request(date(2011, 5, 31), 31) == date(2011, 4, 30)


@pytest.mark.parametrize("given_", [{}, {"months": 3, "days": 5}])
def test_a_time_limit_counts_one_way(given_: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="either months or days"):
        due_date(date(2011, 5, 31), **given_)


@pytest.mark.parametrize(
    ("incurred", "category", "sent", "outside"),
    [
        (date(2011, 5, 31), "training", None, 0),
        (date(2011, 6, 1), "training", None, 1),
        (date(2008, 2, 29), "training", None, 1),
        (date(2011, 11, 30), "evaluation", date(2011, 11, 30), 0),
        (date(2011, 12, 1), "evaluation", date(2011, 11, 30), 1),
        (date(2011, 12, 1), "evaluation", None, None),
    ],
)
def test_days_outside_the_period(
    incurred: date, category: str, sent: date | None, outside: int | None
) -> None:
    found = days_outside_window(incurred, date(2008, 3, 1), date(2011, 5, 31), category, sent)
    assert found == outside
