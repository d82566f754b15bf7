"""Reads the money of an activity: budgets, planned disbursements, transactions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.exchange.iati.draft import Draft
from sapar.exchange.iati.shapes import Budget, Org, PlannedDisbursement, Texts, Transaction
from sapar.exchange.iati.values import (
    Element,
    Unreadable,
    amount,
    coded,
    iso_date,
    missing,
    org,
    shown,
    texts,
)
from sapar.ground.codelists.iati import BudgetStatus, BudgetType, TransactionType
from sapar.ground.codelists.places import COUNTRIES

BUDGET_TYPES = {member.value: member for member in BudgetType}
BUDGET_STATUSES = {member.value: member for member in BudgetStatus}
TRANSACTION_TYPES = {member.value: member for member in TransactionType}

_ONE_DATE = "Give the date as iso-date='2011-01-31'."


def read_transaction(element: Element, draft: Draft) -> None:
    """A transaction needs a type, a date and a value in a currency; the rest may be absent."""
    kind: TransactionType | None = None
    on: date | None = None
    money: tuple[Decimal, str, date | None] | None = None
    descriptions: Texts = {}
    provider: Org | None = None
    receiver: Org | None = None
    country = ""
    for child in element[:]:
        tag = child.tag
        if tag == "value":
            money = amount(child, draft.currency)
        elif tag == "transaction-date":
            on = iso_date(child)
        elif tag == "transaction-type":
            kind = coded(TRANSACTION_TYPES, child.get("code"), "transaction type")
        elif tag == "receiver-org":
            receiver = org(child, draft.lang)
        elif tag == "provider-org":
            provider = org(child, draft.lang)
        elif tag == "description":
            descriptions = texts(child, draft.lang)
        elif tag == "recipient-country":
            country = _country(child, draft)
    if kind is None:
        missing("transaction type", "Give transaction-type with a code from 1 to 13.")
    if on is None:
        missing("transaction date", _ONE_DATE)
    if money is None:
        missing("value", "Give the value as a number.")
    draft.transactions.append(
        Transaction(
            element.get("ref") or "",
            kind,
            on,
            money[0],
            money[1],
            money[2],
            descriptions,
            provider,
            receiver,
            country,
            draft.flag(element, "humanitarian", "transaction/@humanitarian"),
        )
    )


def _country(element: Element, draft: Draft) -> str:
    code = element.get("code") or ""
    if code in COUNTRIES:
        return code
    why = unknown_country(code)
    draft.refuse(element, "transaction/recipient-country", why)
    return ""


def unknown_country(code: str) -> Unreadable:
    """Why a country code was refused."""
    if not code:
        return Unreadable("The country code is missing", "Give code='KG' or the like.")
    if code.upper() in COUNTRIES:
        return Unreadable(f"'{code}' is not a country code", f"Write {code.upper()}.")
    return Unreadable(
        f"'{shown(code)}' is not a country of ISO 3166-1", "Use its two letters, such as KG."
    )


def read_budget(element: Element, draft: Draft) -> None:
    """A budget needs a period and a value; it is original and indicative where it does not say."""
    kind = coded(BUDGET_TYPES, element.get("type") or "1", "budget type")
    status = coded(BUDGET_STATUSES, element.get("status") or "1", "budget status")
    start = end = money = None
    for child in element[:]:
        tag = child.tag
        if tag == "value":
            money = amount(child, draft.currency)
        elif tag == "period-start":
            start = iso_date(child)
        elif tag == "period-end":
            end = iso_date(child)
    if start is None:
        missing("start of the period", _ONE_DATE)
    if end is None:
        missing("end of the period", _ONE_DATE)
    if money is None:
        missing("value", "Give the value as a number.")
    in_order(start, end)
    draft.budgets.append(Budget(kind, status, start, end, *money))


def read_planned_disbursement(element: Element, draft: Draft) -> None:
    """A planned disbursement needs a first day and a value; its last day may stay open."""
    kind = coded(BUDGET_TYPES, element.get("type") or "1", "budget type")
    start = end = money = provider = receiver = None
    for child in element[:]:
        tag = child.tag
        if tag == "value":
            money = amount(child, draft.currency)
        elif tag == "period-start":
            start = iso_date(child)
        elif tag == "period-end":
            end = iso_date(child)
        elif tag == "provider-org":
            provider = org(child, draft.lang)
        elif tag == "receiver-org":
            receiver = org(child, draft.lang)
    if start is None:
        missing("start of the period", _ONE_DATE)
    if money is None:
        missing("value", "Give the value as a number.")
    if end is not None:
        in_order(start, end)
    draft.planned_disbursements.append(
        PlannedDisbursement(kind, start, end, *money, provider, receiver)
    )


def in_order(start: date, end: date) -> None:
    """A period cannot end before it starts."""
    if end < start:
        raise Unreadable(
            f"The period ends on {end}, before it starts on {start}",
            "Exchange the two dates or correct one of them.",
        )
