"""Small files in the published forms, with made-up rates."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import xlsxwriter

MONTH_JSON = """[
 {"country": "Kyrgyzstan", "currency": "Som", "isoA3Code": "KGS", "isoA2Code": "KG",
  "value": 49.1234, "comment": null},
 {"country": "United States", "currency": "US dollar", "isoA3Code": "USD", "isoA2Code": "US",
  "value": 1.2744, "comment": null},
 {"country": "Ecuador", "currency": "US dollar", "isoA3Code": "USD", "isoA2Code": "EC",
  "value": 1.2744, "comment": null},
 {"country": "Austria", "currency": "Euro", "isoA3Code": "EUR", "isoA2Code": "AT",
  "value": 1, "comment": null}
]"""

HISTORY_JSON = """[
 {"currencyIso": "USD", "refCurrencyIso": "EUR", "amount": 1.2744,
  "dateStart": "01/03/2009", "dateEnd": "31/03/2009"},
 {"currencyIso": "USD", "refCurrencyIso": "EUR", "amount": 1.2955,
  "dateStart": "01/02/2009", "dateEnd": "28/02/2009"}
]"""

HISTORY_CSV = """Currency ISO;Ref currency ISO;Amount;Date start;Date end
USD;EUR;1,2744;01/03/2009;31/03/2009
USD;EUR;1,2955;01/02/2009;28/02/2009
"""

UN_HEAD = ("Country", "Currency", "Abbreviation", "Effective Date", "Rate (1 USD =)")
UN_ROWS = (
    ("Ecuador", "US Dollar", "USD", "01 Jun 2009", "1"),
    ("Kyrgyzstan", "Som", "KGS", "01 Jun 2009", "43.10"),
    ("Austria", "Euro", "EUR", "01 Jun 2009", "0.709"),
    ("Belgium", "Euro", "EUR", "01 Jun 2009", "0.709"),
    ("Viet Nam", "Dong", "VND", "15 Jun 2009", "17,780.00"),
)
UN_TSV = "\r\n".join(
    [
        "Operational rates of exchange",
        "",
        "\t".join(UN_HEAD),
        *("\t".join(row) for row in UN_ROWS),
        "",
        "Rates are for accounting only.",
    ]
)

CUSTOM_CSV = """currency,base,effective_on,value
KGS,EUR,2009-06-01,60.5
TJS,EUR,2009-06-01,6.15
"""


def workbook(rows: Iterable[Iterable[object]], sheet: str = "Rates", note: str = "") -> bytes:
    """A workbook; with a note, a first sheet holds only that."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    if note:
        book.add_worksheet("About").write(0, 0, note)
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)  # type: ignore[arg-type]
            else:
                page.write(at, column, cell)
    book.close()
    return packed.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
