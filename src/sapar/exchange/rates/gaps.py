"""Gaps: months that a monthly series should have and has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sapar.ground.kernel.period import add_months

NAMED = 5


def month_served(day: date) -> date:
    """The month a rate is published for: one that takes effect on a month's last day is the next's.

    UN operational rates are at times dated the last day of the month before (31 December 2015).
    """
    next_day = day + timedelta(days=1)
    return next_day if next_day.day == 1 else day.replace(day=1)


def gaps_in(series: str, days: Iterable[tuple[str, date]]) -> Iterator[str]:
    """A sentence for each month between a currency's first and last that has no rate of it.

    `days` are currencies with the effective days of all their rates.
    """
    months: dict[str, set[date]] = defaultdict(set)
    for currency, day in days:
        months[currency].add(month_served(day))
    missing: dict[date, list[str]] = defaultdict(list)
    for currency, found in months.items():
        month, last = min(found), max(found)
        while month < last:
            if month not in found:
                missing[month].append(currency)
            month = add_months(month, 1)
    for month, currencies in sorted(missing.items()):
        named = sorted(currencies)
        rest = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        yield (
            f"{series} has no rate for {month:%Y-%m} of {', '.join(named[:NAMED])}{rest}."
            " Import that month too; until then nothing is converted with it."
        )
