"""InforEuro: the Commission's monthly rates, one euro in each currency, in each form given out.

Forms restated from public programs that read them: a month's list as JSON (`isoA3Code`, `value`;
it does not say which month it is), a currency's history as JSON (`currencyIso`, `refCurrencyIso`,
`amount`, `dateStart`, `dateEnd` as 31/10/2023), and the same columns as CSV or XLSX.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sapar.exchange.rates.reading import Place, RateRead, Reading
from sapar.exchange.rates.sheets import FORMS, lines_of, sheets_of, told
from sapar.ground.kernel import InvalidInput
from sapar.ground.kernel.period import add_months, months_between

BASE = "EUR"
LONGEST = 12

_CODE = frozenset(
    {"isoa3code", "isoa3", "isocode", "iso", "currencyiso", "currencycode", "code", "iso4217"}
)
_VALUE = frozenset({"value", "amount", "rate", "exchangerate", "currencyrate", "1eur"})
_STARTS = frozenset({"datestart", "startdate", "validfrom", "from", "month", "period"})
_ENDS = frozenset({"dateend", "enddate", "validto", "until", "to"})
_WITHOUT_MONTH = {"code": _CODE, "value": _VALUE}
_FORMS_OF_TABLE: tuple[dict[str, frozenset[str]], ...] = (
    {**_WITHOUT_MONTH, "starts": _STARTS, "ends": _ENDS},
    {**_WITHOUT_MONTH, "ends": _ENDS},
    {**_WITHOUT_MONTH, "starts": _STARTS},
    _WITHOUT_MONTH,
)
Row = tuple[Place, Mapping[str, Any]]


def read_inforeuro(content: bytes, name: str, month: date | None) -> Reading:
    """InforEuro rates; a list that does not say its month needs `month`.

    A rate holds for every month from its start to its end. Raises InvalidInput where the file is
    none of the forms; what is wrong within a form is among the reading's problems.
    """
    reading = Reading()
    for place, row in _rows(content, name, month):
        _take(reading, place, row, month)
    return reading


def _rows(content: bytes, name: str, month: date | None) -> Iterator[Row]:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        yield from _json_rows(content, name, month)
        return
    sheets = sheets_of(content, name)
    for columns in _FORMS_OF_TABLE:
        lines = lines_of(sheets, columns)
        if lines is not None:
            _check_month(name, month, dated="ends" in columns or "starts" in columns)
            yield from ((Place(line.sheet, line.number), line.cells) for line in lines)
            return
    raise _wrong_form(name)


def _json_rows(content: bytes, name: str, month: date | None) -> Iterator[Row]:
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InvalidInput("The JSON is cut off or damaged", where=name, remedy=FORMS) from error
    if isinstance(data, dict) and "message" in data:
        raise InvalidInput(
            f"The file holds no rates, but the answer '{told(data['message'])}'",
            where=name,
            remedy="Download a month that is published.",
        )
    if not isinstance(data, list) or not data:
        raise _wrong_form(name)
    for number, item in enumerate(data, start=1):
        if not isinstance(item, dict) or not {"isoA3Code", "currencyIso"} & set(item):
            raise _wrong_form(name)
        dated = "currencyIso" in item
        _check_month(name, month, dated=dated)
        if dated:
            row = {
                "code": item["currencyIso"],
                "value": item.get("amount"),
                "base": item.get("refCurrencyIso", BASE),
                "starts": item.get("dateStart"),
                "ends": item.get("dateEnd"),
            }
        else:
            row = {"code": item["isoA3Code"], "value": item.get("value")}
        yield Place("", number), row


def _take(reading: Reading, place: Place, row: Mapping[str, Any], month: date | None) -> None:
    def at(column: str) -> Place:
        return Place(place.sheet, place.row, column)

    currency = reading.currency(row["code"], at("code"))
    value = reading.number(row["value"], at("value"))
    months = _months(reading, row, month, at("date"))
    if row.get("base", BASE) != BASE:
        reading.problem(
            at("refCurrencyIso"),
            f"The rate is for one unit of '{told(row['base'])}', not for one euro",
            "Import it as custom rates with its own base.",
        )
    elif currency and value:
        for one in months:
            reading.add(RateRead(BASE, currency, one, value), at("value"))


def _months(
    reading: Reading, row: Mapping[str, Any], month: date | None, place: Place
) -> list[date]:
    given = [row[key] for key in ("starts", "ends") if told(row.get(key))]
    if not given:
        if month and "starts" not in row and "ends" not in row:
            return [month.replace(day=1)]
        reading.problem(place, "The month of the rate is missing", "Write it as 2009-06.")
        return []
    days = [_month(reading, cell, place) for cell in given]
    if None in days:
        return []
    first, last = (one.replace(day=1) for one in (days[0], days[-1]) if one)
    count = months_between(first, last)
    if not 1 <= count <= LONGEST:
        reading.problem(
            place,
            f"The rate runs from {told(given[0])} to {told(given[-1])}, which is no month",
            "Correct the dates.",
        )
        return []
    return [add_months(first, step) for step in range(count)]


def _month(reading: Reading, cell: object, place: Place) -> date | None:
    text = told(cell)
    if len(text) == 7 and text[4] == "-":
        cell = f"{text}-01"
    elif len(text) == 7 and text[2] == "/":
        cell = f"01/{text}"
    return reading.day(cell, place, slashes=True)


def _check_month(name: str, month: date | None, *, dated: bool) -> None:
    if dated and month is not None:
        raise InvalidInput(
            "The list says itself which months it is of",
            where=name,
            remedy="Import it without --month.",
        )
    if not dated and month is None:
        raise InvalidInput(
            "The list does not say which month it is of",
            where=name,
            remedy="Say which month it is with --month 2009-06.",
        )


def _wrong_form(name: str) -> InvalidInput:
    return InvalidInput(
        "This is not an InforEuro list: it needs the currency's code (isoA3Code) and the value",
        where=name,
        remedy=FORMS,
    )
