"""Custom rates: a house's own list, with the columns currency, base, effective_on and value."""

from __future__ import annotations

from datetime import date

from sapar.exchange.rates.reading import Place, RateRead, Reading
from sapar.exchange.rates.sheets import lines_of, sheets_of
from sapar.ground.kernel import InvalidInput

COLUMNS = {
    "currency": frozenset({"currency"}),
    "base": frozenset({"base"}),
    "effective_on": frozenset({"effectiveon"}),
    "value": frozenset({"value"}),
}


def read_custom(content: bytes, name: str, month: date | None = None) -> Reading:
    """Rates of the house's own: one `base` is `value` units of `currency` from `effective_on` on.

    Raises InvalidInput where a column is missing; what is wrong in a cell is among the reading's
    problems. Each rate carries its own date, so a `month` is refused.
    """
    if month is not None:
        raise InvalidInput(
            "Custom rates carry their own dates in effective_on",
            where=name,
            remedy="Import the file without --month.",
        )
    lines = lines_of(sheets_of(content, name), COLUMNS)
    if lines is None:
        raise InvalidInput(
            "The file has no header with the columns currency, base, effective_on and value",
            where=name,
            remedy="Name its columns so, in the first rows of the table.",
        )
    reading = Reading()
    for line in lines:
        at = {column: Place(line.sheet, line.number, column) for column in COLUMNS}
        currency = reading.currency(line.cells["currency"], at["currency"])
        base = reading.currency(line.cells["base"], at["base"])
        day = reading.day(line.cells["effective_on"], at["effective_on"])
        value = reading.number(line.cells["value"], at["value"])
        if currency and base and day and value:
            reading.add(RateRead(base, currency, day, value), at["value"])
    return reading
