"""Rates, queries: all rates as known at the end of a day, ready to be asked."""

from __future__ import annotations

from datetime import date

from sapar.ground.record.rules import Dated
from sapar.money.rates.models import Rate
from sapar.money.rates.rules import RateFact, RateTable

_COLUMNS = (
    *("series", "base", "currency", "value"),
    *("id", "effective_on", "recorded_at", "source__key", "basis"),
)


def rate_table(as_of: date) -> RateTable:
    """Every exchange rate that was on record at the end of a day and not replaced by then.

    One statement, whatever the number of rates. Rates that take effect after `as_of` are in it
    where they were published before.
    """
    rows = Rate.objects.known_at(as_of).values_list(*_COLUMNS)
    return RateTable(
        RateFact(
            series,
            base,
            currency,
            value,
            Dated(id, effective_on, recorded_at.date(), None, source, basis),
        )
        for series, base, currency, value, id, effective_on, recorded_at, source, basis in rows
    )
