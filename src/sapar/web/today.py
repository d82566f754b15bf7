"""Today: what needs the reader now, since when, why, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sapar.design.projects.permissions import offices_of, projects_by_level, visible_to
from sapar.ground.parties.models import Mandate
from sapar.money.payments.queries import requests_waiting_at
from sapar.watch.alerts.queries import WaitingRow, standings, waiting_at
from sapar.watch.alerts.rules.shapes import LADDER
from sapar.watch.monitoring.queries import DueReport, reports_due
from sapar.web.words import in_number_words

SHOWN = 20
PROJECTS_SHOWN = 10
REPORT_LATE = "watch.report_late"


def criticalities_for(
    user: object, as_of: date, *, passed: bool = False
) -> tuple[list[WaitingRow], int]:
    """What stands at the reader's own levels, in the projects each level reaches; and how many.

    With `passed` what climbed past the reader's levels and is still open: a clock that ran out
    takes nothing off anybody's page.
    """
    rows: list[WaitingRow] = []
    total = 0
    for level, projects in projects_by_level(user).items():
        if level in LADDER:
            page = waiting_at(projects, [level], as_of, limit=SHOWN, passed=passed)
            rows += page.rows
            total += page.total
    rows.sort(key=lambda row: (row.criticality.severity.rank, row.criticality.due_on or date.max))
    return rows[:SHOWN], total


def reports_for(
    user: object, as_of: date, told: Iterable[WaitingRow] = ()
) -> tuple[DueReport, ...]:
    """Reports that a project manager must soon hand in, or should have.

    A late report that already stands among the criticalities in `told` is not told twice.
    """
    managed = projects_by_level(user).get(Mandate.Level.PROJECT_MANAGER)
    if managed is None:
        return ()
    late = {
        (row.project, str(row.criticality.finding.inputs.get("period_to")))
        for row in told
        if row.criticality.rule == REPORT_LATE
    }
    due = reports_due(managed, as_of)
    return tuple(one for one in due if (one.project, one.period_to.isoformat()) not in late)


def heading(count: int) -> str:
    """How much needs the reader, as a sentence."""
    if not count:
        return _("Nothing needs you today")
    return ngettext("%(count)s thing needs you", "%(count)s things need you", count) % {
        "count": in_number_words(count)
    }


def any_fictional(rows: Iterable[object]) -> bool:
    """Whether some row belongs to a project that was made up."""
    return any(getattr(row, "fictional", False) for row in rows)


@login_required
@require_safe
def today_page(request: HttpRequest) -> HttpResponse:
    """Criticalities, payment requests and reports that wait for the reader; then the projects."""
    as_of, visible = request.as_of, visible_to(request.user)  # type: ignore[attr-defined]
    criticalities, total = criticalities_for(request.user, as_of)
    passed, passed_total = criticalities_for(request.user, as_of, passed=True)
    requests = requests_waiting_at(offices_of(request.user), visible, as_of)
    reports = reports_for(request.user, as_of, criticalities)
    projects = standings(visible, as_of, limit=PROJECTS_SHOWN)
    count = total + len(requests) + len(reports)
    context = {
        "room": "today",
        "heading": heading(count),
        "criticalities": criticalities,
        "more": total - len(criticalities),
        "passed": passed,
        "more_passed": passed_total - len(passed),
        "requests": requests[:SHOWN],
        "more_requests": max(len(requests) - SHOWN, 0),
        "reports": reports[:SHOWN],
        "projects": projects,
        "fictional": any_fictional((*criticalities, *passed, *requests, *reports, *projects.rows)),
        "count": count,
    }
    return render(request, "today.html", context)
