from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sapar.exchange.iati.shapes import Counts
from sapar.ground.codelists.iati import BudgetStatus, BudgetType, TransactionType

TYPE = "<transaction-type code='3'/>"
DATE = "<transaction-date iso-date='2012-12-31'/>"
VALUE = "<value value-date='2012-12-30'>-31093.00</value>"


def transaction(*parts: str) -> str:
    return f"<transaction ref='T'>{''.join(parts)}</transaction>"


def budget(value: str = "<value>5</value>", start="2011-01-01", end="2011-12-31", kind="") -> str:
    return (
        f"<budget {kind}><period-start iso-date='{start}'/><period-end iso-date='{end}'/>"
        f"{value}</budget>"
    )


def test_a_transaction_with_everything(read):
    activity = read(
        "<transaction ref='T' humanitarian='1'>"
        + TYPE
        + DATE
        + "<value currency='EUR' value-date='2012-12-30'>1200.50</value>"
        "<description><narrative>Advance</narrative></description>"
        "<provider-org ref='XM-1' type='40'><narrative>Bank</narrative></provider-org>"
        "<receiver-org><narrative>Service</narrative></receiver-org>"
        "<recipient-country code='KG'/></transaction>"
    )
    assert activity.transactions == (
        (
            "T",
            TransactionType.DISBURSEMENT,
            date(2012, 12, 31),
            Decimal("1200.50"),
            "EUR",
            date(2012, 12, 30),
            {"en": "Advance"},
            ("XM-1", "40", "Bank"),
            ("", "", "Service"),
            "KG",
            True,
        ),
    )


def test_a_negative_value_and_the_default_currency_are_allowed(read):
    (row,) = read(transaction(TYPE, DATE, VALUE)).transactions
    assert (row.value, row.currency) == (Decimal("-31093.00"), "USD")
    assert (row.recipient_country, row.humanitarian, row.provider) == ("", None, None)


@pytest.mark.parametrize("code", ["DEM", "XDR", "KGS", "XAU"])
def test_withdrawn_currencies_and_drawing_rights_are_currencies(read, code):
    (row,) = read(transaction(TYPE, DATE, f"<value currency='{code}'>1</value>")).transactions
    assert row.currency == code


@pytest.mark.parametrize("text", ["1.5E3", " 1500 ", "+1500.0", "15<!-- c -->00"])
def test_ways_of_writing_a_number(read, text):
    (row,) = read(transaction(TYPE, DATE, f"<value>{text}</value>")).transactions
    assert row.value == 1500


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (transaction(DATE, VALUE), "The transaction type is missing"),
        (transaction(TYPE, VALUE), "The transaction date is missing"),
        (transaction(TYPE, DATE), "The value is missing"),
        (transaction(TYPE, DATE, "<value/>"), "The value is missing"),
        (
            transaction("<transaction-type code='D'/>", DATE, VALUE),
            "'D' is not a known transaction type",
        ),
        (
            transaction(TYPE, DATE, "<value>1,234.5</value>"),
            "'1,234.5' has separators of thousands",
        ),
        (
            transaction(TYPE, DATE, "<value>1 234</value>"),
            "'1 234' has separators of thousands",
        ),
        (transaction(TYPE, DATE, "<value>12,5</value>"), "'12,5' is not a number"),
        (transaction(TYPE, DATE, "<value>NaN</value>"), "'NaN' is not a number"),
        (transaction(TYPE, DATE, "<value>1_000</value>"), "'1_000' is not a number"),
        (transaction(TYPE, DATE, "<value>1e999</value>"), "'1e999' is not a number"),
        (
            transaction(TYPE, DATE, "<value currency='usd'>1</value>"),
            "'usd' is not a currency code",
        ),
        (
            transaction(TYPE, DATE, "<value currency='XXX'>1</value>"),
            "'XXX' is not a currency of ISO 4217",
        ),
        (
            transaction(TYPE, DATE, "<value value-date='soon'>1</value>"),
            "'soon' is not a date",
        ),
    ],
)
def test_a_transaction_that_cannot_be_read_is_refused_alone(read, element, reason):
    activity = read(transaction(TYPE, DATE, VALUE) + element)
    (refusal,) = activity.refusals
    assert (refusal.what, refusal.reason) == ("transaction", reason)
    assert activity.found == Counts(1, transactions=2)
    assert activity.accepted == Counts(1, transactions=1)


def test_a_value_without_any_currency_is_refused(read):
    activity = read(
        transaction(TYPE, DATE, VALUE), "<iati-activity><iati-identifier>X</iati-identifier>"
    )
    assert activity.transactions == ()
    assert activity.refusals[0].reason.startswith("The value has no currency")


def test_an_unreadable_default_currency_does_not_become_the_currency_of_anything(read):
    activity = read(
        transaction(TYPE, DATE, VALUE),
        "<iati-activity default-currency='EURO'><iati-identifier>X</iati-identifier>",
    )
    assert [refusal.what for refusal in activity.refusals] == ["@default-currency", "transaction"]


def test_a_transaction_keeps_its_money_when_its_country_or_flag_is_wrong(read):
    activity = read(
        f"<transaction humanitarian='x'>{TYPE}{DATE}{VALUE}"
        "<recipient-country code='ZZ'/></transaction>"
    )
    (row,) = activity.transactions
    assert (row.value, row.recipient_country, row.humanitarian) == (Decimal("-31093"), "", None)
    assert [refusal.what for refusal in activity.refusals] == [
        "transaction/recipient-country",
        "transaction/@humanitarian",
    ]


def test_a_budget_is_original_and_indicative_unless_it_says(read):
    activity = read(budget() + budget(kind="type='2' status='2'"))
    assert activity.budgets[0] == (
        BudgetType.ORIGINAL,
        BudgetStatus.INDICATIVE,
        date(2011, 1, 1),
        date(2011, 12, 31),
        Decimal(5),
        "USD",
        None,
    )
    assert activity.budgets[1][:2] == (BudgetType.REVISED, BudgetStatus.COMMITTED)


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (budget(""), "The value is missing"),
        (budget(start=""), "The iso-date is missing"),
        (budget(kind="type='3'"), "'3' is not a known budget type"),
        (
            budget(end="2010-12-31"),
            "The period ends on 2010-12-31, before it starts on 2011-01-01",
        ),
        ("<budget><value>1</value></budget>", "The start of the period is missing"),
    ],
)
def test_a_budget_that_cannot_be_read_is_refused_alone(read, element, reason):
    activity = read(budget() + element)
    assert [refusal.reason for refusal in activity.refusals] == [reason]
    assert (activity.found.budgets, activity.accepted.budgets) == (2, 1)


def test_a_planned_disbursement_may_have_an_open_end(read):
    activity = read(
        "<planned-disbursement><period-start iso-date='2011-01-01'/><value>7</value>"
        "<receiver-org ref='KG-1'/></planned-disbursement>"
        "<planned-disbursement><value>7</value></planned-disbursement>"
    )
    (row,) = activity.planned_disbursements
    assert (row.start, row.end, row.value) == (date(2011, 1, 1), None, 7)
    assert row.receiver == ("KG-1", "", "")
    assert activity.refusals[0].reason == "The start of the period is missing"
    assert activity.found.planned_disbursements == 2
