"""Valuation: what transactions are worth in the donor's currency, by the rule that applies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP
from enum import StrEnum

from sapar.ground.kernel.money import CENT
from sapar.ground.kernel.period import Period
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules.facts import INFOREURO, UNORE, Instalment
from sapar.money.rates.rules.fifo import fifo_on_instalments
from sapar.money.rates.rules.quotes import Conversion, Missing
from sapar.money.rates.rules.table import RateTable, across
from sapar.money.rates.rules.valued import Part, Valued

Convert = Callable[[str, date], Conversion | Missing]


class Method(StrEnum):
    """The ways of converting that rulebooks name, by the names they use."""

    UN_RATE_ON_DAY = "unore_on_transaction_day"
    MEAN_OF_PERIOD = "inforeuro_period_mean"
    FIFO_ON_INSTALMENTS = "instalment_recorded_rate"


@dataclass(frozen=True, slots=True)
class ValuationRule:
    """How a rulebook turns spending into the donor's currency.

    `id` is the rule that says so; `into` the donor's currency; `accounts` the currency of the
    accounts, for instalments; `periods` the reporting periods, and `decimals` the places a mean
    is rounded to if the rule rounds it, for means. `daily` and `monthly` name the series used.
    """

    id: str
    method: Method
    into: str = "EUR"
    accounts: str = "USD"
    periods: tuple[Period, ...] = ()
    decimals: int | None = None
    daily: str = UNORE
    monthly: str = INFOREURO


def value_all(
    entries: Iterable[EntryFact],
    table: RateTable,
    instalments: Iterable[Instalment],
    rule: ValuationRule,
) -> Iterator[Valued]:
    """Every transaction in the donor's currency by one rule, in the order they were given.

    `instalments` matter only where the rule is by instalments. Rates are looked up once for each
    currency and day; nothing is kept of the entries but by the rule on instalments.
    """
    match rule.method:
        case Method.UN_RATE_ON_DAY:
            return _each(entries, _daily(table, rule, rule.into, rule.id))
        case Method.MEAN_OF_PERIOD:
            return _each(entries, _periodic(table, rule))
        case Method.FIFO_ON_INSTALMENTS:
            return fifo_on_instalments(
                entries,
                instalments,
                accounts=rule.accounts,
                into=rule.into,
                booking=_remembered(_daily(table, rule, rule.accounts, "un.fx.booking")),
                rule=rule.id,
            )


def un_rate_on_day(entry: EntryFact, table: RateTable, rule: ValuationRule) -> Valued:
    """One transaction at the operational rate in force on its day, through the US dollar.

    UN rate of exchange on the day of the transaction (rule un.fx.booking).
    """
    return next(_each((entry,), _daily(table, rule, rule.into, rule.id)))


def mean_of_period(entry: EntryFact, table: RateTable, rule: ValuationRule) -> Valued:
    """One transaction at the mean of the monthly rates of the reporting period it lies in.

    Final financial report of the 2008 era (rule eu.fx.report).
    """
    return next(_each((entry,), _periodic(table, rule)))


def instalment_booked(
    entry: EntryFact, table: RateTable, accounts: str = "USD", *, series: str = UNORE
) -> Instalment | Missing:
    """An instalment as the accounts record it where they book at the UN rate of its day.

    What was really recorded goes before this wherever it is known.
    """
    on = entry.dated.effective_on
    found = across(
        entry.currency,
        accounts,
        table.base_of(series),
        lambda one: table.on_day(one, on, series=series),
    )
    if isinstance(found, Missing):
        return found
    booked = found.of(entry.amount).quantize(CENT, ROUND_HALF_UP)
    return Instalment(on, entry.amount, booked, entry.dated.id)


def _daily(table: RateTable, rule: ValuationRule, into: str, rule_id: str) -> Convert:
    base = table.base_of(rule.daily)

    def convert(currency: str, day: date) -> Conversion | Missing:
        return across(
            currency, into, base, lambda one: table.on_day(one, day, series=rule.daily), rule_id
        )

    return convert


def _periodic(table: RateTable, rule: ValuationRule) -> Convert:
    base = table.base_of(rule.monthly)
    periods = sorted(rule.periods, key=lambda one: one.start)
    starts = [one.start for one in periods]
    means: dict[tuple[str, int], Conversion | Missing] = {}

    def convert(currency: str, day: date) -> Conversion | Missing:
        at = bisect_right(starts, day) - 1
        if currency != rule.into and (at < 0 or day not in periods[at]):
            why = f"No reporting period holds {day}, so there is no mean to convert at"
            return Missing(rule.monthly, currency, (day.isoformat(),), why)
        if (currency, at) not in means:
            means[currency, at] = across(
                currency,
                rule.into,
                base,
                lambda one: table.mean_of(
                    one, periods[at], series=rule.monthly, decimals=rule.decimals
                ),
                rule.id,
            )
        return means[currency, at]

    return convert


def _remembered(convert: Convert) -> Convert:
    known: dict[tuple[str, date], Conversion | Missing] = {}

    def look_up(currency: str, day: date) -> Conversion | Missing:
        found = known.get((currency, day))
        if found is None:
            found = known[currency, day] = convert(currency, day)
        return found

    return look_up


def _each(entries: Iterable[EntryFact], convert: Convert) -> Iterator[Valued]:
    # This loop runs hundreds of thousands of times: rates are looked up once for each currency
    # and day, and dividing costs the most.
    look_up = _remembered(convert)
    for entry in entries:
        found = look_up(entry.currency, entry.dated.effective_on)
        if isinstance(found, Missing):
            yield Valued(entry, None, (), found)
            continue
        spent = entry.amount
        yield Valued(entry, found.of(spent).quantize(CENT, ROUND_HALF_UP), (Part(spent, found),))
