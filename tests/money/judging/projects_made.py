"""A project on record under two rulebooks, for the queries that judge its ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.making import project_row, stamp

from sapar.money.agreements.models import Agreement, AgreementTerms, PackInForce, ReportDue
from sapar.money.budget.models import Heading
from sapar.money.ledger.models import Entry
from sapar.money.rates.models import Rate

START, END = date(2009, 1, 1), date(2010, 12, 31)
TODAY = date(2011, 3, 1)


def double_project(
    code: str = "D", *, signed: date = START, packs: tuple[str, ...] = ("un_ilo", "eu_grant")
) -> Agreement:
    """A grant of 2009 to 2010 in euro whose ledger is judged under two rulebooks."""
    project = project_row(code, start=START, end=END, recorded=START)
    agreement = Agreement.objects.create(
        project=project, code="A", donor=project.executing, mode="eu_grant_2008"
    )
    known = {"project": project, "agreement": agreement, **stamp(START)}
    AgreementTerms.objects.create(
        **known, signed_on=signed, starts_on=START, ends_on=END, amount=Decimal(100_000),
        currency="EUR", eu_rate=Decimal("0.8"),
    )  # fmt: skip
    for pack in packs:
        PackInForce.objects.create(**known, pack=pack)
    due = {**known, "effective_on": date(2011, 6, 30)}
    ReportDue.objects.create(**due, kind="final", period_from=START, period_to=END)
    Heading.objects.create(project=project, agreement=agreement, code="5", title="Services")
    return agreement


def spent(
    agreement: Agreement, amount: str, on: date, *, recorded: date | None = None, **more: Any
) -> Entry:
    """Spending in euro with its document, on record the day it arose unless said otherwise."""
    given: dict[str, Any] = {
        "kind": "expenditure", "currency": "EUR", "document_reference": "D",
        "reference": f"V-{Entry.objects.count()}",
        "heading": Heading.objects.filter(agreement=agreement).first(),
    }  # fmt: skip
    return Entry.objects.create(
        project=agreement.project, agreement=agreement, amount=Decimal(amount),
        **stamp(recorded or on, on), **(given | more),
    )  # fmt: skip


def rate(series: str, currency: str, value: str, on: date) -> Rate:
    base = {"unore": "USD", "inforeuro": "EUR"}[series]
    return Rate.objects.create(
        series=series, base=base, currency=currency, value=Decimal(value), **stamp(on)
    )
