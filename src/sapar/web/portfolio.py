"""The portfolio: all projects in the reader's sight, filtered, sorted, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sapar.design.projects.permissions import visible_to
from sapar.design.projects.queries import countries_among, narrowed, phase_choices
from sapar.watch.alerts.queries import standings
from sapar.web.today import any_fictional

PER_PAGE = 25

ORDERS = (
    ("worst", _("what needs someone most")),
    ("code", _("code")),
    ("title", _("title")),
    ("unknown", _("what cannot be judged")),
)
SEVERITIES = (
    ("red", _("with red")),
    ("amber", _("with amber")),
    ("unknown", _("with what cannot be judged")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader filters by and how the list is sorted; unknown words count as not given."""

    text: str
    country: str
    severity: str
    phase: str
    order: str
    number: int

    @classmethod
    def from_query(cls, query: QueryDict) -> Asked:
        """Read the address; what makes no sense is left out, so that old links keep working."""
        number = query.get("page", "")
        return cls(
            text=query.get("q", "").strip()[:200],
            country=query.get("country", "")[:2],
            severity=_known(query.get("severity", ""), SEVERITIES),
            phase=_known(query.get("phase", ""), phase_choices()),
            order=_known(query.get("order", ""), ORDERS) or "worst",
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
        )

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (max(self.number, 1) - 1) * PER_PAGE

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.country or self.severity or self.phase)


def _known(word: str, choices: tuple[tuple[str, object], ...]) -> str:
    return word if word in dict(choices) else ""


@login_required
@require_safe
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """Each project with its way, its readings, what is open; as many queries for 1 as for 25."""
    as_of, asked = request.as_of, Asked.from_query(request.GET)  # type: ignore[attr-defined]
    visible = visible_to(request.user)
    chosen = narrowed(visible, as_of, text=asked.text, country=asked.country, phase=asked.phase)
    page = standings(
        chosen,
        as_of,
        order=asked.order,
        severity=asked.severity,
        offset=asked.offset,
        limit=PER_PAGE,
    )
    context = {
        "room": "projects",
        "page": page,
        "asked": asked,
        "pages": max(ceil(page.total / PER_PAGE), 1),
        "countries": countries_among(visible, as_of, get_language() or "en"),
        "phases": phase_choices(),
        "severities": SEVERITIES,
        "orders": ORDERS,
        "fictional": any_fictional(page.rows),
    }
    return render(request, "portfolio.html", context)
