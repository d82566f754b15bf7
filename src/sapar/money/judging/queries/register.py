"""Register: where a project's rulebooks disagree, in numbers, with owner and treatment."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sapar.design.projects.models import Project
from sapar.ground.rulebook import Rulebook, conflicts_in, default_rulebook, load_conflicts
from sapar.money.agreements.facts import ReportDueFact
from sapar.money.agreements.models import ConflictTreatment
from sapar.money.agreements.queries import dated_of
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.models import BudgetAmount, BudgetVersion
from sapar.money.judging.queries.ledgers import Ledger, Ledgers, judged_ledgers
from sapar.money.judging.queries.loading import reports_due
from sapar.money.judging.rules.picture import Picture
from sapar.money.judging.rules.register import ConflictRow, Treated, register_rows
from sapar.money.ledger.facts import AssetFact, TransferFact
from sapar.money.ledger.models import Asset, AssetTransfer
from sapar.money.payments.models import RequestStep
from sapar.money.payments.rules import StepFact


def conflict_register(
    project: Project,
    as_of: date,
    *,
    ledgers: Ledgers | None = None,
    book: Rulebook | None = None,
) -> tuple[ConflictRow, ...]:
    """Every topic of the register for each agreement under two rulebooks, by a day's knowledge.

    What each side says, what the project's numbers make of it, who owns it, what was agreed. An
    agreement with one rulebook has no rows. `ledgers` are those of the same project and day.
    """
    book = book or default_rulebook()
    ledgers = ledgers or judged_ledgers(project, as_of, book)
    if not any(ledger.pair for ledger in ledgers.agreements):
        return ()
    topics = load_conflicts() if book is default_rulebook() else conflicts_in(book)
    treated = _treated(project, as_of)
    shared = _Shared(project, as_of)
    return tuple(
        row
        for ledger in ledgers.agreements
        if ledger.pair
        for row in register_rows(shared.picture(ledger, book), topics, treated.get(ledger.key, {}))
    )


class _Shared:
    """What the agreements of a project share, read once."""

    def __init__(self, project: Project, as_of: date) -> None:
        self.versions = _versions(project, as_of)
        self.reports: dict[int, list[ReportDueFact]] = reports_due(project, as_of)
        self.assets, self.transfers = _assets(project, as_of)
        self.steps = _steps(project, as_of)

    def picture(self, ledger: Ledger, book: Rulebook) -> Picture:
        """One agreement with all that is on record for its numbers."""
        assert ledger.pair
        own, donor = ledger.pair
        return Picture(
            book=book,
            agreement=ledger.agreement,
            own=own,
            donor=donor,
            worth=ledger.worth,
            beside=ledger.beside,
            versions=tuple(self.versions.get(ledger.key, ())),
            reports=tuple(self.reports.get(ledger.key, ())),
            assets=self.assets,
            transfers=self.transfers,
            steps=self.steps,
        )


def _treated(project: Project, as_of: date) -> dict[int, dict[str, Treated]]:
    """The newest treatment of each topic of each agreement that had begun by a day."""
    found: dict[int, dict[str, Treated]] = defaultdict(dict)
    facts = ConflictTreatment.objects.known_at(as_of).filter(
        project=project, effective_on__lte=as_of
    )
    for fact in facts.select_related("owner").order_by("effective_on", "recorded_at", "id"):
        found[fact.agreement_id][fact.topic] = Treated(
            owner=fact.owner.title if fact.owner else "",
            treatment=fact.treatment,
            note=fact.note,
            since=fact.effective_on,
        )
    return found


def _versions(project: Project, as_of: date) -> dict[int, list[VersionFact]]:
    lines: dict[int, list[LineFact]] = defaultdict(list)
    amounts = BudgetAmount.objects.known_at(as_of).filter(project=project, version__isnull=False)
    for one in amounts.select_related("heading").order_by("id"):
        assert one.version_id is not None
        code = one.heading.code if one.heading else ""
        lines[one.version_id].append(LineFact(code, one.line, one.title, one.amount, one.currency))
    found: dict[int, list[VersionFact]] = defaultdict(list)
    versions = BudgetVersion.objects.known_at(as_of).filter(project=project)
    for version in versions.order_by("effective_on", "number", "id"):
        fact = VersionFact(
            "", version.number, version.kind, tuple(lines[version.pk]), dated_of(version)
        )
        found[version.agreement_id].append(fact)
    return found


def _assets(
    project: Project, as_of: date
) -> tuple[tuple[AssetFact, ...], tuple[TransferFact, ...]]:
    assets = Asset.objects.filter(project=project, bought_on__lte=as_of).order_by("code")
    moves = AssetTransfer.objects.known_at(as_of).filter(project=project, effective_on__lte=as_of)
    return (
        tuple(
            AssetFact(one.code, one.title, one.amount, one.currency, one.bought_on)
            for one in assets
        ),
        tuple(
            TransferFact(move.asset.code, move.state, dated_of(move))
            for move in moves.select_related("asset").order_by("id")
        ),
    )


def _steps(project: Project, as_of: date) -> tuple[StepFact, ...]:
    steps = RequestStep.objects.known_at(as_of).filter(project=project, effective_on__lte=as_of)
    related = steps.select_related("request", "by_office", "waits_at").order_by("at", "id")
    return tuple(
        StepFact(
            step.request.code,
            step.kind,
            step.by_office.code,
            step.waits_at.code if step.waits_at else "",
            dated_of(step),
            step.waits_at.name if step.waits_at else "",
        )
        for step in related
    )
