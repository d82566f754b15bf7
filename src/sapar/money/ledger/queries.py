"""Ledger, queries: money by heading, totals by kind, instalments, and the newest entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Money
from sapar.ground.record.origins import Origin, origin_of
from sapar.money.budget.models import Heading
from sapar.money.budget.queries import BudgetRow, budget_of
from sapar.money.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A heading: budget first agreed, budget now, committed and spent, each in its currencies.

    `share` is spent over the budget now, where both are in one currency.
    """

    code: str
    title: str
    original: tuple[Money, ...]
    budget: tuple[Money, ...]
    committed: tuple[Money, ...]
    spent: tuple[Money, ...]
    share: Decimal | None
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What all entries of one kind come to in one currency, and the day of the latest."""

    kind: str
    total: Money
    count: int
    latest: date


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One movement of money."""

    on: date
    kind: str
    reference: str
    description: str
    amount: Money
    eligible: bool | None
    origin: Origin


def headings_of(project_id: int, as_of: date) -> tuple[HeadingRow, ...]:
    """Budget, commitments and spending under each heading by what was known on a day."""
    budget: dict[int, list[BudgetRow]] = defaultdict(list)
    for row in budget_of(project_id, as_of):
        if row.heading_id is not None:
            budget[row.heading_id].append(row)
    moved = _moved(project_id, as_of)
    headings = Heading.objects.filter(project_id=project_id).order_by("agreement_id", "code")
    return tuple(_heading(one, budget.get(one.pk, []), moved.get(one.pk, {})) for one in headings)


def totals_of(project_id: int, as_of: date) -> tuple[KindTotal, ...]:
    """What the ledger comes to, kind by kind; two currencies are never added."""
    names = dict(Entry.Kind.choices)
    found: dict[tuple[str, str], list[tuple[Decimal, date]]] = defaultdict(list)
    rows = _entries(project_id, as_of).order_by("kind", "currency")
    for kind, currency, amount, on in rows.values_list(
        "kind", "currency", "amount", "effective_on"
    ):
        found[kind, currency].append((amount, on))
    return tuple(
        KindTotal(
            kind=str(names[kind]),
            total=Money.total((Money(amount, currency) for amount, _ in moved), currency),
            count=len(moved),
            latest=max(on for _, on in moved),
        )
        for (kind, currency), moved in found.items()
    )


def instalments_of(project_id: int, as_of: date) -> tuple[EntryRow, ...]:
    """The donor's instalments received so far, in the order they came."""
    entries = _entries(project_id, as_of).filter(kind=Entry.Kind.INSTALMENT)
    return tuple(
        _entry(one) for one in entries.select_related("source").order_by("effective_on", "id")
    )


def newest_entries(project_id: int, as_of: date, limit: int = 10) -> tuple[EntryRow, ...]:
    """The newest entries of the ledger."""
    entries = _entries(project_id, as_of).select_related("source")
    return tuple(_entry(one) for one in entries.order_by("-effective_on", "-id")[:limit])


def _entries(project_id: int, as_of: date):  # type: ignore[no-untyped-def]
    return Entry.objects.known_at(as_of).filter(project_id=project_id, effective_on__lte=as_of)


def _moved(project_id: int, as_of: date) -> Mapping[int, Mapping[str, tuple[Money, ...]]]:
    # Added here, not in the database: SQLite would add binary fractions.
    rows = (
        _entries(project_id, as_of)
        .filter(heading__isnull=False)
        .filter(kind__in=(Entry.Kind.COMMITMENT, Entry.Kind.EXPENDITURE))
        .order_by("currency")
        .values_list("heading_id", "kind", "currency", "amount")
    )
    sums: dict[int, dict[str, dict[str, Money]]] = defaultdict(lambda: defaultdict(dict))
    for heading, kind, currency, amount in rows:
        by_currency = sums[heading][kind]
        so_far = by_currency.get(currency, Money(Decimal(0), currency))
        by_currency[currency] = so_far + Money(amount, currency)
    return {
        heading: {kind: tuple(by_currency.values()) for kind, by_currency in kinds.items()}
        for heading, kinds in sums.items()
    }


def _heading(
    one: Heading, budget: list[BudgetRow], moved: Mapping[str, tuple[Money, ...]]
) -> HeadingRow:
    # Amounts come oldest first, so the last of a currency is the budget now.
    first = {row.amount.currency: row.amount for row in reversed(budget) if row.original}
    now = {row.amount.currency: row.amount for row in budget}
    spent = moved.get(Entry.Kind.EXPENDITURE, ())
    comparable = len(now) == 1 and len(spent) == 1 and spent[0].currency in now
    return HeadingRow(
        code=one.code,
        title=one.title,
        original=tuple(first.values()),
        budget=tuple(now.values()),
        committed=moved.get(Entry.Kind.COMMITMENT, ()),
        spent=spent,
        share=spent[0].share_of(now[spent[0].currency]) if comparable else None,
        origin=budget[-1].origin if budget else None,
    )


def _entry(one: Entry) -> EntryRow:
    return EntryRow(
        on=one.effective_on,
        kind=one.get_kind_display(),
        reference=one.reference,
        description=one.description,
        amount=Money(one.amount, one.currency),
        eligible=one.eligible,
        origin=origin_of(one),
    )
