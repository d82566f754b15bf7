"""Which rate holds on a day, in a month, over a period; and what is said where none does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.money.rates.rates_made import day, rate

from sapar.ground.kernel import InvalidInput, Period
from sapar.money.rates.rules import Missing, Quote, RateTable
from sapar.money.rates.rules.table import across


def value_on(table: RateTable, on: str, currency: str = "KGS") -> Decimal | None:
    found = table.on_day(currency, day(on))
    return found.value if isinstance(found, Quote) else None


def test_the_newest_effective_date_holds_and_a_revision_replaces_it_within_the_month() -> None:
    table = RateTable(
        [
            rate("unore", "KGS", "2009-06-01", "42.5"),
            rate("unore", "KGS", "2009-06-15", "43.1"),
            rate("unore", "KGS", "2009-05-31", "41.9"),
        ]
    )
    assert value_on(table, "2009-05-30") is None
    assert value_on(table, "2009-05-31") == Decimal("41.9")
    assert value_on(table, "2009-06-14") == Decimal("42.5")
    assert value_on(table, "2009-06-15") == Decimal("43.1")
    assert value_on(table, "2009-08-01") == Decimal("43.1")


def test_a_list_dated_the_last_day_of_the_month_before_holds_from_that_day() -> None:
    table = RateTable(
        [rate("unore", "KGS", "2015-12-01", "75"), rate("unore", "KGS", "2015-12-31", "76")]
    )
    assert value_on(table, "2015-12-30") == 75
    assert value_on(table, "2015-12-31") == 76
    assert value_on(table, "2016-01-20") == 76


def test_no_rate_by_a_day_is_told_by_series_currency_and_day() -> None:
    found = RateTable([]).on_day("KGS", day("2009-06-15"))
    assert found == Missing("unore", "KGS", ("2009-06-15",))
    assert found.says == "No unore rate of KGS is on record for 2009-06-15"


def test_a_month_has_its_own_rate_or_none() -> None:
    table = RateTable([rate("inforeuro", "USD", "2009-03-01", "1.2744")])
    found = table.of_month("USD", day("2009-03-31"))
    assert isinstance(found, Quote)
    assert (found.value, found.base) == (Decimal("1.2744"), "EUR")
    assert table.of_month("USD", day("2009-04-01")) == Missing("inforeuro", "USD", ("2009-04",))
    assert table.of_month("USD", day("2009-02-28")) == Missing("inforeuro", "USD", ("2009-02",))


def test_the_mean_is_over_every_month_that_the_period_touches() -> None:
    table = RateTable(
        [
            rate("inforeuro", "USD", "2009-01-01", "1.40"),
            rate("inforeuro", "USD", "2009-02-01", "1.50"),
            rate("inforeuro", "USD", "2009-03-01", "1.45"),
            rate("inforeuro", "USD", "2009-04-01", "9.99"),
        ]
    )
    found = table.mean_of("USD", Period(day("2009-01-20"), day("2009-03-02")))
    assert isinstance(found, Quote)
    assert found.value == Decimal("1.45")
    assert found.says == "1 EUR = 1.45 USD (inforeuro mean of 3 months, 2009-01 to 2009-03)"


def test_the_mean_is_rounded_half_up_only_where_decimals_are_given() -> None:
    table = RateTable(
        [
            rate("inforeuro", "USD", "2009-01-01", "1.2344"),
            rate("inforeuro", "USD", "2009-02-01", "1.2347"),
        ]
    )
    period = Period(day("2009-01-01"), day("2009-02-28"))
    whole, rounded = table.mean_of("USD", period), table.mean_of("USD", period, decimals=4)
    assert isinstance(whole, Quote)
    assert isinstance(rounded, Quote)
    assert whole.value == Decimal("1.23455")
    assert rounded.value == Decimal("1.2346")


def test_one_missing_month_leaves_no_mean_and_all_missing_months_are_named() -> None:
    table = RateTable([rate("inforeuro", "USD", "2009-02-01", "1.5")])
    found = table.mean_of("USD", Period(day("2009-01-01"), day("2009-03-31")))
    assert found == Missing("inforeuro", "USD", ("2009-01", "2009-03"))
    assert found.says == "No inforeuro rate of USD is on record for 2009-01, 2009-03"


def test_the_base_currency_is_worth_itself() -> None:
    table = RateTable([])
    period = Period(day("2009-01-01"), day("2009-03-31"))
    for found in (
        table.on_day("USD", day("2009-06-15")),
        table.of_month("EUR", day("2009-06-15")),
        table.mean_of("EUR", period),
    ):
        assert isinstance(found, Quote)
        assert found.value == 1


def test_a_cross_rate_goes_through_the_base_and_says_so() -> None:
    table = RateTable(
        [rate("unore", "KGS", "2009-06-01", "42"), rate("unore", "EUR", "2009-06-15", "0.7")]
    )
    on = day("2009-06-20")
    found = across("KGS", "EUR", "USD", lambda one: table.on_day(one, on), "un.fx.booking")
    assert not isinstance(found, Missing)
    assert found.of(Decimal(4200)) == Decimal(70)
    assert found.rate == Decimal(60)
    assert found.through == "USD"
    assert found.says == (
        "KGS to USD to EUR; 1 USD = 42 KGS (unore of 2009-06-01);"
        " 1 USD = 0.7 EUR (unore of 2009-06-15); rule un.fx.booking"
    )


def test_a_cross_rate_with_a_missing_leg_is_missing() -> None:
    table = RateTable([rate("unore", "KGS", "2009-06-01", "42")])
    on = day("2009-06-20")
    found = across("KGS", "EUR", "USD", lambda one: table.on_day(one, on))
    assert found == Missing("unore", "EUR", ("2009-06-20",))


def test_only_what_was_known_counts_and_the_last_recorded_of_a_day_holds() -> None:
    facts = [
        rate("unore", "KGS", "2009-06-01", "42", recorded="2009-06-02", superseded="2009-07-01"),
        rate("unore", "KGS", "2009-06-01", "44", recorded="2009-07-01", id=2),
    ]
    assert value_on(RateTable(facts, day("2009-06-01")), "2009-06-20") is None
    assert value_on(RateTable(facts, day("2009-06-30")), "2009-06-20") == 42
    assert value_on(RateTable(facts, day("2009-07-01")), "2009-06-20") == 44
    assert value_on(RateTable(facts), "2009-06-20") == 44


def test_custom_rates_of_two_bases_need_the_base_said() -> None:
    table = RateTable(
        [
            rate("field", "KGS", "2009-06-01", "60", base="EUR"),
            rate("field", "KGS", "2009-06-01", "42", base="USD"),
        ]
    )
    with pytest.raises(InvalidInput, match=r"one unit of EUR, USD.*Say which"):
        table.on_day("KGS", day("2009-06-01"), series="field")
    found = table.on_day("KGS", day("2009-06-01"), series="field", base="USD")
    assert isinstance(found, Quote)
    assert found.value == 42
