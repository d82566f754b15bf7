"""The logframe: the matrix with what was set and where each indicator stands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.watch.monitoring.queries import live_matrix
from sapar.web.project import frame_of
from sapar.web.seen import project_seen


@login_required
@require_safe
def logframe_page(request: HttpRequest, code: str) -> HttpResponse:
    """The results chain with indicators, sources of verification and assumptions, read live."""
    project = project_seen(request, code)
    matrix = live_matrix(project.pk, request.as_of)  # type: ignore[attr-defined]
    context = {**frame_of(project), "matrix": matrix}
    return render(request, "project/logframe.html", context)
