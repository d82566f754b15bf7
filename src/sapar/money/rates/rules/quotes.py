"""Quotes: a rate that answers, a conversion made of rates, or the rate that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Quote:
    """One `base` is `value` units of `currency`, by a series, since the day it took effect.

    A mean over months carries how many they are, and the first day of the last one in `until`.
    """

    series: str
    base: str
    currency: str
    value: Decimal
    since: date
    months: int = 0
    until: date | None = None

    @property
    def says(self) -> str:
        """The rate with its source and date, in words."""
        when = f"of {self.since}"
        if self.until:
            when = f"mean of {self.months} months, {self.since:%Y-%m} to {self.until:%Y-%m}"
        return f"1 {self.base} = {self.value.normalize():f} {self.currency} ({self.series} {when})"


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not on record, so that no amount can be given: a series, a currency, and when.

    `when` holds months as 2009-06 or days as 2009-06-15; `why` says it where no rate is the
    reason.
    """

    series: str
    currency: str
    when: tuple[str, ...]
    why: str = ""

    @property
    def says(self) -> str:
        """What is missing, in words."""
        times = ", ".join(self.when)
        return self.why or f"No {self.series} rate of {self.currency} is on record for {times}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How amounts of `currency` become `into`: times `multiply` over `divide`, and why.

    `quotes` are the rates it rests on, in the order of use: two of them where it goes through the
    base currency of their series. `rule` is the id of the rule that asks for it; `note` says what
    no quote can, such as the instalment that was used.
    """

    currency: str
    into: str
    multiply: Decimal = ONE
    divide: Decimal = ONE
    quotes: tuple[Quote, ...] = ()
    rule: str = ""
    note: str = ""

    def of(self, amount: Decimal) -> Decimal:
        """An amount converted and not yet rounded."""
        # Dividing by one costs as much as by anything else, so it is left out.
        product = amount if self.multiply is ONE else amount * self.multiply
        return product if self.divide is ONE else product / self.divide

    @property
    def rate(self) -> Decimal:
        """Units of `currency` for one unit of `into`."""
        return self.divide / self.multiply

    @property
    def through(self) -> str:
        """The base currency that a cross rate goes through; empty where none is needed."""
        return self.quotes[0].base if len(self.quotes) == 2 else ""

    @property
    def says(self) -> str:
        """How the amount was converted, in words: the way, each rate, and the rule."""
        way = [one for one in (self.currency, self.through, self.into) if one]
        parts = [" to ".join(way) if self.currency != self.into else f"already in {self.into}"]
        parts.extend(quote.says for quote in self.quotes)
        if self.note:
            parts.append(self.note)
        if self.rule:
            parts.append(f"rule {self.rule}")
        return "; ".join(parts)
