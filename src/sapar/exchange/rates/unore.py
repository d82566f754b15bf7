"""UN operational rates: one US dollar in each currency, from each effective date on.

Form restated from public programs that read the download: a title, a header with country, currency,
abbreviation, effective date and rate, one row for each country, then notes; as a workbook, as CSV,
or as tab-separated text under the name of a workbook. Dates are as 01 Jun 2009.
"""

from __future__ import annotations

from datetime import date

from sapar.exchange.rates.reading import Place, RateRead, Reading
from sapar.exchange.rates.sheets import FORMS, lines_of, sheets_of
from sapar.ground.kernel import InvalidInput

BASE = "USD"

COLUMNS = {
    "code": frozenset(
        {"abbreviation", "abbrev", "code", "currencycode", "isocode", "iso", "fcurrcode"}
        | {"currencyabbreviation"}
    ),
    "effective date": frozenset({"effectivedate", "effdate", "effective", "dateeffective"}),
    "rate": frozenset(
        {"rate", "operationalrate", "unoperationalrate", "exchangerate", "rate1usd", "rateus"}
        | {"ratetous", "ratetousd", "rateto1usd", "rateperusd", "rateofexchange"}
    ),
}


def read_unore(content: bytes, name: str, month: date | None = None) -> Reading:
    """UN operational rates, the monthly list or a revision within the month.

    Raises InvalidInput where the file is not such a list; what is wrong within it is among the
    reading's problems. Each rate carries its own date, so a `month` is refused.
    """
    if month is not None:
        raise InvalidInput(
            "UN operational rates carry their own effective dates",
            where=name,
            remedy="Import the file without --month.",
        )
    lines = lines_of(sheets_of(content, name), COLUMNS)
    if lines is None:
        raise InvalidInput(
            "This is not a list of UN operational rates: it needs the columns Abbreviation (or"
            " Code), Effective Date and Rate",
            where=name,
            remedy=FORMS,
        )
    reading = Reading()
    for line in lines:
        at = {column: Place(line.sheet, line.number, column) for column in COLUMNS}
        currency = reading.currency(line.cells["code"], at["code"])
        day = reading.day(line.cells["effective date"], at["effective date"])
        value = reading.number(line.cells["rate"], at["rate"])
        if currency and day and value:
            reading.add(RateRead(BASE, currency, day, value), at["rate"])
    return reading
