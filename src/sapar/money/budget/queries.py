"""Budget, queries: what stands under each heading, in the donor's form, and how far it drifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sapar.ground.kernel import Finding, InvalidInput, Money
from sapar.ground.record.origins import Origin, origin_of
from sapar.money.agreements.facts import TermsFact
from sapar.money.agreements.models import Agreement
from sapar.money.agreements.queries import dated_of, special_conditions_of, terms_in_force
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.models import BudgetAmount, BudgetVersion
from sapar.money.budget.rules import (
    AnnexThree,
    Judged,
    Move,
    annex_iii,
    ceilings,
    drift,
    judge_reallocation,
    standing_version,
)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """An amount of the budget, under a heading or for a period."""

    heading_id: int | None
    kind: str
    original: bool
    amount: Money
    on: date
    period_from: date | None
    period_to: date | None
    committed: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class BudgetSheet:
    """The budget of an agreement as it stood on a day, in the donor's form, and judged.

    `annex` is None, and `why_not` says why, where the budget does not fit the form.
    """

    agreement: str
    version: VersionFact
    annex: AnnexThree | None
    why_not: str
    findings: tuple[Finding, ...]


def budget_of(project_id: int, as_of: date) -> tuple[BudgetRow, ...]:
    """Every budget amount known at the end of a day, the oldest first.

    The lines of a version count together: one row for each heading and currency.
    """
    facts = BudgetAmount.objects.known_at(as_of).filter(project_id=project_id)
    known = set(
        BudgetVersion.objects.known_at(as_of)
        .filter(project_id=project_id)
        .values_list("pk", flat=True)
    )
    rows: list[BudgetRow] = []
    places: dict[tuple[int, int | None, str], int] = {}
    for fact in facts.select_related("source").order_by("effective_on", "recorded_at", "id"):
        if fact.version_id is not None and fact.version_id not in known:
            continue
        row = _row(fact)
        if fact.version_id is None:
            rows.append(row)
            continue
        key = (fact.version_id, fact.heading_id, fact.currency)
        if key in places:
            rows[places[key]] = _added(rows[places[key]], row)
        else:
            places[key] = len(rows)
            rows.append(row)
    return tuple(rows)


def versions_of(agreement: Agreement, as_of: date) -> tuple[VersionFact, ...]:
    """The versions of an agreement's budget with their lines, as known at the end of a day."""
    versions = BudgetVersion.objects.known_at(as_of).filter(agreement=agreement)
    lines: dict[int, list[LineFact]] = defaultdict(list)
    amounts = BudgetAmount.objects.known_at(as_of).filter(version__agreement=agreement)
    for amount in amounts.select_related("heading").order_by("id"):
        assert amount.version_id is not None
        lines[amount.version_id].append(_line(amount))
    return tuple(
        VersionFact(agreement.code, one.number, one.kind, tuple(lines[one.pk]), dated_of(one))
        for one in versions.order_by("effective_on", "number", "id")
    )


def budget_sheet(agreement: Agreement, as_of: date) -> BudgetSheet | None:
    """The budget that stood on a day, with every finding on it; None where there was none."""
    versions = versions_of(agreement, as_of)
    standing = standing_version(versions, as_of)
    if standing is None:
        return None
    terms, special = terms_in_force(agreement, as_of), special_conditions_of(agreement, as_of)
    annex: AnnexThree | None = None
    why_not, findings = "", list[Finding]()
    try:
        annex = annex_iii(standing.lines)
    except InvalidInput as refusal:
        why_not = str(refusal)
    if terms is not None:
        if annex:
            findings += ceilings(annex, terms, as_of, special=special)
        findings += drift(versions, terms, as_of, special=special)
    return BudgetSheet(agreement.code, standing, annex, why_not, tuple(findings))


def judged_reallocation(
    agreement: Agreement, moves: Iterable[Move], on: date, *, effective_on: date | None = None
) -> Judged:
    """What a reallocation would need if it were asked for on a day, by what was known then.

    Raises InvalidInput where no terms or no budget stand, and for moves that cannot be made.
    """
    return judge_reallocation(
        _terms(agreement, on),
        versions_of(agreement, on),
        moves,
        on,
        effective_on=effective_on,
        special=special_conditions_of(agreement, on),
    )


def _terms(agreement: Agreement, on: date) -> TermsFact:
    terms = terms_in_force(agreement, on)
    if terms is None:
        raise InvalidInput(
            f"No terms are in force on {on}",
            where=f"agreement {agreement.code}",
            remedy="Record the terms of the agreement first.",
        )
    return terms


def _row(fact: BudgetAmount) -> BudgetRow:
    return BudgetRow(
        heading_id=fact.heading_id,
        kind=fact.get_kind_display(),
        original=fact.kind == BudgetAmount.Kind.ORIGINAL,
        amount=Money(fact.amount, fact.currency),
        on=fact.effective_on,
        period_from=fact.period_from,
        period_to=fact.period_to,
        committed=fact.committed,
        origin=origin_of(fact),
    )


def _added(before: BudgetRow, row: BudgetRow) -> BudgetRow:
    return replace(before, amount=before.amount + row.amount)


def _line(amount: BudgetAmount) -> LineFact:
    return LineFact(
        heading=amount.heading.code if amount.heading else "",
        line=amount.line,
        title=amount.title,
        amount=amount.amount,
        currency=amount.currency,
        unit=amount.unit,
        units=amount.units,
        unit_cost=amount.unit_cost,
    )
