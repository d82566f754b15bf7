"""Exposure: what two rules make of the same spending, and the difference as it runs up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.money.rates.rules.quotes import Missing
from sapar.money.rates.rules.valued import Valued

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class ExposureDay:
    """The spending of one day by both rules, and the difference summed up to that day."""

    on: date
    at_un_rate: Decimal
    at_donor_rule: Decimal
    running: Decimal

    @property
    def difference(self) -> Decimal:
        """What this day adds to the difference."""
        return self.at_un_rate - self.at_donor_rule


@dataclass(frozen=True, slots=True)
class Exposure:
    """What was spent by the UN's rate less what the donor's rule makes of it, in one currency.

    Above nought, that much looks unspent to the donor and can be recovered. Transactions that
    one of the rules cannot value are left out of both sides; `left_out` counts them and
    `missing` says why, each reason once.
    """

    currency: str
    at_un_rate: Decimal
    at_donor_rule: Decimal
    days: tuple[ExposureDay, ...]
    left_out: int
    missing: tuple[Missing, ...]

    @property
    def total(self) -> Decimal:
        """The whole difference."""
        return self.at_un_rate - self.at_donor_rule


def exposure(un: Iterable[Valued], donor: Iterable[Valued], currency: str = "EUR") -> Exposure:
    """Spending at the UN's rates less the same spending by the donor's rule, day by day.

    Both are the answers of `value_all` for the same entries in the same order. Raises
    InvalidInput where they are not, or where an amount is in another currency.
    """
    sums: dict[date, list[Decimal]] = {}
    reasons: dict[Missing, None] = {}
    left_out = 0
    for one, other in zip(un, donor, strict=True):
        if one.entry is not other.entry:
            raise InvalidInput(
                "The two valuations are not of the same transactions in the same order",
                remedy="Value one list of transactions by both rules.",
            )
        if one.amount is None or other.amount is None:
            left_out += 1
            reasons.update((why, None) for why in (one.missing, other.missing) if why)
            continue
        if one.parts[0].rate.into != currency or other.parts[0].rate.into != currency:
            raise InvalidInput(
                f"A transaction of {one.entry.dated.effective_on} was not valued in {currency}",
                remedy="Value the transactions in one currency by both rules.",
            )
        day = sums.setdefault(one.entry.dated.effective_on, [NOUGHT, NOUGHT])
        day[0] += one.amount
        day[1] += other.amount
    days = _running(sums)
    return Exposure(
        currency,
        sum((day.at_un_rate for day in days), NOUGHT),
        sum((day.at_donor_rule for day in days), NOUGHT),
        days,
        left_out,
        tuple(reasons),
    )


def _running(sums: dict[date, list[Decimal]]) -> tuple[ExposureDay, ...]:
    days, running = [], NOUGHT
    for on in sorted(sums):
        at_un_rate, at_donor_rule = sums[on]
        running += at_un_rate - at_donor_rule
        days.append(ExposureDay(on, at_un_rate, at_donor_rule, running))
    return tuple(days)
