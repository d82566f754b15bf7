"""Mapping: IATI's activity becomes a Project. The one place where the two vocabularies meet.

Called by the writing half of this room. It makes contents (plain fields), not rows: the writer
stamps them as facts, or compares them with what is on record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Model

from sapar.design.logframe.models import Target
from sapar.design.projects.models import (
    Partner,
    Place,
    ProjectPeriod,
    ProjectPhase,
    Sector,
    Statement,
)
from sapar.exchange.iati.shapes import (
    ActivityRead,
    Budget,
    Indicator,
    Measured,
    Org,
    Texts,
    Transaction,
)
from sapar.ground.codelists.iati import (
    ActivityStatus,
    BudgetStatus,
    BudgetType,
    DateType,
    IndicatorMeasure,
    OrganisationRole,
    ResultType,
    TransactionType,
)
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.money.ledger.models import Entry
from sapar.watch.monitoring.models import ActualValue

Content = dict[str, Any]
"""The fields of a fact that are its own, by column."""

Stated = tuple[type[Model], Content]
OrgId = Callable[[str], int]

PHASES = {
    ActivityStatus.PIPELINE: "identification",
    ActivityStatus.IMPLEMENTATION: "implementation",
    ActivityStatus.FINALISATION: "evaluation",
    ActivityStatus.CLOSED: "closed",
    ActivityStatus.CANCELLED: "cancelled",
    ActivityStatus.SUSPENDED: "suspended",
}
ROLES = {
    OrganisationRole.FUNDING: "donor",
    OrganisationRole.ACCOUNTABLE: "accountable",
    OrganisationRole.EXTENDING: "extending",
    OrganisationRole.IMPLEMENTING: "implementing",
}
KINDS = {
    TransactionType.INCOMING_FUNDS: "instalment",
    TransactionType.OUTGOING_COMMITMENT: "commitment",
    TransactionType.DISBURSEMENT: "disbursement",
    TransactionType.EXPENDITURE: "expenditure",
    TransactionType.INTEREST_PAYMENT: "interest",
    TransactionType.LOAN_REPAYMENT: "repayment",
    TransactionType.REIMBURSEMENT: "reimbursement",
    TransactionType.PURCHASE_OF_EQUITY: "purchase_of_equity",
    TransactionType.SALE_OF_EQUITY: "sale_of_equity",
    TransactionType.CREDIT_GUARANTEE: "guarantee",
    TransactionType.INCOMING_COMMITMENT: "incoming_commitment",
    TransactionType.OUTGOING_PLEDGE: "pledge",
    TransactionType.INCOMING_PLEDGE: "incoming_pledge",
}
LEVELS = {
    ResultType.OUTPUT: "output",
    ResultType.OUTCOME: "outcome",
    ResultType.IMPACT: "impact",
    ResultType.OTHER: "other",
}
MEASURES = {
    IndicatorMeasure.UNIT: "number",
    IndicatorMeasure.PERCENTAGE: "percentage",
    # IATI gives no scale, so the steps of an ordinal indicator cannot be counted.
    IndicatorMeasure.NOMINAL: "text",
    IndicatorMeasure.ORDINAL: "text",
    IndicatorMeasure.QUALITATIVE: "text",
}
CODE_LENGTH = 120


def in_words(texts: Texts, preferred: str) -> str:
    """One text of several: in the activity's language, else in English, else the first."""
    for language in (preferred, "", "en"):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), "")


@lru_cache(maxsize=4096)
def org_code(org: Org) -> str:
    """What names an organisation: its identifier, else a short digest of what is said of it."""
    if org.ref and len(org.ref) <= CODE_LENGTH:
        return org.ref
    digest = hashlib.sha256(f"{org.ref} {org.name}".encode()).hexdigest()[:24]
    return f"unidentified:{digest}"


def organisations_in(activity: ActivityRead) -> Iterator[tuple[str, str]]:
    """Code and name of every organisation that an activity names."""
    orgs: list[Org | None] = [activity.reporting_org]
    orgs += [Org(p.ref, p.type, p.name) for p in activity.participating_orgs]
    for transaction in activity.transactions:
        orgs += [transaction.provider, transaction.receiver]
    for org in orgs:
        if org is not None and (org.ref or org.name):
            yield org_code(org), _org_name(org)


def _org_name(org: Org) -> str:
    """An identifier that is too long for a code stays readable beside the name."""
    if len(org.ref) > CODE_LENGTH:
        return f"{org.name} ({org.ref})".strip()
    return org.name or org.ref


def contents(activity: ActivityRead, org_id: OrgId, known_on: date) -> Iterator[Stated]:
    """The facts of an activity, but for those of its indicators.

    `effective_on` is the day a fact is about; where the standard has no such day it is the day
    the publisher last updated the activity, or else the day it became known here.
    """
    stated = activity.last_updated.date() if activity.last_updated else known_on
    yield from _identity(activity, org_id, stated)
    yield from _where(activity, stated)
    for budget in activity.budgets:
        yield BudgetAmount, _budget(budget)
    for planned in activity.planned_disbursements:
        yield (
            PlannedSpending,
            {
                "effective_on": planned.start,
                "period_to": planned.end or planned.start,
                "amount": planned.value,
                "currency": planned.currency,
            },
        )
    for transaction in activity.transactions:
        yield Entry, _entry(transaction, org_id, activity.default_lang)


