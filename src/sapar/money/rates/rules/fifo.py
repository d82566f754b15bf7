"""First in, first out: spending uses up recorded instalments, each at the rate it was recorded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from sapar.ground.kernel.money import CENT
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules.facts import Instalment
from sapar.money.rates.rules.quotes import Conversion, Missing
from sapar.money.rates.rules.valued import Part, Valued

FINE = Decimal("1E-10")
NOUGHT = Decimal(0)
Booking = Callable[[str, date], Conversion | Missing]


class Ladder:
    """Instalments laid end to end: how far spending has come says at which rate it stands.

    Beyond the last instalment its rate goes on; before the first, the first one's does, so that a
    refund gives back at the rates at which the money was taken.
    """

    def __init__(self, instalments: Iterable[Instalment], accounts: str, into: str, rule: str):
        self.tops: list[Decimal] = []
        self.rates: list[Conversion] = []
        top = NOUGHT
        for one in sorted(instalments, key=_received):
            top += one.booked
            note = f"instalment of {one.received_on}, recorded at {_plain(one.booked / one.paid)}"
            self.tops.append(top)
            self.rates.append(
                Conversion(accounts, into, one.paid, one.booked, rule=rule, note=note)
            )
        if self.rates:
            last = self.rates[-1]
            note = f"beyond the recorded instalments, at the rate of the last: {last.note}"
            self.rates.append(
                Conversion(accounts, into, last.multiply, last.divide, rule=rule, note=note)
            )

    def parts(self, before: Decimal, amount: Decimal) -> tuple[Part, ...]:
        """An amount of the accounts' currency cut where it crosses from one rate to the next."""
        tops, rates, after = self.tops, self.rates, before + amount
        if amount >= 0:
            at = bisect_right(tops, before)
            if at == len(tops) or after <= tops[at]:
                return (Part(amount, rates[at]),)
            end = bisect_left(tops, after)
            steps, edges = range(at, end + 1), tops[at:end]
        else:
            at = bisect_left(tops, before)
            if not at or after >= tops[at - 1]:
                return (Part(amount, rates[at]),)
            end = bisect_right(tops, after)
            steps, edges = range(at, end - 1, -1), tops[end:at][::-1]
        marks = [before, *edges, after]
        return tuple(
            Part(high - low, rates[step])
            for step, (low, high) in zip(steps, pairwise(marks), strict=True)
        )

    def moved(self, before: Decimal, paid: Decimal) -> Decimal:
        """How far spending has come once an amount of the donor's own currency was spent too."""
        forward = paid >= 0
        while paid:
            at = bisect_right(self.tops, before) if forward else bisect_left(self.tops, before)
            rate = self.rates[at]
            step = (paid * rate.divide / rate.multiply).quantize(FINE)
            edge = self._edge(at, forward)
            if edge is None or abs(step) <= abs(edge - before):
                return before + step
            paid -= ((edge - before) * rate.multiply / rate.divide).quantize(FINE)
            before = edge
        return before

    def _edge(self, at: int, forward: bool) -> Decimal | None:
        if forward:
            return self.tops[at] if at < len(self.tops) else None
        return self.tops[at - 1] if at else None


def fifo_on_instalments(
    entries: Iterable[EntryFact],
    instalments: Iterable[Instalment],
    *,
    accounts: str,
    into: str,
    booking: Booking,
    rule: str,
) -> Iterator[Valued]:
    """Spending in order of date uses up instalments in order of receipt, at their own rates.

    All instalments given are used, whenever they came; what is spent beyond them stands at the
    last one's rate. Amounts in `accounts` are cut where they cross two instalments; amounts in a
    third currency are first booked in `accounts`, to the cent, by `booking`; amounts in the
    donor's own currency `into` keep their worth and use up instalments for it. Answers come in
    the order of the entries; entries of one day are taken in the order of their ids. An entry
    that cannot be booked leaves all after it without an answer, since where they stand depends
    on it. General conditions of the 2013 era, art. 15.9 (rule eu.fx.report).
    """
    rows = list(entries)
    ladder = Ladder(instalments, accounts, into, rule)
    if not ladder.rates:
        yield from (Valued(row, None, (), _no_instalment(row, into)) for row in rows)
        return
    starts, blocked = _starts(rows, ladder, booking, accounts, into)
    own = Conversion(into, into, rule=rule)
    for row, start in zip(rows, starts, strict=True):
        if row.currency == accounts:
            found: Conversion | Missing | None = None
        elif row.currency == into:
            found = own
        else:
            found = booking(row.currency, row.dated.effective_on)
        if start is None or isinstance(found, Missing):
            yield Valued(row, None, (), found if isinstance(found, Missing) else blocked)
        elif found is own:
            worth = row.amount.quantize(CENT, ROUND_HALF_UP)
            yield Valued(row, worth, (Part(row.amount, own),))
        else:
            spent = row.amount if found is None else _booked(row, found)
            yield _cut(row, ladder.parts(start, spent), found)


def _starts(
    rows: Sequence[EntryFact], ladder: Ladder, booking: Booking, accounts: str, into: str
) -> tuple[list[Decimal | None], Missing | None]:
    """How far spending had come before each entry; None from one that cannot be booked on."""
    # Only decimals are kept here: hundreds of thousands of answers would keep the collector busy.
    starts: list[Decimal | None] = [None] * len(rows)
    position = NOUGHT
    for at in sorted(range(len(rows)), key=[_spent(row) for row in rows].__getitem__):
        row = rows[at]
        before = position
        if row.currency == accounts:
            position = before + row.amount
        elif row.currency == into:
            position = ladder.moved(before, row.amount)
        else:
            found = booking(row.currency, row.dated.effective_on)
            if isinstance(found, Missing):
                return starts, _unplaced(row, found)
            position = before + _booked(row, found)
        starts[at] = before
    return starts, None


def _booked(row: EntryFact, booking: Conversion) -> Decimal:
    return booking.of(row.amount).quantize(CENT, ROUND_HALF_UP)


def _cut(row: EntryFact, parts: tuple[Part, ...], booking: Conversion | None) -> Valued:
    exact = parts[0].rate.of(parts[0].spent)
    for spent, rate in parts[1:]:
        exact += rate.of(spent)
    return Valued(row, exact.quantize(CENT, ROUND_HALF_UP), parts, None, booking)


def _spent(row: EntryFact) -> tuple[date, int, str, Decimal]:
    return row.dated.effective_on, row.dated.id, row.currency, row.amount


def _received(one: Instalment) -> tuple[date, int, Decimal, Decimal]:
    return one.received_on, one.id, one.paid, one.booked


def _plain(rate: Decimal) -> str:
    return f"{rate.quantize(FINE).normalize():f}"


def _no_instalment(row: EntryFact, into: str) -> Missing:
    why = f"No instalment in {into} with the amount it was recorded at is on record"
    return Missing("instalments", into, (row.dated.effective_on.isoformat(),), why)


def _unplaced(row: EntryFact, found: Missing) -> Missing:
    why = (
        f"Spending of {row.dated.effective_on} in {row.currency} comes before it and cannot be"
        f" booked: {found.says}"
    )
    return Missing(found.series, found.currency, found.when, why)
