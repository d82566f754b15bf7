"""Writes workbooks and CSV: a text is always a text; a formula is only what asks to be one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from babel.numbers import get_currency_precision
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sapar.exchange.spreadsheets.csv_text import guarded
from sapar.ground.kernel import InvalidInput, Money

LONGEST_TEXT = 32_767
"""Letters in one cell of a workbook."""
_FIRST_YEAR = 1901
"""Excel counts days from 1900 and has a day too many in that year; older days stay text."""
_NO_LETTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINKING = ("|", "[", "HYPERLINK", "WEBSERVICE", "INDIRECT")
_BANNED = frozenset("[]:*?/\\")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value it gives, for readers that do not calculate."""

    text: str
    value: Decimal | int | str


Value = str | Decimal | int | bool | date | datetime | Money | Formula | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. `number_format` overrules what the value itself suggests."""

    bold: bool = False
    wrap: bool = False
    align: str = ""
    fill: str = ""
    top_line: bool = False
    number_format: str = ""


PLAIN = Style()
HEADER = Style(bold=True, wrap=True, fill="#E8EDF2", top_line=True)


def formula(text: str, value: Decimal | int | str) -> Formula:
    """A live formula. `value` is what it gives now; `text` must hold no text that people entered.

    Raises InvalidInput where it would reach outside the workbook.
    """
    upper = text.upper()
    if any(word in upper for word in _LINKING):
        raise InvalidInput(
            f"The formula '{text}' reaches outside the workbook",
            remedy="Write a formula that reads cells of this workbook only.",
        )
    return Formula("=" + text.removeprefix("="), value)


@lru_cache(maxsize=500)
def currency_format(currency: str) -> str:
    """The number format of a currency: as many decimals as it has, and its code behind."""
    decimals = get_currency_precision(currency)
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'{number}\\ "{currency}";\\-{number}\\ "{currency}"'


class Book:
    """A new workbook at a path or in a stream; use it in a `with` block, which saves it.

    `created` is the moment the file says it was made; give the reading's own, so that the same
    report is the same file. `stream_rows` keeps only one row in memory: rows are then written
    from top to bottom.
    """

    def __init__(
        self,
        target: Path | IO[bytes],
        *,
        title: str = "",
        created: datetime | None = None,
        stream_rows: bool = False,
    ) -> None:
        # A text such as =1+1 or http://… stays a text: nothing is converted.
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": stream_rows,
            "in_memory": not stream_rows,
        }
        self._book = xlsxwriter.Workbook(
            str(target) if isinstance(target, Path) else target, options
        )
        properties: dict[str, Any] = {"title": title}
        if created:
            properties["created"] = created.replace(tzinfo=None)
        self._book.set_properties(properties)
        self._formats: dict[Style, Format] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._book.close()

    def sheet(
        self,
        name: str,
        *,
        widths: Sequence[float] = (),
        freeze: tuple[int, int] = (0, 0),
        landscape: bool = True,
        repeat_rows: int = 0,
    ) -> Sheet:
        """A new sheet, set up to print on A4 one page wide.

        `widths` are of columns, in letters; `freeze` keeps so many rows and columns in sight;
        `repeat_rows` stand on top of every printed page. Raises InvalidInput for a name that
        Excel refuses.
        """
        _refuse_sheet_name(name, [one.get_name() for one in self._book.worksheets()])
        page = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(*freeze)
        page.set_paper(9)
        if landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&R&P / &N")
        if repeat_rows:
            page.repeat_rows(0, repeat_rows - 1)
        return Sheet(self, page)

    def format(self, style: Style) -> Format:
        """The workbook's format of a style; made once."""
        if style not in self._formats:
            wanted: dict[str, Any] = {"valign": "top"}
            if style.bold:
                wanted["bold"] = True
            if style.wrap:
                wanted["text_wrap"] = True
            if style.align:
                wanted["align"] = style.align
            if style.fill:
                wanted["bg_color"] = style.fill
            if style.top_line:
                wanted["top"] = 1
            if style.number_format:
                wanted["num_format"] = style.number_format
            self._formats[style] = self._book.add_format(wanted)
        return self._formats[style]


