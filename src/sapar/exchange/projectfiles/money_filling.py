"""Fills the tables of money from a project file: agreements, budget, ledger, requests."""

from __future__ import annotations

from typing import Any

from sapar.design.projects.models import Project
from sapar.design.workplan.models import Activity
from sapar.exchange.projectfiles.dating import day_of, stamp_of
from sapar.exchange.projectfiles.money_checks import agreement_of, form_currency
from sapar.exchange.projectfiles.rows import Rows
from sapar.exchange.projectfiles.schema.ledger import AssetForm, EntryForm, RequestForm
from sapar.exchange.projectfiles.schema.money import AgreementForm, BudgetVersionForm
from sapar.ground.parties.models import Office, Organisation, Post
from sapar.money.agreements.models import (
    Agreement,
    AgreementTerms,
    Amendment,
    AmendmentRequest,
    ConflictTreatment,
    PackInForce,
    ReportDue,
    SpecialCondition,
)
from sapar.money.budget.models import (
    BudgetAmount,
    BudgetVersion,
    Heading,
    OwnLine,
    PlannedSpending,
)
from sapar.money.ledger.models import Asset, AssetTransfer, Contract, Entry, EntryDocument
from sapar.money.payments.models import PaymentRequest, RequestStep

MONEY_IN_ORDER = (
    *(Agreement, AgreementTerms, PackInForce, ReportDue, AmendmentRequest, Amendment),
    *(SpecialCondition, ConflictTreatment, Heading, OwnLine, BudgetVersion, BudgetAmount),
    *(PlannedSpending, Contract, Entry, EntryDocument, Asset, AssetTransfer),
    *(PaymentRequest, RequestStep),
)
"""The tables of money, each after those it points to."""

Headings = dict[tuple[str, str], Heading]
OwnLines = dict[tuple[str, str], OwnLine]


def money(rows: Rows, project: Project) -> None:
    """Agreements with their budgets, then what is planned, bought, spent, owned and asked for."""
    file = rows.file
    headings: Headings = {}
    own_lines: OwnLines = {}
    for agreement in file.agreements:
        _agreement(rows, agreement, project, headings, own_lines)
    rows.facts(BudgetAmount, file.budget, project=project)
    rows.facts(PlannedSpending, file.planned_spending, project=project)
    rows.facts(Contract, file.contracts, project=project)
    for entry in file.ledger:
        _entry(rows, entry, project, headings, own_lines)
    rows.facts(EntryDocument, file.entry_documents, project=project)
    for asset in file.assets:
        _asset(rows, asset, project)
    for request in file.payment_requests:
        _request(rows, request, project)


def _agreement(
    rows: Rows, form: AgreementForm, project: Project, headings: Headings, own_lines: OwnLines
) -> None:
    donor = rows.named(Organisation, form.donor)
    agreement = rows.add(Agreement, form, project=project, donor=donor)
    shared: dict[str, Any] = {"project": project, "agreement": agreement}
    rows.facts(AgreementTerms, form.terms, **shared)
    rows.facts(PackInForce, form.packs, **shared)
    rows.facts(ReportDue, form.reports_due, **shared)
    rows.facts(AmendmentRequest, form.amendment_requests, **shared)
    amendments = {
        amendment.number: rows.fact(Amendment, amendment, **shared) for amendment in form.amendments
    }
    rows.facts(SpecialCondition, form.special_conditions, **shared)
    for treatment in form.conflict_treatments:
        owner = rows.named(Post, treatment.owner)
        rows.fact(ConflictTreatment, treatment, owner=owner, **shared)
    for titled in form.headings:
        heading = rows.add(Heading, titled, **shared)
        headings[form.code, titled.code] = heading
        rows.facts(BudgetAmount, titled.budget, project=project, heading=heading)
    for own in form.own_lines:
        row = rows.add(OwnLine, own, heading=headings[form.code, own.heading], **shared)
        own_lines[form.code, own.code] = row
    for version in form.budget_versions:
        made = rows.fact(
            BudgetVersion, version, amendment=amendments.get(version.amendment or 0), **shared
        )
        _lines(rows, version, made, form.code, headings)


def _lines(
    rows: Rows, form: BudgetVersionForm, version: BudgetVersion, agreement: str, headings: Headings
) -> None:
    """A version's lines are facts of the same day, moment and source as the version itself."""
    stamp = stamp_of(rows.file, form, rows.now)
    first = form.kind is BudgetVersion.Kind.ORIGINAL
    for line in form.lines:
        rows.add(
            BudgetAmount,
            line,
            project=version.project,
            version=version,
            heading=headings[agreement, line.heading],
            amount=line.worth,
            currency=form_currency(rows.file, line),
            kind=BudgetAmount.Kind.ORIGINAL if first else BudgetAmount.Kind.REVISED,
            effective_on=day_of(rows.file, form, stamp.recorded),
            recorded_at=stamp.recorded,
            source=rows.known.sources[stamp.source or ""],
            basis=stamp.basis,
        )


def _entry(
    rows: Rows, form: EntryForm, project: Project, headings: Headings, own_lines: OwnLines
) -> None:
    agreement = agreement_of(rows.file, form) or ""
    own_line = own_lines[agreement, form.own_line] if form.own_line else None
    heading = headings[agreement, form.heading] if form.heading else None
    rows.fact(
        Entry,
        form,
        project=project,
        agreement=rows.named(Agreement, agreement or None),
        heading=heading or (own_line.heading if own_line else None),
        own_line=own_line,
        activity=rows.named(Activity, form.activity),
        provider=rows.named(Organisation, form.provider),
        receiver=rows.named(Organisation, form.receiver),
    )


def _asset(rows: Rows, form: AssetForm, project: Project) -> None:
    asset = rows.add(Asset, form, project=project, currency=form_currency(rows.file, form))
    for transfer in form.transfers:
        receiver = rows.named(Organisation, transfer.receiver)
        rows.fact(AssetTransfer, transfer, project=project, asset=asset, receiver=receiver)


def _request(rows: Rows, form: RequestForm, project: Project) -> None:
    currency = form_currency(rows.file, form)
    request = rows.add(PaymentRequest, form, project=project, currency=currency)
    for step in form.steps:
        rows.fact(
            RequestStep,
            step,
            project=project,
            request=request,
            by_office=rows.named(Office, step.by_office),
            waits_at=rows.named(Office, step.waits_at),
        )
