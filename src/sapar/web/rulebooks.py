"""Two rulebooks, one ledger: where they disagree, what that comes to, and who owns it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sapar.design.projects.queries import posts_of
from sapar.ground.kernel import Finding, Money, NotPermitted, SaparError
from sapar.ground.rulebook import ConflictTopic, load_conflicts
from sapar.money.agreements.models import Agreement, ConflictTreatment
from sapar.money.judging.actions import treat_conflict
from sapar.money.judging.permissions import may_treat
from sapar.money.judging.queries import (
    DifferingEntry,
    Ledger,
    conflict_register,
    differing_entries,
    entries_shown,
    judged_ledgers,
)
from sapar.money.judging.rules import JudgedTotal, Standing
from sapar.money.judging.rules.register import ConflictRow
from sapar.web import words
from sapar.web.project import frame_of
from sapar.web.reading import today
from sapar.web.seen import project_seen, user_of

PER_PAGE = 25
STANDINGS = {
    Standing.ELIGIBLE: ("clear", gettext_lazy("eligible")),
    Standing.NOT_ELIGIBLE: ("red", gettext_lazy("not eligible")),
    Standing.UNKNOWN: ("unknown", gettext_lazy("cannot be judged")),
}
TREATMENTS = {
    "": gettext_lazy("nothing agreed"),
    "none": gettext_lazy("nothing agreed"),
    "derogation": gettext_lazy("derogation"),
    "ring_fence": gettext_lazy("ring-fence"),
    "stricter": gettext_lazy("the stricter rule applies"),
    "other_funding": gettext_lazy("other funding"),
}


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of the register as the page shows it: its number in words, its treatment in words."""

    row: ConflictRow
    number: str
    treatment: str


