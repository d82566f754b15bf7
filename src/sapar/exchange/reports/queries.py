"""Reports, queries: everything one report is built from, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from sapar.design.logframe.queries import MeasuredRow
from sapar.design.projects.models import Project
from sapar.exchange.reports.rules.facts import (
    Expense,
    LogframeRow,
    Notice,
    OwnLineFact,
    ReportFacts,
)
from sapar.ground.kernel import InvalidInput, Period
from sapar.ground.record.rules import Dated
from sapar.money.agreements.facts import AmendedFact
from sapar.money.agreements.models import Agreement, Amendment, PackInForce, ReportDue
from sapar.money.agreements.queries import dated_of, special_conditions_of, terms_in_force
from sapar.money.budget.models import BudgetAmount, Heading, OwnLine, PlannedSpending
from sapar.money.budget.queries import versions_of
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.models import Entry, EntryDocument
from sapar.money.ledger.rules import SPENDING, EntryFact
from sapar.money.rates.queries import rate_table
from sapar.watch.monitoring.queries import LiveIndicator, live_matrix

COLUMNS = (
    *("id", "effective_on", "recorded_at", "basis", "kind", "amount", "currency", "eligible"),
    *("reference", "description", "posted_on", "paid_on", "category", "vat_status", "vat_amount"),
    *("supplier", "document_reference", "heading__code", "own_line__code"),
    "own_line__heading__code",
)


def asks_for_final(project_id: int, period: Period, as_of: date) -> bool:
    """Whether the report due for a period, by the calendar known on a day, is the final one."""
    due = ReportDue.objects.known_at(as_of).filter(project_id=project_id, kind="final")
    return due.filter(period_to=period.end).exists()


def agreement_of(project_id: int, code: str = "") -> Agreement:
    """The agreement of a project: the one named, else its only one.

    Raises InvalidInput where there is none, and for several where none is named.
    """
    found = list(
        Agreement.objects.filter(project_id=project_id)
        .select_related("donor", "project__executing")
        .order_by("code")
    )
    chosen = [one for one in found if code in ("", one.code)]
    if len(chosen) == 1:
        return chosen[0]
    codes = ", ".join(one.code for one in found)
    project = found[0].project.code if found else Project.objects.get(pk=project_id).code
    what = f"No agreement is called '{code}'" if code else "It has several agreements"
    raise InvalidInput(
        what if found else "It has no agreement, so there is no donor to report to",
        where=f"project {project}",
        remedy=f"Give --agreement as one of {codes}." if found else "Record an agreement first.",
    )


def report_facts(agreement: Agreement, as_of: date) -> ReportFacts:
    """All that a report on an agreement rests on, as known at the end of a day.

    Raises InvalidInput where no terms are in force.
    """
    terms, project = terms_in_force(agreement, as_of), agreement.project
    if terms is None:
        raise InvalidInput(
            f"No terms are in force on {as_of}",
            where=f"agreement {agreement.code}",
            remedy="Record the terms of the agreement first, or read the record on a later day.",
        )
    alone = Agreement.objects.filter(project_id=project.pk).count() == 1
    entries = tuple(_entries(agreement, as_of, alone))
    return ReportFacts(
        project=project.code,
        title=project.title,
        fictional=project.fictional,
        organisation=project.executing.name if project.executing else "",
        agreement=agreement.code,
        donor=agreement.donor.name,
        terms=terms,
        versions=versions_of(agreement, as_of),
        headings=dict(Heading.objects.filter(agreement=agreement).values_list("code", "title")),
        own_lines=_own_lines(agreement),
        notices=_notices(agreement, as_of),
        special=special_conditions_of(agreement, as_of),
        packs=_packs(agreement, as_of),
        expenses=tuple(one for one in entries if one.entry.kind in SPENDING),
        instalments=_of_kind(entries, Entry.Kind.INSTALMENT),
        interest=_of_kind(entries, Entry.Kind.INTEREST),
        planned=_planned(project.pk, as_of),
        reported=_reported(agreement, as_of),
        logframe=tuple(_logframe(project.pk, as_of)),
        rates=rate_table(as_of),
    )


def _entries(agreement: Agreement, as_of: date, alone: bool) -> Iterable[Expense]:
    """Rows of the ledger for an agreement; those that name none belong to the only one there is."""
    documented = set(
        EntryDocument.objects.known_at(as_of)
        .filter(project_id=agreement.project_id)
        .values_list("entry_reference", flat=True)
    )
    of_agreement = Q(agreement=agreement) | Q(agreement=None, heading__agreement=agreement)
    if alone:
        of_agreement |= Q(agreement=None)
    kinds = (*SPENDING, Entry.Kind.INSTALMENT, Entry.Kind.INTEREST)
    known: QuerySet[Entry] = Entry.objects.known_at(as_of).filter(
        of_agreement, project_id=agreement.project_id, effective_on__lte=as_of, kind__in=kinds
    )
    for row in known.order_by("effective_on", "id").values_list(*COLUMNS):
        yield _expense(dict(zip(COLUMNS, row, strict=True)), documented)


def _expense(row: dict[str, Any], documented: set[str]) -> Expense:
    reference, document = row["reference"], row["document_reference"]
    recorded = row["recorded_at"].astimezone(UTC).date()
    fact = EntryFact(
        kind=row["kind"],
        amount=row["amount"],
        currency=row["currency"],
        eligible=row["eligible"],
        reference=reference,
        documented=bool(document) or reference in documented,
        category=row["category"],
        vat_status=row["vat_status"],
        vat_amount=row["vat_amount"],
        dated=Dated(row["id"], row["effective_on"], recorded, None, "", row["basis"]),
    )
    return Expense(
        entry=fact,
        heading=row["heading__code"] or row["own_line__heading__code"] or "",
        own_line=row["own_line__code"] or "",
        title=row["description"],
        supplier=row["supplier"],
        document=document,
        posted_on=row["posted_on"],
        paid_on=row["paid_on"],
    )


def _of_kind(entries: Iterable[Expense], kind: str) -> tuple[EntryFact, ...]:
    return tuple(one.entry for one in entries if one.entry.kind == kind)


def _own_lines(agreement: Agreement) -> tuple[OwnLineFact, ...]:
    rows = OwnLine.objects.filter(agreement=agreement).order_by("code")
    return tuple(OwnLineFact(*row) for row in rows.values_list("code", "title", "heading__code"))


def _notices(agreement: Agreement, as_of: date) -> tuple[Notice, ...]:
    known = Amendment.objects.known_at(as_of).filter(agreement=agreement)
    return tuple(
        Notice(
            AmendedFact(agreement.code, one.number, one.kind, one.signed_on, dated_of(one)),
            one.what,
        )
        for one in known.order_by("effective_on", "number", "id")
    )


def _packs(agreement: Agreement, as_of: date) -> tuple[str, ...]:
    known = PackInForce.objects.known_at(as_of).filter(agreement=agreement, effective_on__lte=as_of)
    return tuple(known.order_by("effective_on", "id").values_list("pack", flat=True))


def _planned(project_id: int, as_of: date) -> tuple[PlannedFact, ...]:
    plans = PlannedSpending.objects.known_at(as_of).filter(project_id=project_id)
    made = [
        PlannedFact("plan", one.period_to, one.amount, one.currency, dated_of(one))
        for one in plans.order_by("effective_on", "id")
    ]
    budgets = BudgetAmount.objects.known_at(as_of).filter(
        project_id=project_id, version=None, period_from__isnull=False, period_to__isnull=False
    )
    for one in budgets.order_by("period_from", "id"):
        fact = dated_of(one)
        dated = Dated(fact.id, one.period_from, fact.recorded_on, None, "", fact.basis)
        made.append(PlannedFact(one.kind, one.period_to, one.amount, one.currency, dated))
    return tuple(made)


def _reported(agreement: Agreement, as_of: date) -> tuple[Period, ...]:
    known = ReportDue.objects.known_at(as_of).filter(agreement=agreement, kind="interim")
    rows = known.order_by("period_to", "period_from").values_list("period_from", "period_to")
    return tuple(Period(first, last) for first, last in rows)


def _logframe(project_id: int, as_of: date) -> Iterable[LogframeRow]:
    for result in live_matrix(project_id, as_of):
        row = result.row
        shared = {
            "level": row.level_name,
            "depth": row.depth,
            "result": f"{row.code} {row.title}",
            "assumptions": row.assumptions,
        }
        if not result.indicators:
            yield LogframeRow(**shared)  # type: ignore[arg-type]
        for one in result.indicators:
            yield _indicator(one, shared)


def _indicator(one: LiveIndicator, shared: dict[str, object]) -> LogframeRow:
    baseline, end = _last(one.row.baselines), _last(one.row.ends)
    current, unit = one.current, one.row.unit
    facts = [f"values {', '.join(map(str, current.value_ids))}"] if current.value_ids else []
    if targets := sorted({*one.baseline.target_ids, *one.end.target_ids}):
        facts.append(f"targets {', '.join(map(str, targets))}")
    sources = [one.row.verification, one.latest.origin.title if one.latest else ""]
    return LogframeRow(
        indicator=f"{one.row.code} {one.row.title}",
        baseline=_value(baseline, unit),
        baseline_year=str(baseline.on.year) if baseline else "",
        target=_value(end, unit),
        target_on=str(end.on) if end else "",
        current=_current(one),
        current_on=str(current.stands_on or (one.latest.on if one.latest else "")),
        verification="; ".join(dict.fromkeys(text for text in sources if text)),
        rows="; ".join(facts),
        **shared,  # type: ignore[arg-type]
    )


def _current(one: LiveIndicator) -> str:
    """The reading of the day; a share with the counts it was made of, where they are on record."""
    latest, unit = one.latest, one.row.unit
    if latest and latest.numerator is not None:
        return _value(latest, unit)
    return one.current.text or _number(one.current.value, unit) or _value(latest, unit)


def _last(rows: tuple[MeasuredRow, ...]) -> MeasuredRow | None:
    return rows[-1] if rows else None


def _value(row: MeasuredRow | None, unit: str) -> str:
    if row is None:
        return ""
    if row.numerator is not None and row.denominator is not None:
        return f"{_plain(row.numerator)} of {_plain(row.denominator)}"
    return row.text if row.value is None else _number(row.value, unit)


def _number(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{_plain(value)} {unit}".strip()


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
