"""The journal of a project: who did what, when and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.ground.record.queries import journal_of
from sapar.web.project import end_of, frame_of
from sapar.web.seen import project_seen

SHOWN = 200


@login_required
@require_safe
def journal_page(request: HttpRequest, code: str) -> HttpResponse:
    """The newest actions on a project up to the day read; older ones stay in the record."""
    project = project_seen(request, code)
    until = end_of(request.as_of)  # type: ignore[attr-defined]
    rows = journal_of(project.code, until=until, limit=SHOWN)
    context = {**frame_of(project), "rows": rows, "shown": SHOWN}
    return render(request, "project/journal.html", context)
