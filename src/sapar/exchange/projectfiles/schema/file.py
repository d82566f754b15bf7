"""The project file as a whole."""

from __future__ import annotations

from sapar.exchange.projectfiles.schema.base import Currency, Form, Source, Stamp
from sapar.exchange.projectfiles.schema.design import (
    ActivityForm,
    ProjectForm,
    ResultForm,
    RiskForm,
    UndertakingForm,
)
from sapar.exchange.projectfiles.schema.ledger import (
    AssetForm,
    ContractForm,
    EntryDocumentForm,
    EntryForm,
    RequestForm,
)
from sapar.exchange.projectfiles.schema.money import AgreementForm, BudgetForm, SpendingForm
from sapar.exchange.projectfiles.schema.parties import (
    OfficeForm,
    OrganisationForm,
    PersonForm,
    PostForm,
)
from sapar.exchange.projectfiles.schema.watching import AnswerForm, MeasureForm, ReportForm


class Defaults(Form):
    """What facts of one kind carry unless they say otherwise; by the key they stand under."""

    successions: Stamp = Stamp()
    holdings: Stamp = Stamp()
    assessments: Stamp = Stamp()
    periods: Stamp = Stamp()
    phases: Stamp = Stamp()
    places: Stamp = Stamp()
    sectors: Stamp = Stamp()
    partners: Stamp = Stamp()
    statements: Stamp = Stamp()
    targets: Stamp = Stamp()
    values: Stamp = Stamp()
    plans: Stamp = Stamp()
    dates: Stamp = Stamp()
    ratings: Stamp = Stamp()
    states: Stamp = Stamp()
    terms: Stamp = Stamp()
    packs: Stamp = Stamp()
    reports_due: Stamp = Stamp()
    amendment_requests: Stamp = Stamp()
    amendments: Stamp = Stamp()
    special_conditions: Stamp = Stamp()
    conflict_treatments: Stamp = Stamp()
    budget_versions: Stamp = Stamp()
    budget: Stamp = Stamp()
    planned_spending: Stamp = Stamp()
    contracts: Stamp = Stamp()
    ledger: Stamp = Stamp()
    entry_documents: Stamp = Stamp()
    transfers: Stamp = Stamp()
    steps: Stamp = Stamp()
    reports: Stamp = Stamp()
    decisions: Stamp = Stamp()
    done: Stamp = Stamp()
    answers: Stamp = Stamp()


class ProjectFile(Stamp):
    """One whole project. `recorded`, `source` and `basis` hold for every fact in the file
    that neither says otherwise itself nor has a default of its kind.
    """

    currency: Currency | None = None
    """The currency of every amount that names none."""
    defaults: Defaults = Defaults()
    sources: tuple[Source, ...]
    organisations: tuple[OrganisationForm, ...] = ()
    offices: tuple[OfficeForm, ...] = ()
    people: tuple[PersonForm, ...] = ()
    posts: tuple[PostForm, ...] = ()
    project: ProjectForm
    results: tuple[ResultForm, ...] = ()
    activities: tuple[ActivityForm, ...] = ()
    risks: tuple[RiskForm, ...] = ()
    undertakings: tuple[UndertakingForm, ...] = ()
    agreements: tuple[AgreementForm, ...] = ()
    budget: tuple[BudgetForm, ...] = ()
    planned_spending: tuple[SpendingForm, ...] = ()
    contracts: tuple[ContractForm, ...] = ()
    ledger: tuple[EntryForm, ...] = ()
    entry_documents: tuple[EntryDocumentForm, ...] = ()
    assets: tuple[AssetForm, ...] = ()
    payment_requests: tuple[RequestForm, ...] = ()
    reports: tuple[ReportForm, ...] = ()
    measures: tuple[MeasureForm, ...] = ()
    answers: tuple[AnswerForm, ...] = ()
