"""Ledger, models: commitments, expenditure, instalments. Beside an accounting system, not in it."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.design.workplan.models import Activity
from sapar.ground.parties.models import Organisation
from sapar.ground.record.models import Document
from sapar.money.agreements.models import Agreement
from sapar.money.budget.models import Heading, OwnLine


class Contract(ProjectFact):
    """Something bought: what, from whom, for how much, by which procedure; signed on a day.

    `effective_on` is the day of signature. `group` names the need it serves, so that one need
    bought in pieces can be seen.
    """

    class Kind(models.TextChoices):
        SERVICES = "services", "Services"
        SUPPLIES = "supplies", "Supplies"
        WORKS = "works", "Works"

    code = models.CharField(max_length=60)
    title = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    supplier = models.CharField(max_length=300)
    supplier_country = models.CharField(max_length=2, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    origin_proved = models.BooleanField(null=True, blank=True)
    procedure = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=24, decimal_places=4)
    currency = models.CharField(max_length=3)


class Category(models.TextChoices):
    """What kind of cost an entry is, where a rulebook asks; empty is an ordinary cost."""

    ORDINARY = "", "ordinary cost"
    FINAL_REPORT = "final_report", "final report"
    VERIFICATION = "expenditure_verification", "expenditure verification"
    EVALUATION = "evaluation", "final evaluation"
    INDIRECT = "indirect", "indirect cost"
    RESERVE = "reserve", "contingency reserve"
    VAT = "vat", "value added tax"
    DEBT = "debt", "debt and its charges"
    PROVISION = "provision", "provision for losses"
    DOUBLE = "double_funded", "financed twice"
    LAND = "land_buildings", "land or buildings"
    EXCHANGE_LOSS = "exchange_loss", "exchange loss"
    IN_KIND = "in_kind", "contribution in kind"


class VatStatus(models.TextChoices):
    """What became of the tax on an entry."""

    NONE = "", "no tax"
    EXEMPT = "exempt", "exempt"
    CLAIMED = "claimed", "claimed back"
    REFUSED = "refused", "refused"
    NO_ANSWER = "no_answer", "no answer"
    NOT_RECOVERABLE = "not_recoverable", "not recoverable"


class Entry(ProjectFact):
    """A movement of money; `effective_on` is the day it was incurred or received.

    Amounts may be negative: a correction by the accounts is an entry of its own.
    """

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", "Commitment"
        OBLIGATION = "obligation", "Obligation"
        EXPENDITURE = "expenditure", "Expenditure"
        DISBURSEMENT = "disbursement", "Disbursement"
        INSTALMENT = "instalment", "Instalment received"
        INCOMING_COMMITMENT = "incoming_commitment", "Incoming commitment"
        INTEREST = "interest", "Interest"
        REPAYMENT = "repayment", "Repayment"
        REIMBURSEMENT = "reimbursement", "Reimbursement"
        PURCHASE_OF_EQUITY = "purchase_of_equity", "Purchase of equity"
        SALE_OF_EQUITY = "sale_of_equity", "Sale of equity"
        GUARANTEE = "guarantee", "Credit guarantee"
        PLEDGE = "pledge", "Pledge"
        INCOMING_PLEDGE = "incoming_pledge", "Incoming pledge"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    heading = models.ForeignKey(
        Heading, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reference = models.TextField(blank=True)
    description = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=26, decimal_places=8)
    currency = models.CharField(max_length=3)
    posted_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    eligible = models.BooleanField(null=True, blank=True)
    own_line = models.ForeignKey(
        OwnLine, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    category = models.CharField(max_length=30, choices=Category.choices, blank=True)
    contract = models.CharField(max_length=60, blank=True)
    supplier = models.CharField(max_length=300, blank=True)
    vat_status = models.CharField(max_length=20, choices=VatStatus.choices, blank=True)
    vat_amount = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    document_reference = models.CharField(max_length=200, blank=True)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    country = models.CharField(max_length=2, blank=True)


class EntryDocument(ProjectFact):
    """A document that supports an entry: kept here, or named where it is kept."""

    entry_reference = models.CharField(max_length=200)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_at = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=60, blank=True)


class Asset(models.Model):
    """Equipment bought with project money that has to go to somebody in the end."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assets")
    code = models.CharField(max_length=60)
    title = models.TextField()
    amount = models.DecimalField(max_digits=24, decimal_places=4)
    currency = models.CharField(max_length=3)
    bought_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "code"), name="asset_code_once"),)


class AssetTransfer(ProjectFact):
    """Where an asset is to go, and whether it went: planned, or transferred with a certificate."""

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        TRANSFERRED = "transferred", "transferred"

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="transfers")
    state = models.CharField(max_length=12, choices=State.choices)
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    certificate = models.CharField(max_length=200, blank=True)
