"""Frame: what stands on top of every sheet, the styles they share, and where the others' cells are.

Rows and columns count from 0 here; a reference to a cell is written as a spreadsheet has it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell  # type: ignore[import-untyped]

from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.spreadsheets.writing import (
    HEADER,
    PLAIN,
    Book,
    Formula,
    Sheet,
    Style,
    Value,
    formula,
)

REPORT, LIST, REQUEST, FORECAST = "Report", "Expenditure list", "Payment request", "Forecast"
LOGFRAME, STATEMENT = "Logframe", "Own statement"
RECONCILIATION, SOURCES = "Reconciliation", "Sources"
FICTIONAL = "FICTIONAL: this project was made up to show the software; nothing in it happened."

MONEY = '#,##0.00;-#,##0.00;"–"'
"""Nought is a dash, so that the eye finds what there is."""
CLOSED = "#,##0.00;-#,##0.00"
"""The same where nought is the news."""
WHOLE = '0;-0;"–"'
SHARE = "0.0 %"
TITLE = Style(bold=True)
LINE_HEIGHT = 13
"""Points of one line of text."""
BANNER = Style(bold=True, fill="#F6D7A7")
WRAP = Style(wrap=True)
MIDDLE = Style(wrap=True, align="center")
MIDDLE_HEAD = Style(bold=True, wrap=True, fill="#E8EDF2", top_line=True, align="center")
MARK = Style(wrap=True, fill="#FBEDC8")
NUMBER = Style(align="right", number_format=MONEY)
STRONG = Style(bold=True, align="right", number_format=MONEY, fill="#F3F5F7", top_line=True)
STRONG_TEXT = Style(bold=True, wrap=True, fill="#F3F5F7", top_line=True)
STRONG_SHARE = Style(bold=True, align="right", number_format=SHARE, fill="#F3F5F7", top_line=True)
STRONG_COUNT = Style(bold=True, align="right", number_format=WHOLE, fill="#F3F5F7", top_line=True)
PERCENT = Style(align="right", number_format=SHARE)
COUNT = Style(align="right", number_format=WHOLE)
QUANTITY = Style(align="right", number_format="#,##0.####")
RIGHT = Style(bold=True, wrap=True, fill="#E8EDF2", top_line=True, align="right")


@dataclass(slots=True)
class Places:
    """Where cells stand that other sheets read: filled by the sheet that writes them."""

    report_rows: dict[tuple[int, int], int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    first_item: int = 0
    items: int = 0

    def line(self, number: int, column: str) -> str:
        """The cell of a line of the form in a column of the sheet Report."""
        return f"{REPORT}!{at(self.report_rows[number, 0], self.columns[column])}"


@dataclass(slots=True)
class Page:
    """A sheet whose rows are as high as their longest text; rows count from 0."""

    sheet: Sheet
    widths: Sequence[float]

    @property
    def next_row(self) -> int:
        """The row that is written next."""
        return self.sheet.next_row

    @next_row.setter
    def next_row(self, row: int) -> None:
        self.sheet.next_row = row

    def row(self, values: Sequence[Value], style: Style | Sequence[Style] = PLAIN) -> int:
        """Write the next row; its number is given back for formulas."""
        styles = [style] * len(values) if isinstance(style, Style) else style
        row = self.sheet.row(values, styles)
        lines = max(map(self._lines, range(len(values)), values, styles), default=1)
        if lines > 1:
            self.sheet.page.set_row(row, LINE_HEIGHT * lines + 2)
        return row

    def _lines(self, column: int, value: Value, style: Style) -> int:
        if not isinstance(value, str) or not style.wrap or column >= len(self.widths):
            return 1
        # Bold letters are wider, and words are not cut.
        room = self.widths[column] * (0.95 if style.bold else 1.05)
        return sum(max(math.ceil(len(line) / room), 1) for line in value.split("\n"))


def at(row: int, column: int, *, fixed: bool = False) -> str:
    """A cell as a formula names it."""
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def span(first: int, last: int, column: int) -> str:
    """A fixed range of one column."""
    name = xl_col_to_name(column)
    return f"${name}${first + 1}:${name}${last + 1}"


def live(text: str, value: Decimal | int | str | None) -> Formula:
    """A formula with our value; nothing shows as an empty text."""
    return formula(text, "" if value is None else value)


def opened(
    book: Book,
    name: str,
    report: DonorReport,
    *,
    title: str,
    widths: Sequence[float],
    freeze: tuple[int, int] = (0, 0),
    says: Sequence[str] = (),
) -> Page:
    """A new sheet with the banner, its title, and what it reports on."""
    facts, asked = report.facts, report.asked
    page = book.sheet(name, widths=widths, freeze=freeze)
    page.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    if freeze[0]:
        page.page.repeat_rows(freeze[0] - 1)
    sheet = Page(page, widths)
    if facts.fictional:
        # The fill runs over the first columns, so that the sentence is read as one band.
        sheet.row([FICTIONAL, *[None] * min(len(widths) - 1, 5)], BANNER)
    sheet.row([f"{title}: {facts.project}, {facts.title}"], TITLE)
    sheet.row([f"Agreement {facts.agreement} between {facts.donor} and {facts.organisation}"])
    sheet.row([
        f"{report.kind}, {asked.period.start} to {asked.period.end}; in {report.currency};"
        f" as known on {asked.as_of}"
    ])  # fmt: skip
    for one in says:
        sheet.row([one])
    sheet.row([])
    return sheet


def frame_height(report: DonorReport, says: int = 0) -> int:
    """Rows that `opened` writes, with so many sentences."""
    return 4 + says + (1 if report.facts.fictional else 0)


def table_head(
    sheet: Page, titles: Sequence[str], *, right: Sequence[int] = (), middle: Sequence[int] = ()
) -> int:
    """The heads of a table; each stands as what is below it does."""
    styles = [
        RIGHT if column in right else MIDDLE_HEAD if column in middle else HEADER
        for column in range(len(titles))
    ]
    return sheet.row(titles, styles)


def labelled(sheet: Page, label: str, value: Value, style: Style = NUMBER, note: str = "") -> str:
    """A line with a label, a value and a note; the value's cell is given back."""
    marked = MARK if note.startswith("UNVERIFIED") else WRAP
    row = sheet.row([label, value, note], [WRAP, style, marked])
    return at(row, 1)
