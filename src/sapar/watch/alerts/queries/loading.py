"""Loading: the facts of any number of projects, in a number of statements that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from sapar.design.logframe.models import Indicator, Target
from sapar.design.projects.facts import PartnerFact, PeriodFact, PhaseFact
from sapar.design.projects.models import (
    Evidence,
    Partner,
    Project,
    ProjectPeriod,
    ProjectPhase,
    ProjectPost,
)
from sapar.design.workplan.models import ActivityPlan, Milestone, MilestoneDate
from sapar.design.workplan.rules import ActivityCostFact, MilestoneDateFact, MilestoneFact
from sapar.ground.parties.facts import AssessmentFact, HoldingFact, PostFact, SuccessionFact
from sapar.ground.parties.models import CompetenceAssessment, Holding, Succession
from sapar.ground.record.models import Fact
from sapar.ground.record.rules import Dated
from sapar.money.agreements.facts import (
    AmendmentFact,
    PackFact,
    ReportDueFact,
    SpecialConditionFact,
    TermsFact,
    TreatmentFact,
)
from sapar.money.agreements.models import (
    AgreementTerms,
    AmendmentRequest,
    ConflictTreatment,
    PackInForce,
    ReportDue,
    SpecialCondition,
)
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.models import BudgetAmount, BudgetVersion, PlannedSpending
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.facts import AssetFact, EntryDocumentFact, TransferFact
from sapar.money.ledger.models import Asset, AssetTransfer, Entry, EntryDocument
from sapar.money.ledger.rules import EntryFact
from sapar.money.payments.models import RequestStep
from sapar.money.payments.rules import StepFact
from sapar.together.instruments.models import UndertakingState
from sapar.together.instruments.rules import UndertakingFact
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.correctives.facts import DecisionFact
from sapar.watch.correctives.models import MeasureDecision
from sapar.watch.monitoring.models import ActualValue, ProgressReport
from sapar.watch.monitoring.reports import ReportFact
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact

IATI_EVIDENCE = "iati-activity"

Row = tuple[Any, ...]
_DATED = ("id", "effective_on", "recorded_at", "superseded_at", "basis")


# What belongs to one project directly: model, fields, and how a row becomes a frozen fact.
_PER_PROJECT: dict[str, tuple[type[Fact], tuple[str, ...], Callable[..., object]]] = {
    "periods": (ProjectPeriod, ("kind", "starts_on", "ends_on"), PeriodFact),
    "phases": (ProjectPhase, ("phase",), PhaseFact),
    "partners": (Partner, ("organisation__code", "organisation__name", "role"), PartnerFact),
    "targets": (
        Target,
        (
            "id",
            "indicator_id",
            "kind",
            "period_from",
            "effective_on",
            "value",
            "numerator",
            "denominator",
            "text",
            "disaggregation",
        ),
        TargetFact,
    ),
    "values": (
        ActualValue,
        (
            "id",
            "indicator_id",
            "period_from",
            "effective_on",
            "value",
            "numerator",
            "denominator",
            "text",
            "disaggregation",
            "place",
        ),
        partial(ValueFact, reported_by=""),
    ),
    "milestone_dates": (MilestoneDate, ("milestone_id", "kind"), MilestoneDateFact),
    "activity_costs": (ActivityPlan, ("activity_id", "cost"), ActivityCostFact),
    "terms": (
        AgreementTerms,
        (
            "agreement__code",
            "agreement__mode",
            "signed_on",
            "starts_on",
            "ends_on",
            "amount",
            "currency",
            "eu_rate",
        ),
        TermsFact,
    ),
    "packs": (PackInForce, ("agreement__code", "pack"), PackFact),
    "reports_due": (
        ReportDue,
        ("agreement__code", "kind", "period_from", "period_to"),
        ReportDueFact,
    ),
    "amendments": (AmendmentRequest, ("purpose",), AmendmentFact),
    "treatments": (
        ConflictTreatment,
        ("topic", "owner_id", "treatment"),
        lambda topic, owner, treatment, dated: TreatmentFact(
            topic, owner is not None, treatment, dated
        ),
    ),
    "special": (
        SpecialCondition,
        (
            "agreement__code",
            "rule",
            "label",
            "document",
            "clause",
            "signed_on",
            "amber",
            "red",
            "value",
            "method",
            "status",
        ),
        SpecialConditionFact,
    ),
    "entries": (
        Entry,
        (
            "kind",
            "amount",
            "currency",
            "eligible",
            "reference",
            "document_reference",
            "category",
            "vat_status",
            "vat_amount",
        ),
        lambda kind, amount, currency, eligible, reference, document, *tax, dated: EntryFact(
            kind, amount, currency, eligible, dated, reference, bool(document), *tax
        ),
    ),
    "entry_documents": (EntryDocument, ("entry_reference",), EntryDocumentFact),
    "transfers": (AssetTransfer, ("asset__code", "state"), TransferFact),
    "steps": (
        RequestStep,
        ("request__code", "kind", "by_office__code", "waits_at__code", "waits_at__name"),
        lambda request, kind, by, at, name, dated: StepFact(
            request, kind, by, at or "", dated, name or ""
        ),
    ),
    "undertakings": (
        UndertakingState,
        ("undertaking__code", "owner__code", "state"),
        UndertakingFact,
    ),
    "reports": (ProgressReport, ("period_from", "period_to", "own_rating"), ReportFact),
    "decisions": (
        MeasureDecision,
        ("measure__code", "measure__rule", "measure__subject", "level", "deadline", "expected"),
        DecisionFact,
    ),
}


_INDICATOR = (
    "id",
    "code",
    "title",
    "result__code",
    "result__level",
    "unit",
    "direction",
    "measure",
    "reporting",
    "scale",
)
Ids = QuerySet[Any, Any]


def load_facts(projects: QuerySet[Project]) -> Iterator[tuple[int, ProjectFacts]]:
    """Each project's id with all its facts, in the order of the queryset.

    One statement a table, however many projects: the queryset goes in as a subquery.
    """
    chosen = list(projects.values_list("id", "code"))
    ids = projects.order_by().values("id")
    parts: dict[str, dict[int, list[object]]] = {
        name: _facts(model, fields, make, ids)
        for name, (model, fields, make) in _PER_PROJECT.items()
    }
    parts["planned"] = _planned(ids)
    parts["versions"] = _versions(ids)
    parts["assets"] = _described(
        Asset.objects.filter(project__in=ids),
        ("code", "title", "amount", "currency", "bought_on"),
        AssetFact,
    )
    parts["indicators"] = _described(
        Indicator.objects.filter(project__in=ids), _INDICATOR, _indicator
    )
    parts["milestones"] = _described(
        Milestone.objects.filter(project__in=ids),
        ("id", "code", "title", "activity_id", "weight"),
        MilestoneFact,
    )
    parts |= _people(ids)
    changes = _successions()
    imported = set(
        Evidence.objects.filter(project__in=ids, kind=IATI_EVIDENCE).values_list(
            "project_id", flat=True
        )
    )
    for id_, code in chosen:
        own: dict[str, Any] = {name: tuple(rows.get(id_, ())) for name, rows in parts.items()}
        concerned = {p.organisation for p in own["partners"]}
        concerned |= {u.owner for u in own["undertakings"]}
        own["successions"] = tuple(c for name in concerned for c in changes.get(name, ()))
        yield id_, ProjectFacts(project=code, imported=id_ in imported, **own)


def _dated(row: Row) -> Dated:
    id_, effective_on, recorded_at, superseded_at, basis = row
    return Dated(id_, effective_on, _day(recorded_at), _end(superseded_at), "", basis)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _end(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(UTC).date()


def _facts(
    model: type[Fact], fields: tuple[str, ...], make: Callable[..., object], ids: Ids
) -> dict[int, list[object]]:
    rows: QuerySet[Any] = model.objects.with_end().filter(project__in=ids)
    found: dict[int, list[object]] = defaultdict(list)
    for row in rows.order_by("id").values_list("project_id", *_DATED, *fields):
        found[row[0]].append(make(*row[6:], dated=_dated(row[1:6])))
    return found


def _planned(ids: Ids) -> dict[int, list[object]]:
    def plan(period_to: date, amount: Any, currency: str, dated: Dated) -> PlannedFact:
        return PlannedFact("plan", period_to, amount, currency, dated)

    found = _facts(PlannedSpending, ("period_to", "amount", "currency"), plan, ids)
    budgets = _facts(
        BudgetAmount,
        ("kind", "period_to", "amount", "currency"),
        lambda kind, to, amount, currency, dated: (
            to and PlannedFact(kind, to, amount, currency, dated)
        ),
        ids,
    )
    for id_, rows in budgets.items():
        found[id_] += [row for row in rows if row]
    return found


def _versions(ids: Ids) -> dict[int, list[object]]:
    lines: dict[int, list[LineFact]] = defaultdict(list)
    amounts = BudgetAmount.objects.filter(project__in=ids, version__isnull=False, withdrawn=False)
    for row in amounts.order_by("id").values_list(
        "version_id",
        "heading__code",
        "line",
        "title",
        "amount",
        "currency",
        "unit",
        "units",
        "unit_cost",
    ):
        lines[row[0]].append(LineFact(*row[1:]))

    def version(id_: int, agreement: str, number: int, kind: str, dated: Dated) -> VersionFact:
        return VersionFact(agreement, number, kind, tuple(lines[id_]), dated)

    return _facts(BudgetVersion, ("id", "agreement__code", "number", "kind"), version, ids)


def _described(
    rows: QuerySet[Any, Any], fields: tuple[str, ...], make: Callable[..., object]
) -> dict[int, list[object]]:
    """Rows without the two dates of a fact, by project."""
    found: dict[int, list[object]] = defaultdict(list)
    for row in rows.order_by("id").values_list("project_id", *fields):
        found[row[0]].append(make(*row[1:]))
    return found


def _indicator(*row: Any) -> IndicatorFact:
    *plain, scale = row
    return partial(IndicatorFact, scale=tuple(scale))(*plain)


def _people(ids: Ids) -> dict[str, dict[int, list[object]]]:
    posts: dict[int, list[object]] = defaultdict(list)
    projects_of: dict[int, list[int]] = defaultdict(list)
    links = ProjectPost.objects.filter(project__in=ids).order_by("id")
    for project, post, code, title, key, required in links.values_list(
        "project_id", "post_id", "post__code", "post__title", "key", "post__required_competences"
    ):
        posts[project].append(PostFact(code, title, key, tuple(required)))
        projects_of[post].append(project)
    of_posts = links.order_by().values("post_id")
    holdings = _by_post(
        Holding, ("person__code", "held_to", "handed_over_on"), HoldingFact, of_posts, projects_of
    )
    assessments = _by_post(
        CompetenceAssessment,
        ("person__code", "competence", "met"),
        AssessmentFact,
        of_posts,
        projects_of,
    )
    return {"posts": posts, "holdings": holdings, "assessments": assessments}


def _by_post(
    model: type[Fact],
    fields: tuple[str, ...],
    make: Callable[..., object],
    of_posts: QuerySet[Any, Any],
    projects_of: dict[int, list[int]],
) -> dict[int, list[object]]:
    found: dict[int, list[object]] = defaultdict(list)
    rows: QuerySet[Any] = model.objects.with_end().filter(post__in=of_posts)
    for row in rows.order_by("id").values_list("post_id", "post__code", *_DATED, *fields):
        fact = make(row[1], *row[7:], dated=_dated(row[2:7]))
        for project in projects_of[row[0]]:
            found[project].append(fact)
    return found


def _successions() -> dict[str, list[SuccessionFact]]:
    found: dict[str, list[SuccessionFact]] = defaultdict(list)
    rows = Succession.objects.with_end().order_by("id")
    for row in rows.values_list(*_DATED, "organisation__code", "successor__code", "kind"):
        found[row[5]].append(SuccessionFact(row[5], row[6] or "", row[7], _dated(row[:5])))
    return found
