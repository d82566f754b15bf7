"""The rules: what is judged, since when, and on whose word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.ground.rulebook.book import default_rulebook
from sapar.ground.rulebook.explain import in_words, row_lines
from sapar.ground.rulebook.schema import Pack, Rule, Values
from sapar.web.words import rule_named


@dataclass(frozen=True, slots=True)
class ValueRow:
    """Values of a rule as the page shows them: from which day, or in which case."""

    since: date | None
    case: str
    words: str
    rows: tuple[tuple[str, ...], ...]
    values: Values


def value_rows(rule: Rule) -> tuple[ValueRow, ...]:
    """The general values, newest first, then the labelled exceptions."""
    dated = [(day, "", values) for day, values in sorted(rule.values.items(), reverse=True)]
    cases = [(None, one.label, one) for one in rule.exceptions]
    return tuple(
        ValueRow(
            since,
            case,
            in_words(rule, values),
            tuple(tuple(row_lines(row)) for row in values.rows),
            values,
        )
        for since, case, values in [*dated, *cases]
    )


@login_required
@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """All rules, pack by pack."""
    book = default_rulebook()
    by_pack: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules:
        by_pack[book.pack_of(rule).id].append(rule)
    packs: list[tuple[Pack, list[Rule]]] = [(pack, by_pack[pack.id]) for pack in book.packs]
    return render(request, "rules.html", {"packs": packs, "room": "rules"})


@login_required
@require_safe
def rule_page(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule explained: its values with their clauses, what it says, its clock, its examples."""
    rule = rule_named(rule_id)
    if rule is None:
        raise Http404
    pack = default_rulebook().pack_of(rule)
    context = {"rule": rule, "pack": pack, "values": value_rows(rule), "room": "rules"}
    return render(request, "rule.html", context)