@dataclass(frozen=True, slots=True)
class TotalLine:
    """What stands alike under one pack and rule in one currency, all headings together."""

    pack: str
    verdict: str
    standing: str
    rule: str
    status: str
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class SideLine:
    """How an entry stands under one pack, in words, and why."""

    pack: str
    verdict: str
    standing: str
    tax_only: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry that does not stand alike under two packs."""

    entry: DifferingEntry
    sides: tuple[SideLine, ...]


class TreatmentForm(forms.Form):
    """Who owns a disagreement and what was agreed."""

    owner = forms.TypedChoiceField(
        label=gettext_lazy("Who owns it"), coerce=int, empty_value=None, required=False
    )
    treatment = forms.ChoiceField(
        label=gettext_lazy("What was agreed"),
        choices=[(value, TREATMENTS[value]) for value in ConflictTreatment.Treatment.values],
    )
    note = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("With whom it was agreed, in which document, and what follows."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )

    def __init__(self, *args, posts=(), **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody yet")),
            *((post.id, f"{post.title}, {post.office}") for post in posts),
        ]


@login_required
@require_safe
def rulebooks_page(request: HttpRequest, code: str) -> HttpResponse:
    """The register of one agreement, its ledger judged, and the entries that stand otherwise."""
    project, as_of = project_seen(request, code), request.as_of  # type: ignore[attr-defined]
    ledgers = judged_ledgers(project, as_of)
    ledger = _chosen(ledgers.agreements, request.GET.get("agreement", ""))
    rows = conflict_register(project, as_of, ledgers=ledgers)
    rows = tuple(row for row in rows if ledger and row.agreement == ledger.agreement.code)
    places = differing_entries(ledger) if ledger else []
    number = _page_number(request.GET, len(places))
    shown = places[(number - 1) * PER_PAGE : number * PER_PAGE]
    past = request.reading_past  # type: ignore[attr-defined]
    context = {
        **frame_of(project),
        "sentence": sentence(rows),
        "ledger": ledger,
        "agreements": [one.agreement.code for one in ledgers.agreements],
        "without_agreement": ledgers.without_agreement,
        "topics": [_topic(row) for row in rows],
        "totals": _totals(ledger) if ledger else (),
        "entries": [_entry(one) for one in entries_shown(ledger, shown)] if ledger else (),
        "differ": len(places),
        "number": number,
        "pages": ceil(len(places) / PER_PAGE),
        "may_treat": not past and may_treat(request.user, project),
    }
    return render(request, "project/rulebooks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def treatment_page(request: HttpRequest, code: str) -> HttpResponse:
    """Put on record who owns one disagreement and what was agreed."""
    project = project_seen(request, code)
    agreement = get_object_or_404(
        Agreement.objects.select_related("project"),
        project=project,
        code=request.GET.get("agreement", ""),
    )
    topic = _topic_named(request.GET.get("topic", ""))
    form = TreatmentForm(request.POST or None, posts=posts_of(project.pk, today()))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _treat(request, agreement, topic, form)
            except SaparError as error:
                form.add_error(error.where if error.where in form.fields else None, str(error.what))
                status = 403 if isinstance(error, NotPermitted) else 400
            else:
                query = urlencode({"agreement": agreement.code})
                return redirect(f"{reverse('rulebooks', args=[code])}?{query}#{topic.id}")
    context = {**frame_of(project), "form": form, "topic": topic, "agreement": agreement}
    allowed = may_treat(request.user, project)
    return render(
        request,
        "project/rulebooks/treatment.html",
        {**context, "allowed": allowed},
        status=status if allowed else 403,
    )


def sentence(rows: Iterable[ConflictRow]) -> str:
    """The register in one sentence: how many topics disagree, and how many nobody owns."""
    apart = [row for row in rows if row.differs is not False]
    if not apart:
        return ""
    nobody = sum(not row.owned for row in apart)
    untreated = sum(row.owned and not row.treated for row in apart)
    told = ngettext(
        "Two rulebooks disagree on %(n)s topic",
        "Two rulebooks disagree on %(n)s topics",
        len(apart),
    ) % {"n": len(apart)}
    parts = [told]
    if nobody:
        parts.append(ngettext("%(n)s has no owner", "%(n)s have no owner", nobody) % {"n": nobody})
    if untreated:
        words_ = ngettext("for %(n)s nothing is agreed", "for %(n)s nothing is agreed", untreated)
        parts.append(words_ % {"n": untreated})
    if not nobody and not untreated:
        parts.append(_("each has an owner and a treatment"))
    return f"{'; '.join(parts)}."


def _treat(
    request: HttpRequest, agreement: Agreement, topic: ConflictTopic, form: TreatmentForm
) -> None:
    given = form.cleaned_data
    treat_conflict(
        user=user_of(request),
        agreement=agreement,
        topic=topic.id,
        treatment=given["treatment"],
        owner_post_id=given["owner"],
        note=given["note"],
    )
    messages.success(request, _("It is on record who owns this and what was agreed."))


def _topic_named(id_: str) -> ConflictTopic:
    topic = next((one for one in load_conflicts() if one.id == id_), None)
    if topic is None:
        raise Http404
    return topic


def _chosen(ledgers: tuple[Ledger, ...], code: str) -> Ledger | None:
    """The agreement asked for; else the first under two rulebooks; else the first."""
    asked = [one for one in ledgers if one.agreement.code == code]
    double = [one for one in ledgers if one.pair]
    return next(iter((*asked, *double, *ledgers)), None)


def _page_number(query: QueryDict, count: int) -> int:
    text = query.get("page", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(asked, 1), max(ceil(count / PER_PAGE), 1))


def _topic(row: ConflictRow) -> TopicLine:
    number, currency = row.number, str(row.number.inputs.get("currency") or "")
    if number.value is not None and number.unit == "amount" and currency:
        told = words.money(Money(number.value, currency))
    else:
        told = words.measured(number.value, number.unit)
    return TopicLine(row, told, str(TREATMENTS.get(row.treatment, row.treatment)))


def _totals(ledger: Ledger) -> list[TotalLine]:
    """Totals by pack, standing, rule and currency; refused amounts first, then the largest."""
    lines = []
    for judged in ledger.judged:
        sums: dict[tuple[Standing, str, str, str], list[JudgedTotal]] = {}
        for total in judged.totals:
            key = (total.standing, total.rule, str(total.status), total.currency)
            sums.setdefault(key, []).append(total)
        for (standing, rule, status, currency), found in sums.items():
            verdict, told = STANDINGS[standing]
            amount = sum((one.amount for one in found), Decimal(0))
            count = sum(one.count for one in found)
            money = Money(amount, currency)
            lines.append(TotalLine(judged.pack, verdict, str(told), rule, status, money, count))
    order = ("clear", "red", "unknown")
    return sorted(lines, key=lambda one: (one.pack, order.index(one.verdict), -one.amount.amount))


def _entry(entry: DifferingEntry) -> EntryLine:
    sides = []
    for one in entry.packs:
        # Where only the tax is refused, the page says so beside the rest.
        tax_only = one.standing is Standing.ELIGIBLE and one.tax is not Standing.ELIGIBLE
        verdict, told = STANDINGS[one.tax if tax_only else one.standing]
        sides.append(SideLine(one.pack, verdict, str(told), tax_only, one.findings))
    return EntryLine(entry, tuple(sides))
