"""Sheets Expenditure list and Own statement: the rows behind the report, and the other books."""

from __future__ import annotations

from decimal import Decimal

from sapar.exchange.reports.rules.claims import When
from sapar.exchange.reports.rules.figures import Item
from sapar.exchange.reports.rules.financial import row_key
from sapar.exchange.reports.rules.reconciliation import OwnRow
from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.sheets.frame import (
    COUNT,
    LIST,
    MIDDLE,
    NUMBER,
    STATEMENT,
    STRONG,
    STRONG_TEXT,
    WRAP,
    Places,
    at,
    frame_height,
    live,
    opened,
    table_head,
)
from sapar.exchange.spreadsheets.writing import Book, Formula, Value

LIST_HEADS = (
    "No.", "Title", "Amount", "Heading", "Justifying document", "Incurred on", "Paid on",
    "Supplier", "Currency", "Spent", "Own line", "Ledger reference", "Period", "When",
    "Report row", "Tax left out", "How converted",
)  # fmt: skip
LIST_WIDTHS = (6, 36, 14, 9, 16, 12, 12, 24, 9, 14, 10, 16, 16, 6, 8, 12, 30)
LIST_SAYS = (
    "Every claimed cost. When: 1 is an earlier period, 2 this one; Report row is the row of the"
    " sheet Report that adds it up.",
)
NUMBERS = (2, 9, 15)
MIDDLES = (0, 3, 4, 5, 6, 8, 10, 12, 13, 14)


def place_list(report: DonorReport, places: Places) -> None:
    """Decide where the items will stand, before the sheet Report names them."""
    places.first_item = frame_height(report, len(LIST_SAYS)) + 1
    places.items = len(report.items)
    for column, head in enumerate(LIST_HEADS):
        places.columns[f"list {head}"] = column


def in_order(report: DonorReport) -> list[Item]:
    """This period first, then the earlier ones; by heading and day."""
    return sorted(
        report.items,
        key=lambda one: (one.when is When.BEFORE, one.line, one.claim.expense.on),
    )


def write_list(book: Book, report: DonorReport, places: Places) -> None:
    """Title, amount, heading, document, days and supplier of each claimed cost, and their sum."""
    first = places.first_item
    sheet = opened(
        book, LIST, report, title="List of expenditure", widths=LIST_WIDTHS,
        freeze=(first, 2), says=LIST_SAYS,
    )  # fmt: skip
    heads = [f"{head} {report.currency}" if head in ("Amount", "Tax left out") else head
             for head in LIST_HEADS]  # fmt: skip
    table_head(sheet, heads, right=NUMBERS, middle=MIDDLES)
    rows = _report_rows(report, places)
    styles = [
        NUMBER if column in NUMBERS else MIDDLE if column in MIDDLES else WRAP
        for column in range(len(LIST_HEADS))
    ]
    for number, item in enumerate(in_order(report), 1):
        sheet.row(list_cells(number, item, rows[item.line, row_key(item)]), styles)
    if not report.items:
        sheet.row(["", "Nothing was claimed."])
    sheet.sheet.page.autofilter(
        first - 1, 0, first + max(len(report.items), 1) - 1, len(LIST_HEADS) - 1
    )
    whole = sum((one.amount for one in report.items), Decimal(0))
    last = first + max(len(report.items), 1) - 1
    accepted = report.financial.line(13).so_far.amount
    ceiling = accepted - whole
    sheet.row([])
    styles_ = [STRONG_TEXT, STRONG_TEXT, STRONG]
    row = sheet.row(
        ["", "Sum of the list", live(f"ROUND(SUM({at(first, 2)}:{at(last, 2)}),2)", whole)], styles_
    )
    claimed = places.line(13, "so_far")
    sheet.row(
        ["", "Above the ceiling of overheads, line 8", live(
            f"ROUND({claimed}-{at(row, 2)},2)", ceiling)], styles_,
    )  # fmt: skip
    sheet.row(["", "Line 13 of the report", live(claimed, accepted)], styles_)


def _report_rows(report: DonorReport, places: Places) -> dict[tuple[int, str], int]:
    """The spreadsheet row of the sheet Report, counted from 1, by line and key."""
    found: dict[tuple[int, str], int] = {}
    for (number, nth), row in places.report_rows.items():
        if nth:
            below = report.financial.under(number)[nth - 1]
            if not below.over:
                found[number, below.place] = row + 1
    return found


def list_cells(number: int, item: Item, report_row: int = 0) -> list[Value]:
    """The cells of one cost, in the order of the heads."""
    expense = item.claim.expense
    return [
        number,
        f"Tax: {expense.title}" if item.moved else expense.title,
        item.amount,
        str(item.line),
        expense.document,
        expense.on,
        expense.paid_on,
        expense.supplier,
        expense.entry.currency,
        item.spent,
        expense.own_line,
        expense.reference,
        item.when.value,
        2 if item.when is When.NOW else 1,
        report_row,
        item.tax or None,
        item.says,
    ]


def write_statement(book: Book, report: DonorReport, places: Places) -> None:
    """The organisation's own statement, in the currency of its accounts and in the donor's."""
    own, donor = report.statement.currency, report.currency
    sheet = opened(
        book, STATEMENT, report, title="Statement of the organisation",
        widths=(10, 40, 12, 16, 16, 16, 16, 16, 16, 10),
        freeze=(frame_height(report, 1) + 1, 2),
        says=(
            f"All spending on record by the organisation's own lines, in {own} and at the rates of"
            f" its books in {donor}; by the day it was incurred.",
        ),
    )  # fmt: skip
    heads = ["Line", "Title", "Donor's heading"]
    for code in dict.fromkeys((own, donor)):
        heads += [f"Previous periods {code}", f"This period {code}", f"Cumulative {code}"]
    alike = own == donor
    width = 3 if alike else 6
    table_head(sheet, [*heads, "Ledger rows"], right=range(3, 4 + width), middle=(2,))
    first = sheet.next_row
    for one in report.statement.rows:
        row = sheet.next_row
        sheet.row(_own(one, row, alike), [WRAP, WRAP, MIDDLE, *[NUMBER] * width, COUNT])
    last = sheet.next_row - 1
    total = _totals(report, first, last, alike)
    row = sheet.row(total, [STRONG_TEXT] * 3 + [STRONG] * width + [STRONG_TEXT])
    places.cells |= {
        "own before": f"'{STATEMENT}'!{at(row, width)}",
        "own now": f"'{STATEMENT}'!{at(row, width + 1)}",
    }


def _own(one: OwnRow, row: int, alike: bool) -> list[Value]:
    made: list[Value] = [one.code, one.title, one.heading]
    for column, figures in ((3, one.own), (6, one.books))[: 1 if alike else 2]:
        before, now = figures[When.BEFORE].amount, figures[When.NOW].amount
        made += [before, now]
        made.append(live(f"ROUND({at(row, column)}+{at(row, column + 1)},2)", before + now))
    return [*made, sum(len(figure.rows) for figure in one.own.values())]


def _totals(report: DonorReport, first: int, last: int, alike: bool) -> list[Value | Formula]:
    statement, values = report.statement, []
    for column in (statement.own, statement.books)[: 1 if alike else 2]:
        before, now = column(When.BEFORE), column(When.NOW)
        values += [before, now, before + now]
    made: list[Value] = ["", "Total", ""]
    for column_, value in enumerate(values, 3):
        told = f"ROUND(SUM({at(first, column_)}:{at(last, column_)}),2)"
        made.append(live(told, value) if last >= first else value)
    return [*made, None]
