"""Reports as files: the financial report of a period, as known on the day that is read."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.exchange.reports.making import financial_pdf, financial_workbook
from sapar.exchange.reports.queries import asks_for_final
from sapar.ground.kernel import InvalidInput, Period, SaparError
from sapar.web.seen import project_seen

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    "xlsx": (financial_workbook, WORKBOOK),
    "pdf": (financial_pdf, "application/pdf"),
}


def asked_day(request: HttpRequest, name: str) -> date:
    """A day given in the address. Raises InvalidInput where there is none that can be read."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        raise InvalidInput(
            f"'{request.GET.get(name, '')}' is not a day",
            where=name,
            remedy="Choose a period from the list of reports.",
        ) from None


@login_required
@require_safe
def financial_report(request: HttpRequest, code: str) -> HttpResponse:
    """The financial report of a period as a workbook or PDF; what is missing is said on a page."""
    project = project_seen(request, code)
    as_of = request.as_of  # type: ignore[attr-defined]
    form = "pdf" if request.GET.get("form") == "pdf" else "xlsx"
    make, media_type = FORMS[form]
    try:
        period = Period(asked_day(request, "from"), asked_day(request, "to"))
        final = asks_for_final(project.pk, period, as_of)
        content = make(project.pk, period, as_of, final)
    except SaparError as problem:
        return render(request, "400.html", {"problem": problem}, status=400)
    name = re.sub(r"[^A-Za-z0-9-]+", "-", f"{project.code} {period.start} {period.end}")
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
