"""Valuing: every cost in the donor's currency by the agreement's rule, and as the books have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from sapar.exchange.reports.rules.clauses import Clauses
from sapar.exchange.reports.rules.facts import Asked, ReportFacts
from sapar.ground.kernel import Clause, InvalidInput, Period, Status
from sapar.ground.kernel.money import CENT
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules import (
    Conversion,
    Instalment,
    Method,
    Missing,
    Part,
    ValuationRule,
    Valued,
    instalment_booked,
    value_all,
)

PURPOSE = "Costs in other currencies"
AT_UN_RATE = "the United Nations rate of the day is used"


@dataclass(frozen=True, slots=True)
class Worth:
    """A cost by both rules: `donor` in the donor's currency by its rule, to the cent.

    `books` is the same currency at the United Nations rate of the day, as the organisation's own
    rule has it, and `own` the currency of its accounts; neither is rounded. `says` tells how the
    donor's value came about.
    """

    donor: Decimal
    books: Decimal
    own: Decimal
    says: str


def accounts_currency(facts: ReportFacts, asked: Asked) -> str:
    """The currency of the organisation's books: as asked, else the one that the ledger is kept in.

    Where the ledger has several, it is the dollar under the rules of the United Nations, and else
    the donor's currency.
    """
    if asked.accounts:
        return asked.accounts
    spent_in = {one.entry.currency for one in facts.expenses}
    if len(spent_in) == 1:
        return spent_in.pop()
    return "USD" if "un_ilo" in facts.packs else facts.terms.currency


def worths(facts: ReportFacts, asked: Asked, clauses: Clauses) -> dict[int, Worth]:
    """What each cost is worth, by its id.

    Raises InvalidInput that names every rate which is not on record, and what to do.
    """
    donor, own = facts.terms.currency, accounts_currency(facts, asked)
    entries = [one.entry for one in facts.expenses]
    donors = _by_donors_rule(entries, facts, asked, clauses, own)
    books, owns = _at_un_rate(entries, facts, donor), _at_un_rate(entries, facts, own)
    _refuse_missing([*donors, *books, *owns], facts)
    return {
        entry.dated.id: Worth(_to_the_cent(valued), _exact(at_un), _exact(in_own), valued.says)
        for entry, valued, at_un, in_own in zip(entries, donors, books, owns, strict=True)
    }


def received(facts: ReportFacts, rows: Sequence[EntryFact]) -> list[Decimal]:
    """Money that came in, in the donor's currency, at the rate of its day where it needs one."""
    valued = _at_un_rate(rows, facts, facts.terms.currency)
    _refuse_missing(valued, facts)
    return [_to_the_cent(one) for one in valued]


def earlier_periods(facts: ReportFacts, asked: Asked) -> tuple[Period, ...]:
    """The reporting periods before this one, as the agreement's calendar has them, without gaps.

    Where the calendar leaves days out, they make one period up to the next that is known.
    """
    start = facts.terms.starts_on or asked.period.start
    found: list[Period] = []
    end = asked.period.start - timedelta(days=1)
    while end >= start:
        ending = [one for one in facts.reported if one.end == end and one.start >= start]
        first = min((one.start for one in ending), default=None)
        if first is None:
            before = [one.end for one in facts.reported if one.end < end and one.start >= start]
            first = max(before) + timedelta(days=1) if before else start
        found.append(Period(first, end))
        end = first - timedelta(days=1)
    return tuple(reversed(found))


def _by_donors_rule(
    entries: Sequence[EntryFact], facts: ReportFacts, asked: Asked, clauses: Clauses, own: str
) -> list[Valued]:
    donor = facts.terms.currency
    if all(entry.currency == donor for entry in entries):
        says = f"All costs stand in {donor} in the ledger; none is converted."
        clause = Clause("", Status.COMPUTED)
        clauses.note(PURPOSE, "No conversion", says, clause, "currencies of the ledger")
        return [_as_it_is(entry) for entry in entries]
    resting = clauses.method(frozenset(Method), PURPOSE, AT_UN_RATE)
    method = Method(str(resting.found.value)) if resting.found else Method.UN_RATE_ON_DAY
    periods = (*earlier_periods(facts, asked), asked.period)
    rule = ValuationRule(resting.rule or "none", method, donor, own, periods)
    if method is Method.MEAN_OF_PERIOD:
        # A cost of closing arises after the period and is converted as part of it.
        entries = [_within(entry, periods) for entry in entries]
    instalments = _instalments(facts, own) if method is Method.FIFO_ON_INSTALMENTS else ()
    found = list(value_all(entries, facts.rates, instalments, rule))
    return [_as_it_is(one.entry) if one.entry.currency == donor else one for one in found]


def _within(entry: EntryFact, periods: Sequence[Period]) -> EntryFact:
    first, last, on = periods[0].start, periods[-1].end, entry.dated.effective_on
    if first <= on <= last:
        return entry
    day = min(max(on, first), last)
    return replace(entry, dated=replace(entry.dated, effective_on=day))


def _instalments(facts: ReportFacts, accounts: str) -> list[Instalment]:
    booked = [instalment_booked(one, facts.rates, accounts) for one in facts.instalments]
    if lacking := [one for one in booked if isinstance(one, Missing)]:
        raise _missing(lacking, facts)
    return [one for one in booked if isinstance(one, Instalment)]


def _at_un_rate(entries: Sequence[EntryFact], facts: ReportFacts, into: str) -> list[Valued]:
    rule = ValuationRule("un.fx.booking", Method.UN_RATE_ON_DAY, into)
    return list(value_all(entries, facts.rates, (), rule))


def _as_it_is(entry: EntryFact) -> Valued:
    amount = entry.amount.quantize(CENT, ROUND_HALF_UP)
    return Valued(entry, amount, (Part(entry.amount, Conversion(entry.currency, entry.currency)),))


def _to_the_cent(valued: Valued) -> Decimal:
    assert valued.amount is not None, "what is missing was refused before"
    return valued.amount


def _exact(valued: Valued) -> Decimal:
    return sum((part.rate.of(part.spent) for part in valued.parts), Decimal(0))


def _refuse_missing(valued: Iterable[Valued], facts: ReportFacts) -> None:
    if lacking := [one.missing for one in valued if one.missing]:
        raise _missing(lacking, facts)


def _missing(lacking: Iterable[Missing], facts: ReportFacts) -> InvalidInput:
    reasons = sorted({one.says for one in lacking})
    told = "; ".join(reasons[:5]) + (f"; and {len(reasons) - 5} more" if len(reasons) > 5 else "")
    return InvalidInput(
        told,
        where=f"agreement {facts.agreement}",
        remedy="Load the published rates with `sapar rates import`, then ask again.",
    )
