"""Transactions in the donor's currency by each rule, to the cent, with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.money.rates.rates_made import BY_FIFO, BY_MEAN, BY_UN_RATE, day, entry, rate

from sapar.ground.kernel import InvalidInput, Period
from sapar.money.rates.rules import (
    Instalment,
    Method,
    Missing,
    RateTable,
    ValuationRule,
    exposure,
    instalment_booked,
    mean_of_period,
    un_rate_on_day,
    value_all,
)

UN = [
    rate("unore", "EUR", "2008-01-01", "0.7142857143"),
    rate("unore", "KGS", "2008-01-01", "35"),
]
EU_2008 = [rate("inforeuro", "USD", f"2008-{month:02d}-01", "1.47") for month in range(1, 13)]
TABLE = RateTable([*UN, *EU_2008])
BOOKED = Instalment(day("2008-03-01"), Decimal(100_000), Decimal(140_000))


def test_the_worked_example_of_topic_1_leaves_4762_that_look_unspent() -> None:
    spent = [entry("140000", "USD", "2008-09-15")]
    at_un_rate = list(value_all(spent, TABLE, (), BY_UN_RATE))
    at_mean = list(value_all(spent, TABLE, (), BY_MEAN))
    by_instalment = list(value_all(spent, TABLE, (BOOKED,), BY_FIFO))
    assert at_un_rate[0].amount == Decimal("100000.00")
    assert at_mean[0].amount == Decimal("95238.10")
    assert by_instalment[0].amount == Decimal("100000.00")
    assert round(exposure(at_un_rate, at_mean).total) == 4762
    assert exposure(at_un_rate, by_instalment).total == 0


def test_the_un_rate_goes_through_the_dollar_and_says_rate_date_and_rule() -> None:
    valued = un_rate_on_day(entry("4900", "KGS", "2008-05-05"), TABLE, BY_UN_RATE)
    assert valued.amount == Decimal("100.00")
    assert valued.says == (
        "KGS to USD to EUR; 1 USD = 35 KGS (unore of 2008-01-01);"
        " 1 USD = 0.7142857143 EUR (unore of 2008-01-01); rule un.fx.booking"
    )


def test_an_amount_in_the_donors_currency_stays_as_it_is() -> None:
    for rule in (BY_UN_RATE, BY_MEAN, BY_FIFO):
        (valued,) = value_all([entry("12.345", "EUR", "2030-01-01")], TABLE, (BOOKED,), rule)
        assert valued.amount == Decimal("12.35")
        assert "already in EUR" in valued.says


def test_the_mean_of_the_period_that_the_transaction_lies_in_is_used() -> None:
    table = RateTable(
        [
            *EU_2008,
            *(rate("inforeuro", "USD", f"2009-{month:02d}-01", "1.25") for month in range(1, 13)),
        ]
    )
    first, second = value_all(
        [entry("147", "USD", "2008-12-31"), entry("125", "USD", "2009-01-01")], table, (), BY_MEAN
    )
    assert (first.amount, second.amount) == (Decimal("100.00"), Decimal("100.00"))
    assert "inforeuro mean of 12 months, 2009-01 to 2009-12" in second.says
    assert "rule eu.fx.report" in second.says


def test_amounts_are_rounded_half_up_to_the_cent() -> None:
    table = RateTable([rate("inforeuro", "USD", "2008-01-01", "2")])
    rule = ValuationRule(
        "eu.fx.report",
        Method.MEAN_OF_PERIOD,
        periods=(Period(day("2008-01-01"), day("2008-01-31")),),
    )
    for spent, worth in (("0.01", "0.01"), ("0.03", "0.02"), ("-0.01", "-0.01"), ("0.02", "0.01")):
        valued = mean_of_period(entry(spent, "USD", "2008-01-05"), table, rule)
        assert valued.amount == Decimal(worth)


def test_a_missing_month_is_named_and_no_amount_is_given() -> None:
    table = RateTable([one for one in EU_2008 if one.dated.effective_on.month != 7])
    valued = mean_of_period(entry("147", "USD", "2008-05-05"), table, BY_MEAN)
    assert valued.amount is None
    assert valued.missing == Missing("inforeuro", "USD", ("2008-07",))


def test_a_transaction_outside_every_reporting_period_has_no_mean() -> None:
    valued = mean_of_period(entry("147", "USD", "2007-12-31"), TABLE, BY_MEAN)
    assert valued.amount is None
    assert valued.says == "No reporting period holds 2007-12-31, so there is no mean to convert at"


def test_a_day_before_the_first_un_rate_has_no_amount() -> None:
    valued = un_rate_on_day(entry("147", "USD", "2007-12-31"), TABLE, BY_UN_RATE)
    assert valued.missing == Missing("unore", "EUR", ("2007-12-31",))


def test_every_method_has_the_name_that_the_rulebooks_use() -> None:
    assert {str(method) for method in Method} == {
        "unore_on_transaction_day",
        "inforeuro_period_mean",
        "instalment_recorded_rate",
    }


def test_an_instalment_is_booked_at_the_un_rate_of_its_day() -> None:
    booked = instalment_booked(entry("100000", "EUR", "2008-03-01", id=7), TABLE)
    assert booked == Instalment(day("2008-03-01"), Decimal(100_000), Decimal("140000.00"), 7)
    early = instalment_booked(entry("100000", "EUR", "2007-03-01"), TABLE)
    assert early == Missing("unore", "EUR", ("2007-03-01",))


def test_an_instalment_that_gives_no_rate_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"instalment of 2008-03-01.*gives no rate"):
        Instalment(day("2008-03-01"), Decimal(0), Decimal(140_000))
