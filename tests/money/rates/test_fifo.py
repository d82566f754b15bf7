"""Instalments used up in order: splits, the rest, refunds, third currencies, missing rates."""

from __future__ import annotations

from decimal import Decimal

from tests.money.rates.rates_made import BY_FIFO, day, entry, rate

from sapar.money.rates.rules import Instalment, RateTable, Valued, value_all

FIRST = Instalment(day("2014-01-10"), Decimal(1000), Decimal(1400), 1)
SECOND = Instalment(day("2015-01-10"), Decimal(1000), Decimal(1200), 2)
TABLE = RateTable([rate("unore", "KGS", "2014-01-01", "50")])


def valued(*entries, instalments=(FIRST, SECOND)) -> list[Valued]:
    return list(value_all(entries, TABLE, instalments, BY_FIFO))


def cut(one: Valued) -> list[tuple[Decimal, Decimal]]:
    return [(spent, rate.rate) for spent, rate in one.parts]


def test_a_transaction_across_two_instalments_is_split() -> None:
    before, across = valued(
        entry("1000", "USD", "2014-03-01"), entry("1000", "USD", "2015-03-01", id=2)
    )
    assert before.amount == Decimal("714.29")
    assert cut(across) == [(Decimal(400), Decimal("1.4")), (Decimal(600), Decimal("1.2"))]
    assert across.amount == Decimal("785.71")
    assert across.says == (
        "400 USD: USD to EUR; instalment of 2014-01-10, recorded at 1.4; rule eu.fx.report"
        " | 600 USD: USD to EUR; instalment of 2015-01-10, recorded at 1.2; rule eu.fx.report"
    )


def test_what_is_beyond_the_instalments_stands_at_the_last_rate() -> None:
    (one,) = valued(entry("5000", "USD", "2014-03-01"))
    assert cut(one) == [
        (Decimal(1400), Decimal("1.4")),
        (Decimal(1200), Decimal("1.2")),
        (Decimal(2400), Decimal("1.2")),
    ]
    assert one.amount == Decimal("4000.00")
    assert "beyond the recorded instalments, at the rate of the last" in one.says


def test_spending_counts_in_order_of_date_and_answers_come_in_the_order_given() -> None:
    late, early = valued(
        entry("1200", "USD", "2015-06-01", id=1), entry("1400", "USD", "2014-06-01", id=2)
    )
    assert cut(late) == [(Decimal(1200), Decimal("1.2"))]
    assert cut(early) == [(Decimal(1400), Decimal("1.4"))]


def test_a_refund_gives_back_at_the_rates_the_money_was_taken_at() -> None:
    spent, refund, again = valued(
        entry("1600", "USD", "2014-03-01", id=1),
        entry("-400", "USD", "2014-04-01", id=2),
        entry("400", "USD", "2014-05-01", id=3),
    )
    assert cut(refund) == [(Decimal(-200), Decimal("1.2")), (Decimal(-200), Decimal("1.4"))]
    assert cut(again) == [(Decimal(200), Decimal("1.4")), (Decimal(200), Decimal("1.2"))]
    assert refund.amount == -again.amount
    assert spent.amount == Decimal("1166.67")


def test_a_refund_before_any_spending_stands_at_the_first_rate() -> None:
    (one,) = valued(entry("-140", "USD", "2014-03-01"))
    assert (cut(one), one.amount) == ([(Decimal(-140), Decimal("1.4"))], Decimal("-100.00"))


def test_an_amount_of_nought_is_worth_nought() -> None:
    (one,) = valued(entry("0", "USD", "2014-03-01"))
    assert (cut(one), one.amount) == ([(Decimal(0), Decimal("1.4"))], Decimal("0.00"))


def test_a_third_currency_is_booked_at_the_un_rate_to_the_cent_first() -> None:
    (one,) = valued(entry("70000.33", "KGS", "2014-03-01"))
    assert cut(one) == [(Decimal("1400.00"), Decimal("1.4")), (Decimal("0.01"), Decimal("1.2"))]
    assert one.booking is not None
    assert one.says.startswith("KGS to USD; 1 USD = 50 KGS (unore of 2014-01-01)")


def test_spending_in_the_donors_currency_uses_up_instalments_too() -> None:
    own, rest = valued(
        entry("1500", "EUR", "2014-03-01", id=1), entry("700", "USD", "2014-04-01", id=2)
    )
    assert own.amount == Decimal("1500.00")
    assert cut(rest) == [(Decimal(600), Decimal("1.2")), (Decimal(100), Decimal("1.2"))]


def test_a_refund_in_the_donors_currency_goes_back_along_the_instalments() -> None:
    rows = valued(
        entry("1500", "EUR", "2014-03-01", id=1),
        entry("-1500", "EUR", "2014-04-01", id=2),
        entry("1400", "USD", "2014-05-01", id=3),
        entry("-2000", "EUR", "2014-06-01", id=4),
        entry("1400", "USD", "2014-07-01", id=5),
    )
    assert cut(rows[2]) == [(Decimal(1400), Decimal("1.4"))]
    assert cut(rows[4]) == [(Decimal(1400), Decimal("1.4"))]


def test_without_instalments_nothing_is_guessed() -> None:
    (one,) = valued(entry("100", "USD", "2014-03-01"), instalments=())
    assert one.amount is None
    assert one.says == "No instalment in EUR with the amount it was recorded at is on record"


def test_an_entry_that_cannot_be_booked_leaves_what_comes_after_it_without_an_answer() -> None:
    before, unknown, after, same_gap = valued(
        entry("100", "USD", "2014-03-01", id=1),
        entry("100", "TJS", "2014-04-01", id=2),
        entry("100", "USD", "2014-05-01", id=3),
        entry("100", "EUR", "2014-06-01", id=4),
    )
    assert before.amount == Decimal("71.43")
    assert unknown.says == "No unore rate of TJS is on record for 2014-04-01"
    assert after.amount is None
    assert after.says == (
        "Spending of 2014-04-01 in TJS comes before it and cannot be booked:"
        " No unore rate of TJS is on record for 2014-04-01"
    )
    assert same_gap.missing == after.missing