def _identity(activity: ActivityRead, org_id: OrgId, stated: date) -> Iterator[Stated]:
    for kind, first, last in (
        ("planned", DateType.PLANNED_START, DateType.PLANNED_END),
        ("actual", DateType.ACTUAL_START, DateType.ACTUAL_END),
    ):
        starts_on, ends_on = activity.dates.get(first), activity.dates.get(last)
        if starts_on and ends_on and ends_on < starts_on:
            # The contradiction is kept as two statements, for a period cannot hold it.
            yield ProjectPeriod, _period(kind, starts_on, None)
            yield ProjectPeriod, _period(kind, None, ends_on)
        elif starts_on or ends_on:
            yield ProjectPeriod, _period(kind, starts_on, ends_on)
    if activity.status is not None:
        yield ProjectPhase, {"effective_on": stated, "phase": PHASES[activity.status]}
    for language, text in activity.titles.items():
        yield Statement, _statement("title", text, language, stated)
    for description in activity.descriptions:
        for language, text in description.texts.items():
            topic = f"description {description.type}".strip()
            yield Statement, _statement(topic, text, language, stated)
    if activity.reporting_org and (activity.reporting_org.ref or activity.reporting_org.name):
        id_ = org_id(org_code(activity.reporting_org))
        yield Partner, {"effective_on": stated, "organisation_id": id_, "role": "reporting"}
    for part in activity.participating_orgs:
        if part.ref or part.name:
            id_ = org_id(org_code(Org(part.ref, part.type, part.name)))
            role = ROLES[part.role]
            yield Partner, {"effective_on": stated, "organisation_id": id_, "role": role}


def _period(kind: str, starts_on: date | None, ends_on: date | None) -> Content:
    return {
        "effective_on": starts_on or ends_on,
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "starts_as": starts_on.isoformat() if starts_on else "",
        "ends_as": ends_on.isoformat() if ends_on else "",
    }


def _statement(topic: str, text: str, language: str, stated: date) -> Content:
    return {
        "effective_on": stated,
        "topic": topic,
        "text": text,
        "language": language or "und",
    }


def _where(activity: ActivityRead, stated: date) -> Iterator[Stated]:
    for country in activity.countries:
        yield (
            Place,
            {
                "effective_on": stated,
                "country": country.code,
                "percentage": country.percentage,
            },
        )
    for region in activity.regions:
        yield (
            Place,
            {
                "effective_on": stated,
                "region": region.code,
                "percentage": region.percentage,
            },
        )
    for location in activity.locations:
        yield (
            Place,
            {
                "effective_on": stated,
                "name": in_words(location.names, activity.default_lang),
                "latitude": location.latitude,
                "longitude": location.longitude,
            },
        )
    for sector in activity.sectors:
        yield (
            Sector,
            {
                "effective_on": stated,
                "vocabulary": sector.vocabulary,
                "code": sector.code,
                "percentage": sector.percentage,
            },
        )


def countries_of_transactions(activity: ActivityRead) -> tuple[str, ...]:
    """Countries that stand on transactions where the activity itself names none."""
    if activity.countries:
        return ()
    found = {t.recipient_country for t in activity.transactions if t.recipient_country}
    return tuple(sorted(found))


def _budget(budget: Budget) -> Content:
    return {
        "effective_on": budget.start,
        "period_from": budget.start,
        "period_to": budget.end,
        "kind": "revised" if budget.type == BudgetType.REVISED else "original",
        "amount": budget.value,
        "currency": budget.currency,
        "committed": budget.status == BudgetStatus.COMMITTED,
    }


def _entry(transaction: Transaction, org_id: OrgId, language: str) -> Content:
    def party(org: Org | None) -> int | None:
        return org_id(org_code(org)) if org and (org.ref or org.name) else None

    return {
        "effective_on": transaction.date,
        "kind": KINDS[transaction.type],
        "reference": transaction.ref,
        "description": in_words(transaction.descriptions, language),
        "amount": transaction.value,
        "currency": transaction.currency,
        "posted_on": transaction.value_date,
        "provider_id": party(transaction.provider),
        "receiver_id": party(transaction.receiver),
        "country": transaction.recipient_country,
    }


def indicator_contents(indicator: Indicator, starts_on: date) -> Iterator[Stated]:
    """Baselines, targets and actual values of an indicator; each period leaves at least one row.

    The target of the period that ends last is the end target: it is the last promise on record.
    A baseline with neither day nor year stands on the project's first day.
    """
    words = MEASURES[indicator.measure] == "text"
    for baseline in indicator.baselines:
        day = baseline.date or (date(baseline.year, 12, 31) if baseline.year else starts_on)
        measured = Measured(baseline.value, baseline.dimensions, baseline.comments)
        yield Target, {"kind": "baseline", **_measured(measured, words, None, day)}
    last = max((period.end for period in indicator.periods), default=None)
    for period in indicator.periods:
        kind = "end" if period.end == last else "milestone"
        for target in period.targets or (Measured(None, (), {}),):
            yield Target, {"kind": kind, **_measured(target, words, period.start, period.end)}
        for actual in period.actuals:
            yield ActualValue, _measured(actual, words, period.start, period.end)


def _measured(measured: Measured, words: bool, start: date | None, end: date) -> Content:
    value = measured.value
    if words and isinstance(value, Decimal):
        # A step of a scale that is written as a number is still a name, not a quantity.
        value = f"{value:f}"
    return {
        "effective_on": end,
        "period_from": start,
        "value": None if isinstance(value, str) else value,
        "text": value if isinstance(value, str) else "",
        "disaggregation": "; ".join(f"{name}={part}" for name, part in measured.dimensions),
    }
