"""Ledgers: each agreement's spending judged under every rulebook in force, as of a day."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sapar.design.projects.models import Project
from sapar.ground.kernel import Finding, Money
from sapar.ground.rulebook import Rulebook, default_rulebook
from sapar.money.judging.facts import AgreementContext, LedgerRow, as_entries
from sapar.money.judging.queries.loading import (
    LoadedRows,
    contexts_of,
    in_euro,
    ledger_rows,
    rates_for,
)
from sapar.money.judging.rules import (
    Judged,
    Standing,
    Worth,
    differing,
    judge_entries,
    limits_of,
    valuation_rules,
    whole_standing,
    worth_of,
)
from sapar.money.judging.rules.picture import order_of_packs
from sapar.money.ledger.models import Entry
from sapar.money.rates.rules import Instalment, RateTable, instalment_booked, value_all

Beside = tuple[tuple[LedgerRow, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One agreement's spending under its rulebooks.

    `judged` holds one answer for each pack in force. `unread` are packs in force that the
    rulebook in use does not have. `beside` are rows that are no spending, such as instalments,
    with their amounts by the books in the donor's currency.
    """

    key: int
    agreement: AgreementContext
    entries: Sequence[LedgerRow]
    judged: tuple[Judged, ...]
    worth: Worth
    beside: Beside
    unread: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[Judged, Judged] | None:
        """The organisation's own rulebook and the donor's; None where there are not two."""
        packs = order_of_packs(one.pack for one in self.judged)
        if packs is None:
            return None
        by_pack = {one.pack: one for one in self.judged}
        return by_pack[packs[0]], by_pack[packs[1]]


@dataclass(frozen=True, slots=True)
class Ledgers:
    """All agreements of a project; `without_agreement` counts spending that names none of several.

    Nobody can say under which rulebook such spending stands.
    """

    agreements: tuple[Ledger, ...]
    without_agreement: int = 0


@dataclass(frozen=True, slots=True)
class OnePack:
    """How one entry stands under one pack: the entry, the tax within it, and every reason."""

    pack: str
    standing: Standing
    tax: Standing
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DifferingEntry:
    """An entry that does not stand alike under two packs."""

    id: int
    on: date
    reference: str
    description: str
    amount: Money
    heading: str
    packs: tuple[OnePack, ...]


def judged_ledgers(project: Project, as_of: date, book: Rulebook | None = None) -> Ledgers:
    """The whole ledger of a project under every rulebook in force, by what was known on a day.

    The number of statements does not grow with the ledger. An entry that names no agreement
    belongs to the only one there is.
    """
    with _undisturbed():
        return _judged(project, as_of, book or default_rulebook())


def _judged(project: Project, as_of: date, book: Rulebook) -> Ledgers:
    contexts, rows = contexts_of(project, as_of), ledger_rows(project.pk, as_of)
    nobody = rows.pop(None, LoadedRows([], []))
    if len(contexts) == 1:
        only = rows[next(iter(contexts))]
        only.spending.extend(nobody.spending)
        only.beside.extend(nobody.beside)
        nobody = LoadedRows([], [])
    table = rates_for(_currencies(contexts.values(), rows.values()), as_of)
    return Ledgers(
        tuple(
            _ledger(key, agreement, rows.get(key, LoadedRows([], [])), table, book)
            for key, agreement in contexts.items()
        ),
        len(nobody.spending),
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hundreds of thousands of rows are made and none is garbage: looking for some costs a third.

    Without cycles among them nothing waits for the collector meanwhile.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def differing_entries(ledger: Ledger) -> list[int]:
    """The places of entries that stand otherwise with the donor than with the organisation.

    The latest first.
    """
    if ledger.pair is None:
        return []
    entries = ledger.entries
    return sorted(
        differing(*ledger.pair),
        key=lambda index: (entries[index].effective_on, entries[index].id),
        reverse=True,
    )


def entries_shown(ledger: Ledger, places: Sequence[int]) -> tuple[DifferingEntry, ...]:
    """Some entries with what each pack makes of them and why, in one statement."""
    ids = [ledger.entries[place].id for place in places]
    told = dict(Entry.objects.filter(pk__in=ids).values_list("id", "description"))
    return tuple(_shown(ledger, place, told) for place in places)


def why(ledger: Ledger, place: int, pack: str) -> tuple[Finding, ...]:
    """Every finding on one entry under one pack, the one that decides first."""
    judged = next(one for one in ledger.judged if one.pack == pack)
    return judged.why(place, ledger.worth.why_missing(judged.limits.valuation, place))


def _ledger(
    key: int, agreement: AgreementContext, rows: LoadedRows, table: RateTable, book: Rulebook
) -> Ledger:
    contracts = {code: in_euro(one, table) for code, one in agreement.contracts.items()}
    agreement = replace(agreement, contracts=contracts)
    known = {pack.id for pack in book.packs}
    worth, beside = _worth(agreement, rows, table)
    judged = []
    for pack in agreement.packs:
        if pack in known:
            limits = limits_of(book, pack, agreement)
            valued = worth.valued.get(limits.valuation)
            judged.append(judge_entries(rows.spending, agreement, pack, limits, valued))
    return Ledger(
        key=key,
        agreement=agreement,
        entries=rows.spending,
        judged=tuple(judged),
        worth=worth,
        beside=beside,
        unread=tuple(pack for pack in agreement.packs if pack not in known),
    )


def _worth(agreement: AgreementContext, rows: LoadedRows, table: RateTable) -> tuple[Worth, Beside]:
    """Spending by every way of converting; without terms nobody knows into which currency."""
    if not agreement.currency:
        unvalued: list[Decimal | None] = [None] * len(rows.spending)
        return Worth("", unvalued, {}, {}, {}), tuple((row, None) for row in rows.beside)
    rules = valuation_rules(agreement)
    worth = worth_of(rows.spending, table, _instalments(agreement, rows, table), rules)
    valued = value_all(as_entries(rows.beside), table, (), rules[0])
    beside = tuple((row, one.amount) for row, one in zip(rows.beside, valued, strict=True))
    return worth, beside


def _instalments(
    agreement: AgreementContext, rows: LoadedRows, table: RateTable
) -> Iterator[Instalment]:
    for entry in as_entries(rows.beside):
        of_donor = entry.kind == "instalment" and entry.currency == agreement.currency
        if of_donor and entry.amount > 0:
            booked = instalment_booked(entry, table)
            if isinstance(booked, Instalment):
                yield booked


def _currencies(contexts: Iterable[AgreementContext], rows: Iterable[LoadedRows]) -> set[str]:
    found: set[str] = set()
    for agreement in contexts:
        found.add(agreement.currency)
        found.update(one.currency for one in agreement.contracts.values())
    for loaded in rows:
        found.update(row.currency for row in loaded.spending)
        found.update(row.currency for row in loaded.beside)
    return found - {""}


def _shown(ledger: Ledger, place: int, told: dict[int, str]) -> DifferingEntry:
    entry, packs = ledger.entries[place], []
    for judged in ledger.pair or ():
        standing, tax = whole_standing(judged.reasons(place))
        packs.append(OnePack(judged.pack, standing, tax, why(ledger, place, judged.pack)))
    return DifferingEntry(
        id=entry.id,
        on=entry.effective_on,
        reference=entry.reference,
        description=told.get(entry.id, ""),
        amount=Money(entry.amount, entry.currency),
        heading=entry.heading,
        packs=tuple(packs),
    )
