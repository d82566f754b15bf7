"""Worth: the same spending by every way of converting, in one pass, and what lies between. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sapar.ground.kernel import Period
from sapar.ground.kernel.money import CENT
from sapar.money.judging.facts import AgreementContext, LedgerRow, as_entries
from sapar.money.rates.rules import (
    Instalment,
    Method,
    Missing,
    RateTable,
    ValuationRule,
    value_all,
)

RULES = {
    Method.UN_RATE_ON_DAY: "un.fx.booking",
    Method.MEAN_OF_PERIOD: "eu.fx.report",
    Method.FIFO_ON_INSTALMENTS: "eu.fx.report",
}
"""The rule that asks for each way of converting."""
NOUGHT = Decimal(0)
Amounts = list[Decimal | None]


@dataclass(frozen=True, slots=True)
class Between:
    """The same entries in the books and by one way; entries that one cannot value are left out."""

    in_books: Decimal
    by_method: Decimal
    left_out: int

    @property
    def difference(self) -> Decimal:
        """Above nought, that much looks unspent to the donor and can be recovered."""
        return self.in_books - self.by_method


@dataclass(frozen=True, slots=True)
class Worth:
    """Spending in the donor's currency by each method.

    `booked` runs in step with the entries: the amount by the books, None without a rate. `valued`
    says for each method which entries it values, `missing` why it does not value the others.
    """

    currency: str
    booked: Sequence[Decimal | None] = field(repr=False)
    valued: Mapping[str, bytearray] = field(repr=False)
    missing: Mapping[str, Mapping[int, Missing]] = field(repr=False)
    between: Mapping[str, Between]

    def why_missing(self, method: str, index: int) -> str:
        """Why a method gives an entry no amount, in words; nothing where it does."""
        found = self.missing.get(method, {}).get(index)
        return found.says if found else ""


def valuation_rules(agreement: AgreementContext, accounts: str = "USD") -> list[ValuationRule]:
    """Every way of converting into the donor's currency that a rulebook may ask for.

    The mean is that of the months from the first day of implementation to its last, or to the day
    of judging before that. The books' own way comes first.
    """
    terms = agreement.terms
    periods: tuple[Period, ...] = ()
    if terms and terms.starts_on and terms.ends_on and terms.starts_on <= agreement.on:
        last = max(min(terms.ends_on, agreement.on), terms.starts_on)
        periods = (Period(terms.starts_on, last),)
    return [
        ValuationRule(rule, method, into=agreement.currency, accounts=accounts, periods=periods)
        for method, rule in RULES.items()
    ]


def worth_of(
    entries: Sequence[LedgerRow],
    table: RateTable,
    instalments: Iterable[Instalment],
    rules: Sequence[ValuationRule],
) -> Worth:
    """Each entry is valued once by each way; the sums and differences are taken on the way.

    The first rule is the one of the books. Only its amounts are kept.
    """
    paid = tuple(instalments)
    booked: Amounts = []
    found: dict[str, tuple[bytearray, dict[int, Missing], Between]] = {}
    for rule in rules:
        if rule.method is Method.FIFO_ON_INSTALMENTS:
            amounts, missing = _by_instalments(entries, table, paid, rule)
        else:
            amounts, missing = _by_day(entries, table, rule)
        booked = booked if found else amounts
        flags = bytearray(amount is not None for amount in amounts)
        found[str(rule.method)] = flags, missing, _between(booked, amounts)
    return Worth(
        currency=rules[0].into if rules else "",
        booked=booked,
        valued={method: flags for method, (flags, _, _) in found.items()},
        missing={method: missing for method, (_, missing, _) in found.items()},
        between={method: between for method, (_, _, between) in found.items()},
    )


def _by_instalments(
    entries: Sequence[LedgerRow],
    table: RateTable,
    paid: tuple[Instalment, ...],
    rule: ValuationRule,
) -> tuple[Amounts, dict[int, Missing]]:
    """By instalments an entry's worth depends on all before it, so each is asked for."""
    amounts: Amounts = []
    missing: dict[int, Missing] = {}
    for valued in value_all(as_entries(entries), table, paid, rule):
        if valued.missing is not None:
            missing[len(amounts)] = valued.missing
        amounts.append(valued.amount)
    return amounts, missing


def _by_day(
    entries: Sequence[LedgerRow], table: RateTable, rule: ValuationRule
) -> tuple[Amounts, dict[int, Missing]]:
    """By day alone one entry of a currency and day tells the rate for all others."""
    of_day = {(entry.currency, entry.effective_on): entry for entry in entries}
    answers = value_all(as_entries(of_day.values()), table, (), rule)
    told = dict(zip(of_day, answers, strict=True))
    lacking = {key: one.missing for key, one in told.items() if one.missing is not None}
    # Hundreds of thousands of turns: the way to convert is bound once for each currency and day.
    convert = {key: one.parts[0].rate.of for key, one in told.items() if key not in lacking}
    if not lacking:
        return [
            convert[one.currency, one.effective_on](one.amount).quantize(CENT, ROUND_HALF_UP)
            for one in entries
        ], {}
    amounts: Amounts = []
    missing: dict[int, Missing] = {}
    for index, one in enumerate(entries):
        key = (one.currency, one.effective_on)
        if key in lacking:
            missing[index] = lacking[key]
            amounts.append(None)
        else:
            amounts.append(convert[key](one.amount).quantize(CENT, ROUND_HALF_UP))
    return amounts, missing


def _between(booked: Amounts, amounts: Amounts) -> Between:
    both = [
        index
        for index, amount in enumerate(amounts)
        if amount is not None and booked[index] is not None
    ]
    in_books = sum((booked[index] or NOUGHT for index in both), NOUGHT)
    by_method = sum((amounts[index] or NOUGHT for index in both), NOUGHT)
    return Between(in_books, by_method, len(amounts) - len(both))
