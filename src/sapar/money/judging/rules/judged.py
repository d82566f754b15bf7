"""Judged: every entry of one agreement under one rulebook, fast, and each with its reason. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Finding, Status
from sapar.money.judging.facts import AgreementContext, LedgerRow
from sapar.money.judging.rules.cases import (
    EXEMPT,
    VAT,
    Reason,
    Standing,
    deciding,
    findings_on,
    position_of,
    standing_of,
    tax_finding,
)
from sapar.money.judging.rules.limits import Limits

Pair = tuple[Reason, Reason | None]
"""What decides on an entry, and what decides on the tax within it."""


@dataclass(frozen=True, slots=True)
class JudgedTotal:
    """What stands alike under one rule, heading and currency; `count` entries are in it."""

    standing: Standing
    rule: str
    status: Status
    heading: str
    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The entries of an agreement under one pack.

    `codes` runs in step with `entries` and points into `pairs`; findings are made on demand.
    """

    pack: str
    limits: Limits
    entries: Sequence[LedgerRow]
    codes: array[int] = field(repr=False)
    pairs: tuple[Pair, ...]
    totals: tuple[JudgedTotal, ...]

    def reasons(self, index: int) -> Pair:
        """What decides on an entry, and on the tax within it."""
        return self.pairs[self.codes[index]]

    def why(self, index: int, rate_missing: str = "") -> tuple[Finding, ...]:
        """Every finding on an entry under this pack, the one that decides first.

        The finding on its tax comes last. `rate_missing` says which rate is not on record.
        """
        entry = self.entries[index]
        found = findings_on(entry, self.limits, rate_missing)
        decides = self.reasons(index)[0]
        first = [one for one in found if _is(one, decides)][:1]
        rest = [one for one in found if one not in first]
        tax = tax_finding(entry, self.limits)
        return (*first, *rest, *((tax,) if tax and tax not in found else ()))

    def total(self, standing: Standing, currency: str) -> Decimal:
        """What stands alike in one currency."""
        amounts = (
            t.amount for t in self.totals if (t.standing, t.currency) == (standing, currency)
        )
        return sum(amounts, Decimal(0))


def judge_entries(
    entries: Sequence[LedgerRow],
    agreement: AgreementContext,
    pack: str,
    limits: Limits,
    valued: Sequence[int] | None = None,
) -> Judged:
    """Each entry of spending is eligible, not eligible or unknown under a rulebook, and says why.

    `limits` are those of this agreement and pack (`limits_of`). `valued` runs in step with the
    entries and is 1 where the pack's way of converting gives an amount; all are, where it is left
    out. Tax within an eligible entry is judged by itself. Entries that no rule tells apart are
    judged once: the work grows with their number, not with the rules.
    """
    assert limits.pack == pack
    assert limits.agreement is agreement
    known: dict[tuple[object, ...], int] = {}
    codes = array("H", bytes(2 * len(entries)))
    pairs: dict[Pair, int] = {}
    sums: dict[tuple[int, str, str], list[Decimal]] = {}
    counts: dict[tuple[int, str, str], int] = {}
    opens, ends = limits.opens or date.max, limits.ends or date.min
    asks_tax, nought = limits.tax is not None, Decimal(0)
    for index, entry in enumerate(entries):
        # Hundreds of thousands of turns: nothing here but comparisons and look-ups.
        fact = entry
        day, category, tax = fact.dated.effective_on, fact.category, nought
        place = 0 if opens <= day <= ends else position_of(day, category, limits)
        taxed = 0
        if asks_tax:
            if category == VAT:
                taxed, tax = 1, fact.amount
            elif fact.vat_amount:
                taxed, tax = 1, fact.vat_amount
            elif fact.vat_amount is None and fact.vat_status not in ("", EXEMPT):
                taxed = 2
        rated = 1 if valued is None else valued[index]
        case = (place, category, fact.vat_status, taxed, fact.documented, entry.contract, rated)
        code = known.get(case)
        if code is None:
            pair = _pair(entry, limits, "" if rated else "a rate of exchange")
            code = known[case] = pairs.setdefault(pair, len(pairs))
        codes[index] = code
        group = (code, entry.heading, fact.currency)
        found = sums.get(group)
        if found is None:
            sums[group], counts[group] = [fact.amount, tax], 1
        else:
            found[0] += fact.amount
            if taxed:
                found[1] += tax
            counts[group] += 1
    told = tuple(pairs)
    return Judged(pack, limits, entries, codes, told, _totals(told, sums, counts))


def whole_standing(pair: Pair) -> tuple[Standing, Standing]:
    """How an entry and the tax within it stand; tax of an entry that is refused goes with it."""
    main, tax = pair
    if main.standing is not Standing.ELIGIBLE or tax is None:
        return main.standing, main.standing
    return main.standing, tax.standing


def differing(one: Judged, other: Judged) -> list[int]:
    """The places of entries that do not stand alike under two packs, in the order of entries."""
    first = [whole_standing(pair) for pair in one.pairs]
    second = [whole_standing(pair) for pair in other.pairs]
    unlike = {(a, b) for a, x in enumerate(first) for b, y in enumerate(second) if x != y}
    both = zip(one.codes, other.codes, strict=True)
    return [index for index, codes in enumerate(both) if codes in unlike]


def _pair(entry: LedgerRow, limits: Limits, rate_missing: str) -> Pair:
    tax = tax_finding(entry, limits)
    main = deciding(findings_on(entry, limits, rate_missing))
    return main, deciding((tax,)) if tax else None


def _totals(
    pairs: tuple[Pair, ...],
    sums: dict[tuple[int, str, str], list[Decimal]],
    counts: dict[tuple[int, str, str], int],
) -> tuple[JudgedTotal, ...]:
    found: dict[tuple[Reason, str, str], list[Decimal]] = {}
    numbers: dict[tuple[Reason, str, str], int] = {}

    def add(reason: Reason, place: tuple[str, str], amount: Decimal, count: int) -> None:
        key = (reason, *place)
        found.setdefault(key, [Decimal(0)])[0] += amount
        numbers[key] = numbers.get(key, 0) + count

    for (code, heading, currency), (amount, tax) in sums.items():
        (main, taxed), place = pairs[code], (heading, currency)
        count = counts[code, heading, currency]
        apart = taxed is not None and main.standing is Standing.ELIGIBLE
        add(main, place, amount - tax if apart else amount, count)
        if taxed is not None and apart:
            add(taxed, place, tax, count)
    return tuple(
        JudgedTotal(*reason, heading, currency, amount, numbers[reason, heading, currency])
        for (reason, heading, currency), (amount,) in sorted(found.items())
    )


def _is(finding: Finding, reason: Reason) -> bool:
    return finding.rule == reason.rule and standing_of(finding) is reason.standing
