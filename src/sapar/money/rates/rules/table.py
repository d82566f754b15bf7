"""Table: exchange rates as known on one day, indexed once, asked many times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.period import Period, month_end
from sapar.money.rates.rules.facts import BASES, INFOREURO, UNORE, RateFact
from sapar.money.rates.rules.quotes import ONE, Conversion, Missing, Quote

Index = dict[tuple[str, str, str], tuple[list[date], list[Decimal]]]


class RateTable:
    """The rates of all series that were known at the end of a day.

    Built once. `as_of` leaves out what was not on record by then or was replaced by then; without
    it, the facts are taken as already chosen. Where two facts give one day another value, the one
    recorded last holds.
    """

    def __init__(self, facts: Iterable[RateFact], as_of: date | None = None) -> None:
        known = facts if as_of is None else (one for one in facts if one.dated.known(as_of))
        days: dict[tuple[str, str, str], dict[date, Decimal]] = {}
        for fact in sorted(known, key=_place):
            by_day = days.setdefault((fact.series, fact.base, fact.currency), {})
            by_day[fact.dated.effective_on] = fact.value
        self._index: Index = {key: (list(one), list(one.values())) for key, one in days.items()}
        self._bases: dict[str, list[str]] = {}
        for series, base in sorted({(series, base) for series, base, _ in days}):
            self._bases.setdefault(series, []).append(base)

    def on_day(
        self, currency: str, day: date, *, series: str = UNORE, base: str = ""
    ) -> Quote | Missing:
        """The rate in force on a day: the newest effective date that is not after it.

        A revision within the month therefore replaces the monthly rate from its own day on.
        United Nations operational rates of exchange (rule un.fx.unore).
        """
        base = base or self.base_of(series)
        if currency == base:
            return Quote(series, base, currency, ONE, day)
        days, values = self._index.get((series, base, currency), ((), ()))
        at = bisect_right(days, day)
        if not at:
            return Missing(series, currency, (day.isoformat(),))
        return Quote(series, base, currency, values[at - 1], days[at - 1])

    def of_month(
        self, currency: str, month: date, *, series: str = INFOREURO, base: str = ""
    ) -> Quote | Missing:
        """The rate of the month that a day lies in; another month's rate never stands in for it."""
        first = month.replace(day=1)
        found = self.on_day(currency, month_end(month), series=series, base=base)
        if isinstance(found, Missing) or (found.since < first and currency != found.base):
            return Missing(series, currency, (f"{first:%Y-%m}",))
        return found if currency != found.base else replace(found, since=first)

    def mean_of(
        self,
        currency: str,
        period: Period,
        *,
        series: str = INFOREURO,
        base: str = "",
        decimals: int | None = None,
    ) -> Quote | Missing:
        """The arithmetic mean of the monthly rates over every month that the period touches.

        `decimals` rounds the mean half up where a rule says so; without it the mean is kept whole
        and only amounts are rounded. One missing month and there is no mean: all missing months
        are named. Conversion for reports in the 2008 era (rule eu.fx.report).
        """
        months = [end.replace(day=1) for end in period.month_ends()]
        found = [self.of_month(currency, one, series=series, base=base) for one in months]
        lacking = [one.when[0] for one in found if isinstance(one, Missing)]
        if lacking:
            return Missing(series, currency, tuple(lacking))
        quotes = [one for one in found if isinstance(one, Quote)]
        mean = sum((one.value for one in quotes), Decimal(0)) / len(quotes)
        if decimals is not None:
            mean = mean.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP")
        return replace(quotes[0], value=mean, since=months[0], until=months[-1], months=len(months))

    def base_of(self, series: str) -> str:
        """The currency that a series gives its rates for one unit of.

        Raises InvalidInput where a series of the house's own has several, and none was named.
        """
        if series in BASES:
            return BASES[series]
        bases = self._bases.get(series, [])
        if len(bases) > 1:
            raise InvalidInput(
                f"The rates '{series}' are given for one unit of {', '.join(bases)}",
                remedy="Say which of them is meant.",
            )
        return bases[0] if bases else ""


def across(
    currency: str,
    into: str,
    base: str,
    quote: Callable[[str], Quote | Missing],
    rule: str = "",
) -> Conversion | Missing:
    """From one currency into another by rates of one base, through the base where neither is it.

    `quote` answers for one currency; the first missing rate is the answer where one is missing.
    """
    if currency == into:
        return Conversion(currency, into, rule=rule)
    quotes: list[Quote] = []
    divide = multiply = ONE
    for one in (currency, into):
        if one == base:
            continue
        found = quote(one)
        if isinstance(found, Missing):
            return found
        quotes.append(found)
        if one == currency:
            divide = found.value
        else:
            multiply = found.value
    return Conversion(currency, into, multiply, divide, tuple(quotes), rule)


def _place(fact: RateFact) -> tuple[date, date, int]:
    return fact.dated.effective_on, fact.dated.recorded_on, fact.dated.id