class Sheet:
    """A sheet that is being written. Rows and columns count from 0, as XlsxWriter has them."""

    def __init__(self, book: Book, page: Worksheet) -> None:
        self._book = book
        self.page = page
        self.next_row = 0

    def row(self, values: Iterable[Value], style: Style | Sequence[Style] = PLAIN) -> int:
        """Write the next row from column A; its number (from 0) is given back for formulas."""
        row = self.next_row
        for column, value in enumerate(values):
            one = style if isinstance(style, Style) else style[column]
            self.write(row, column, value, one)
        self.next_row = row + 1
        return row

    def write(self, row: int, column: int, value: Value, style: Style = PLAIN) -> None:
        """Write one value as exactly what it is. Raises InvalidInput where it would not fit."""
        self.next_row = max(self.next_row, row + 1)
        if isinstance(value, date) and value.year < _FIRST_YEAR:
            value = value.isoformat()
        page, shown = self.page, self._book.format(_suited(style, value))
        match value:
            case None | "":
                page.write_blank(row, column, None, shown)
            case bool():
                page.write_boolean(row, column, value, shown)
            case str():
                _told(page.write_string(row, column, _fitting(value), shown), row, column)
            case Formula():
                cached = value.value if isinstance(value.value, str) else float(value.value)
                page.write_formula(row, column, value.text, shown, cached)
            case Money():
                page.write_number(row, column, _binary(value.amount), shown)
            case Decimal() | int():
                page.write_number(row, column, _binary(Decimal(value)), shown)
            case date():
                naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
                page.write_datetime(row, column, naive, shown)


def write_csv(target: IO[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ",") -> None:
    """Rows as CSV. A formula-like text gets an apostrophe before it; a formula gives its value.

    Days are written as ISO, numbers with a decimal point. Open the target with `newline=""` and
    the encoding `utf-8-sig`, which Excel needs for Cyrillic letters.
    """
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    for values in rows:
        writer.writerow([_as_csv(value) for value in values])


def csv_bytes(rows: Iterable[Sequence[Value]], *, delimiter: str = ",") -> bytes:
    """The same as bytes, ready to be sent or kept."""
    text = io.StringIO(newline="")
    write_csv(text, rows, delimiter=delimiter)
    return text.getvalue().encode("utf-8-sig")


def _as_csv(value: Value) -> str:
    match value:
        case str():
            return guarded(_lines(value))
        case Formula():
            return _as_csv(value.value)
        case Money():
            return _as_csv(value.amount)
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case _:
            # An amount of nothing is an empty cell; True is TRUE as spreadsheets write it.
            return "" if value is None else str(value).upper()


def _suited(style: Style, value: Value) -> Style:
    """A number format that follows from the value, where the style names none."""
    if style.number_format:
        return style
    chosen = ""
    match value:
        case Money():
            chosen = currency_format(value.currency)
        case datetime():
            chosen = "yyyy-mm-dd hh:mm"
        case date():
            chosen = "yyyy-mm-dd"
        case str():
            chosen = "@"
    return _numbered(style, chosen) if chosen else style


@lru_cache(maxsize=1000)
def _numbered(style: Style, chosen: str) -> Style:
    return Style(style.bold, style.wrap, style.align, style.fill, style.top_line, chosen)


def _binary(number: Decimal) -> float:
    """A number as a workbook keeps it: at most 15 digits, so that nothing is lost unseen."""
    if not number.is_finite() or Decimal(f"{float(number):.15g}") != number:
        raise InvalidInput(
            f"The number {number} has more than the 15 digits that a workbook keeps",
            remedy="Round it to the cent first, or write it as text.",
        )
    return float(number)


def _fitting(text: str) -> str:
    text = _lines(text)
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise InvalidInput(
            f"A text of {len(text):,} letters does not fit into one cell",
            remedy=f"Shorten it to {LONGEST_TEXT:,} letters, or keep it as a document.",
        )
    return text


def _lines(text: str) -> str:
    """Line ends as both kinds of file keep them, and no code point that is no letter at all."""
    return _NO_LETTERS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _told(outcome: int, row: int, column: int) -> None:
    if outcome:
        raise InvalidInput(
            f"Row {row + 1} or column {column + 1} lies outside a sheet",
            remedy="Divide the rows among several sheets.",
        )


def _refuse_sheet_name(name: str, used: Sequence[str]) -> None:
    clean = 0 < len(name) <= 31 and not _BANNED & set(name) and name.strip("'") == name
    if not clean or name.casefold() in {one.casefold() for one in used}:
        raise InvalidInput(
            f"'{name}' cannot be the name of a sheet",
            remedy="Use 1 to 31 letters without []:*?/\\ and each name once.",
        )
