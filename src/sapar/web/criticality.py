"""A criticality: the finding, what was explained, what was decided, and what happened."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sapar.watch.alerts.permissions import may_answer, may_decide
from sapar.watch.alerts.queries import CriticalityFile, criticality_file
from sapar.watch.correctives.models import Measure
from sapar.web.project import frame_of
from sapar.web.seen import project_seen


def criticality_address(code: str, file: CriticalityFile, measure: Measure | None = None) -> str:
    """The address of a criticality's page, whether it still stands or only its measure is left."""
    of = file.criticality or measure
    assert of is not None
    query = {"rule": of.rule, "subject": of.subject}
    return f"{reverse('criticality', args=[code])}?{urlencode(query)}"


@login_required
@require_safe
def criticality_page(request: HttpRequest, code: str) -> HttpResponse:
    """Finding, explanation, measures, history; what never was a criticality is a 404."""
    project = project_seen(request, code)
    rule, subject = request.GET.get("rule", ""), request.GET.get("subject", "")
    file = criticality_file(project.pk, rule, subject, request.as_of)  # type: ignore[attr-defined]
    past = request.reading_past  # type: ignore[attr-defined]
    if file.criticality is None and not file.events and not file.measures:
        raise Http404
    context = {
        **frame_of(project),
        "file": file,
        "rule_id": rule,
        "events": tuple(reversed(file.events)),
        "may_decide": not past and may_decide(request.user, project),
        "may_answer": not past and may_answer(request.user, project),
    }
    return render(request, "project/criticality.html", context)
