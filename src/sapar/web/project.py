"""The project file: everything on record about a project on one page, room by room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sapar.design.projects.models import Project
from sapar.design.projects.queries import (
    EvidenceRow,
    Identity,
    PostRow,
    Topic,
    evidence_of,
    identity_of,
    posts_of,
    statements_of,
)
from sapar.design.risks.queries import RiskRow, risks_of
from sapar.design.workplan.queries import ActivityRow, workplan_of
from sapar.ground.kernel import Finding, Verdict
from sapar.ground.record.queries import JournalRow, journal_of
from sapar.money.agreements.queries import AgreementRow, agreements_of
from sapar.money.budget.queries import BudgetRow, budget_of
from sapar.money.ledger.queries import (
    EntryRow,
    HeadingRow,
    KindTotal,
    headings_of,
    instalments_of,
    newest_entries,
    totals_of,
)
from sapar.money.payments.queries import RequestRow, requests_of
from sapar.together.instruments.queries import UndertakingRow, undertakings_of
from sapar.watch.alerts.queries import reading_of
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.shapes import Criticality, Reading
from sapar.watch.correctives.queries import ProjectMeasure, measures_of
from sapar.watch.monitoring.queries import LiveResult, ReportRow, live_matrix, reports_of
from sapar.web.seen import project_seen


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """All rooms of a project by what was known at the end of a day."""

    reading: Reading
    identity: Identity
    statements: tuple[Topic, ...]
    posts: tuple[PostRow, ...]
    matrix: tuple[LiveResult, ...]
    workplan: tuple[ActivityRow, ...]
    agreements: tuple[AgreementRow, ...]
    headings: tuple[HeadingRow, ...]
    budget: tuple[BudgetRow, ...]
    totals: tuple[KindTotal, ...]
    instalments: tuple[EntryRow, ...]
    entries: tuple[EntryRow, ...]
    waiting: tuple[RequestRow, ...]
    settled: tuple[RequestRow, ...]
    reports: tuple[ReportRow, ...]
    risks: tuple[RiskRow, ...]
    undertakings: tuple[UndertakingRow, ...]
    measures: tuple[ProjectMeasure, ...]
    evidence: tuple[EvidenceRow, ...]
    journal: tuple[JournalRow, ...]

    @property
    def standing(self) -> tuple[Criticality, ...]:
        """What needs someone, the worst first."""
        needy = (one for one in self.reading.criticalities if one.severity.needs_someone)
        return tuple(sorted(needy, key=lambda one: (one.severity.rank, one.known_since)))

    @property
    def unjudged(self) -> tuple[Finding, ...]:
        """What cannot be judged, for facts are not on record."""
        return tuple(one for one in self.reading.findings if one.verdict is Verdict.UNKNOWN)


def end_of(day: date) -> datetime:
    """The last moment of a day (UTC)."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def file_of(project: Project, as_of: date, *, facts: ProjectFacts | None = None) -> ProjectFile:
    """Ask every room what it knew of a project at the end of a day."""
    requests = requests_of(project.pk, as_of)
    return ProjectFile(
        reading=reading_of(project.pk, as_of, facts=facts),
        identity=identity_of(project, as_of, get_language() or "en"),
        statements=statements_of(project.pk, as_of),
        posts=posts_of(project.pk, as_of),
        matrix=live_matrix(project.pk, as_of),
        workplan=workplan_of(project.pk, as_of),
        agreements=agreements_of(project.pk, as_of),
        headings=headings_of(project.pk, as_of),
        budget=tuple(row for row in budget_of(project.pk, as_of) if row.heading_id is None),
        totals=totals_of(project.pk, as_of),
        instalments=instalments_of(project.pk, as_of),
        entries=newest_entries(project.pk, as_of),
        waiting=tuple(row for row in requests if not row.settled),
        settled=tuple(row for row in requests if row.settled),
        reports=reports_of(project.pk, as_of),
        risks=risks_of(project.pk, as_of),
        undertakings=undertakings_of(project.pk, as_of),
        measures=measures_of(project.pk, as_of),
        evidence=evidence_of(project.pk, as_of),
        journal=journal_of(project.code, until=end_of(as_of), limit=10),
    )


def frame_of(project: Project) -> dict[str, object]:
    """What every page of one project shows around its content."""
    return {"project": project, "fictional": project.fictional, "room": "projects"}


@login_required
@require_safe
def project_page(request: HttpRequest, code: str) -> HttpResponse:
    """One page: the head with the way and four readings, then the rooms as sections."""
    project = project_seen(request, code)
    file = file_of(project, request.as_of)  # type: ignore[attr-defined]
    return render(request, "project/page.html", {**frame_of(project), "file": file})
