"""Money is exact, has one currency, and says so when it is asked for anything else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import InvalidInput, Money

amounts = st.decimals(-(10**12), 10**12, places=2)


@given(st.lists(amounts))
def test_a_total_is_the_sum_to_the_cent(parts):
    assert Money.total((Money(part, "EUR") for part in parts), "EUR").amount == sum(parts)


@given(amounts, amounts)
def test_what_is_added_can_be_taken_away_again(one, other):
    assert Money(one, "EUR") + Money(other, "EUR") - Money(other, "EUR") == Money(one, "EUR")


@pytest.mark.parametrize(
    "mix",
    [
        lambda euro, dollar: euro + dollar,
        lambda euro, dollar: euro - dollar,
        lambda euro, dollar: euro < dollar,
        lambda euro, dollar: euro.share_of(dollar),
        lambda euro, dollar: Money.total([euro, dollar], "EUR"),
    ],
)
def test_two_currencies_are_never_put_together(mix):
    with pytest.raises(InvalidInput, match="EUR and USD cannot be put together"):
        mix(Money(Decimal(1), "EUR"), Money(Decimal(1), "USD"))


@pytest.mark.parametrize("amount", [0.1, Decimal("NaN"), Decimal("Infinity")])
def test_what_cannot_hold_a_cent_exactly_is_refused(amount):
    with pytest.raises(InvalidInput):
        Money(amount, "EUR")


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "€", "E1R "])
def test_a_currency_is_three_capital_letters(currency):
    with pytest.raises(InvalidInput, match="is not a currency code"):
        Money(Decimal(1), currency)


def test_half_a_cent_rounds_up_as_a_financial_report_does():
    assert Money(Decimal("2.345"), "EUR").rounded().amount == Decimal("2.35")
    assert Money(Decimal("-2.345"), "EUR").rounded().amount == Decimal("-2.35")


def test_a_share_of_nothing_is_unknown_not_nought():
    assert Money(Decimal(5), "EUR").share_of(Money(Decimal(0), "EUR")) is None
    assert Money(Decimal(5), "EUR").share_of(Money(Decimal(20), "EUR")) == Decimal("0.25")


def test_it_prints_with_currency_thousands_and_cents():
    assert str(Money(Decimal("1748657"), "USD")) == "USD 1,748,657.00"
