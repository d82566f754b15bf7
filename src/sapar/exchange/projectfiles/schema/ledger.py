"""The money that moved in a project file: ledger, contracts, assets, payment requests."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import model_validator

from sapar.exchange.projectfiles.schema.base import (
    Amount,
    Country,
    Currency,
    Day,
    DayFact,
    Form,
    Moment,
    Ref,
    Sum,
    Text,
    Text20,
    Text40,
    Text60,
    Text120,
    Text200,
    Text300,
    Text500,
)
from sapar.exchange.projectfiles.schema.parties import Office, Organisation
from sapar.ground.rulebook.checking import problem_at
from sapar.money.ledger.models import AssetTransfer, Category, Contract, Entry, VatStatus
from sapar.money.payments.models import RequestStep


class ContractForm(DayFact):
    """Something bought; `on` is the day of signature."""

    table: ClassVar[str] = "contracts"
    happens: ClassVar[bool] = True

    code: Text60
    title: Text
    kind: Contract.Kind
    supplier: Text300
    supplier_country: Country | None = None
    origin_country: Country | None = None
    origin_proved: bool | None = None
    """Whether the origin of supplies is proved by a certificate."""
    procedure: Text60 | None = None
    group: Text120 | None = None
    """The need it serves, so that one need bought in pieces can be seen."""
    amount: Amount
    currency: Currency | None = None


class EntryForm(DayFact):
    """A movement of money; `on` is the day it was incurred or received."""

    table: ClassVar[str] = "ledger"
    happens: ClassVar[bool] = True

    kind: Entry.Kind
    amount: Amount
    currency: Currency | None = None
    agreement: Annotated[Text60, Ref("agreements")] | None = None
    """Not needed where the file has one agreement."""
    heading: Annotated[Text20, Ref("headings")] | None = None
    activity: Annotated[Text40, Ref("activities")] | None = None
    reference: Text200 | None = None
    description: Text | None = None
    posted_on: Day | None = None
    paid_on: Day | None = None
    eligible: bool | None = None
    own_line: Annotated[Text40, Ref("own_lines")] | None = None
    """The organisation's own line; its heading counts where `heading` is left out."""
    category: Category | None = None
    """What kind of cost it is, where a rulebook asks."""
    contract: Annotated[Text60, Ref("contracts")] | None = None
    supplier: Text300 | None = None
    vat_status: VatStatus | None = None
    vat_amount: Amount | None = None
    """The tax inside the amount."""
    document_reference: Text200 | None = None
    """The reference of the document that justifies it."""
    provider: Organisation | None = None
    receiver: Organisation | None = None
    country: Country | None = None

    @model_validator(mode="after")
    def tax_has_a_status(self) -> EntryForm:
        """An amount of tax says what became of it."""
        if self.vat_amount is not None and not self.vat_status:
            raise problem_at(("vat_status",), "there is tax; say what became of it")
        return self


class EntryDocumentForm(DayFact):
    """A document that supports an entry, and where it is kept."""

    table: ClassVar[str] = "entry_documents"

    entry_reference: Text200
    """The reference of the entry in the ledger."""
    kind: Text60 | None = None
    kept_at: Text500 | None = None


class AssetTransferForm(DayFact):
    """Where the asset is to go, or that it went, with the certificate of the transfer."""

    table: ClassVar[str] = "transfers"

    state: AssetTransfer.State
    receiver: Organisation | None = None
    certificate: Text200 | None = None


class AssetForm(Form):
    """Equipment bought with project money that has to go to somebody in the end."""

    code: Text60
    title: Text
    amount: Amount
    currency: Currency | None = None
    bought_on: Day
    transfers: tuple[AssetTransferForm, ...] = ()


class StepForm(DayFact):
    """The request reached an office or was settled; `at` is the moment, `on` the office's day."""

    table: ClassVar[str] = "steps"
    happens: ClassVar[bool] = True

    kind: RequestStep.Kind
    at: Moment
    by_office: Office
    """The office that acted."""
    waits_at: Office | None = None
    """The office where the request waits from then on; nothing once it is settled."""


class RequestForm(Form):
    """A payment that someone asked for, on its way from office to office."""

    code: Text60
    purpose: Text
    amount: Sum
    currency: Currency | None = None
    steps: tuple[StepForm, ...] = ()
