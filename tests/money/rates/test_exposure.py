"""The difference between two valuations, as it runs up day by day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.money.rates.rates_made import BY_FIFO, BY_UN_RATE, day, entry, rate

from sapar.ground.kernel import InvalidInput
from sapar.money.rates.rules import (
    ExposureDay,
    Instalment,
    Missing,
    RateTable,
    ValuationRule,
    exposure,
    value_all,
)

TABLE = RateTable(
    [
        rate("unore", "EUR", "2014-01-01", "0.8"),
        rate("unore", "EUR", "2014-02-01", "0.5"),
    ]
)
PAID = (Instalment(day("2014-01-05"), Decimal(1000), Decimal(2000)),)
ENTRIES = [
    entry("100", "USD", "2014-02-10", id=1),
    entry("100", "USD", "2014-01-10", id=2),
    entry("100", "USD", "2014-01-10", id=3),
]


def test_the_difference_runs_up_by_date_and_its_end_is_the_total() -> None:
    found = exposure(
        value_all(ENTRIES, TABLE, (), BY_UN_RATE), value_all(ENTRIES, TABLE, PAID, BY_FIFO)
    )
    assert found.days == (
        ExposureDay(day("2014-01-10"), Decimal(160), Decimal(100), Decimal(60)),
        ExposureDay(day("2014-02-10"), Decimal(50), Decimal(50), Decimal(60)),
    )
    assert [one.difference for one in found.days] == [60, 0]
    assert (found.at_un_rate, found.at_donor_rule, found.total) == (210, 150, 60)
    assert (found.left_out, found.missing) == (0, ())


def test_what_one_rule_cannot_value_is_left_out_of_both_sides_and_named() -> None:
    entries = [*ENTRIES, entry("100", "USD", "2013-12-31", id=4)]
    found = exposure(
        value_all(entries, TABLE, (), BY_UN_RATE), value_all(entries, TABLE, PAID, BY_FIFO)
    )
    assert (found.left_out, found.total) == (1, 60)
    assert found.missing == (Missing("unore", "EUR", ("2013-12-31",)),)


def test_two_lists_of_different_transactions_are_refused() -> None:
    with pytest.raises(InvalidInput, match="not of the same transactions"):
        exposure(
            value_all(ENTRIES, TABLE, (), BY_UN_RATE),
            value_all(ENTRIES[::-1], TABLE, PAID, BY_FIFO),
        )


def test_two_currencies_are_never_subtracted() -> None:
    in_dollars = ValuationRule("un.fx.booking", BY_UN_RATE.method, into="USD")
    with pytest.raises(InvalidInput, match="was not valued in EUR"):
        exposure(
            value_all(ENTRIES, TABLE, (), in_dollars), value_all(ENTRIES, TABLE, PAID, BY_FIFO)
        )
