"""Sheets Logframe, Reconciliation and Sources: results, differences, and what it all rests on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sapar.exchange.reports.rules.claims import When, Why
from sapar.exchange.reports.rules.clauses import UNVERIFIED, Resting
from sapar.exchange.reports.rules.facts import NOUGHT
from sapar.exchange.reports.rules.financial import CLAIMED
from sapar.exchange.reports.rules.reconciliation import LINE_12, Detail, Step
from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.sheets.frame import (
    CLOSED,
    COUNT,
    LOGFRAME,
    MARK,
    MIDDLE,
    NUMBER,
    RECONCILIATION,
    SOURCES,
    STRONG,
    STRONG_TEXT,
    WRAP,
    Page,
    Places,
    at,
    frame_height,
    live,
    opened,
    span,
    table_head,
)
from sapar.exchange.spreadsheets.writing import Book, Style, Value

LOGFRAME_HEADS = (
    "Level", "Results chain", "Indicator", "Baseline value", "Baseline year", "Target",
    "Target for", "Current value", "Current on", "Source and mean of verification",
    "Assumptions", "Facts behind",
)  # fmt: skip
LOGFRAME_WIDTHS = (10, 36, 32, 16, 10, 16, 12, 16, 12, 32, 32, 22)
DETAIL_HEADS = (
    "Reference", "Title", "Incurred on", "When", "Own line", "Heading", "Own books", "In books",
    "Left out", "Tax out", "Tax line 12", "Claimed", "Exchange",
)  # fmt: skip
SINGLE = {
    Why.TAX_OUT: "Tax out",
    Why.TAX_ACCEPTED: "Tax line 12",
    "exchange": "Exchange",
}
"""The column of the details that a difference adds up; the others go by why a cost is left out."""
CODES = {Why.OUTSIDE: 1, Why.INELIGIBLE: 2, Why.NO_HEADING: 3, LINE_12: 4}
"""The number of each reason for leaving a cost out, as the formulas name it."""


def write_logframe(book: Book, report: DonorReport) -> None:
    """The logframe in the donor's columns, with the current value and its day."""
    sheet = opened(
        book, LOGFRAME, report, title="Logical framework", widths=LOGFRAME_WIDTHS,
        freeze=(frame_height(report) + 1, 0),
    )  # fmt: skip
    table_head(sheet, LOGFRAME_HEADS)
    before = ""
    for one in report.logframe:
        again = one.result == before
        before = one.result
        first = [None, None] if again else [one.level, one.result]
        sheet.row(
            [
                *first, one.indicator, one.baseline, one.baseline_year, one.target, one.target_on,
                one.current, one.current_on, one.verification,
                None if again else one.assumptions, one.rows,
            ],
            WRAP if again else Style(wrap=True, top_line=True),
        )  # fmt: skip
    if not report.logframe:
        sheet.row(["", "No logframe is on record."])


def write_reconciliation(book: Book, report: DonorReport, places: Places) -> None:
    """From the own statement to line 11, difference by difference, over all costs below."""
    bridge, currency = report.reconciliation, report.currency
    sheet = opened(
        book, RECONCILIATION, report, title="Reconciliation of the two statements",
        widths=(18, 62, 16, 16, 16, 12, 15, 15, 12, 12, 12, 15, 12),
        says=(
            f"From the organisation's statement to line {CLAIMED} of the donor's, in {currency}."
            " Every cost stands below.",
        ),
    )  # fmt: skip
    heads = ["", "Difference", "Previous periods", "This period", "Cumulative", "Costs", "Rests on"]
    table_head(sheet, heads, right=(2, 3, 4, 5))
    start = [bridge.start[When.BEFORE], bridge.start[When.NOW]]
    first = sheet.next_row
    _three(
        sheet, "Own statement, at the rates of its books",
        [live(places.cells["own before"], start[0]), live(places.cells["own now"], start[1])],
        start,
    )  # fmt: skip
    detail = first + len(bridge.steps) + 7
    for step in bridge.steps:
        _step(sheet, step, report, places, detail)
    last = sheet.next_row - 1
    sums = [start[n] + sum((step.of(when).amount for step in bridge.steps), NOUGHT)
            for n, when in enumerate(When)]  # fmt: skip
    row = sheet.next_row
    _three(
        sheet, "Own statement after all differences",
        [live(f"ROUND(SUM({at(first, 2 + n)}:{at(last, 2 + n)}),2)", sums[n]) for n in (0, 1)],
        sums,
    )  # fmt: skip
    ends = [bridge.end[when] for when in When]
    names = ("before", "now")
    _three(
        sheet, f"Line {CLAIMED} of the donor's report",
        [live(places.line(CLAIMED, names[n]), ends[n]) for n in (0, 1)], ends,
    )  # fmt: skip
    rest = [bridge.open(when) for when in When]
    _three(
        sheet, "Not explained (has to be 0.00)",
        [live(f"ROUND({at(row, 2 + n)}-{at(row + 1, 2 + n)},2)", rest[n]) for n in (0, 1)], rest,
    )  # fmt: skip
    places.cells["open"] = f"{RECONCILIATION}!{at(row + 2, 4)}"
    sheet.next_row = detail - 2
    _details(sheet, report)


def _three(sheet: Page, title: str, values: list[Value], sums: list[Decimal]) -> None:
    row, shown = sheet.next_row, replace(STRONG, number_format=CLOSED)
    whole = live(f"ROUND({at(row, 2)}+{at(row, 3)},2)", sum(sums, NOUGHT))
    sheet.row(
        ["", title, *values, whole, "", ""],
        [STRONG_TEXT, STRONG_TEXT, shown, shown, shown, STRONG_TEXT, STRONG_TEXT],
    )


def _step(sheet: Page, step: Step, report: DonorReport, places: Places, detail: int) -> None:
    row = sheet.next_row
    amounts = [step.before.amount, step.now.amount]
    values = [_difference((step.code, n), amounts[n], report, places, detail) for n in (0, 1)]
    whole = live(f"ROUND({at(row, 2)}+{at(row, 3)},2)", sum(amounts, NOUGHT))
    code = CODES.get(step.code, "")
    count = len({*step.before.rows, *step.now.rows})
    sheet.row(
        [f"Left out {code}" if code else "", step.title, *values, whole, count, step.rests_on],
        [WRAP, WRAP, NUMBER, NUMBER, NUMBER, COUNT, MARK if step.rests_on else WRAP],
    )


def _difference(
    place: tuple[str, int], value: Decimal, report: DonorReport, places: Places, detail: int
) -> Value:
    """A difference as a formula over the costs below, or over the other sheets."""
    code, n = place
    last = detail + max(len(report.reconciliation.details), 1) - 1

    def column(name: str) -> str:
        return span(detail, last, DETAIL_HEADS.index(name))

    when = f"{column('When')},{n + 1}"
    if code == "rounding":
        own = places.cells["own now" if n else "own before"]
        return live(f"ROUND(SUMIFS({column('In books')},{when})-{own},2)", value)
    if code == "ceiling":
        over = [
            row
            for (number, nth), row in places.report_rows.items()
            if nth and report.financial.under(number)[nth - 1].over
        ]
        name = places.columns["now" if n else "before"]
        return live(f"Report!{at(over[0], name)}", value) if over else value
    if code in SINGLE:
        sign = "" if code == "exchange" else "-"
        return live(f"ROUND({sign}SUMIFS({column(SINGLE[code])},{when}),2)", value)
    which = f"{when},{column('Left out')},{CODES[code]}"
    told = f"-SUMIFS({column('In books')},{which})"
    if code == LINE_12:
        # Tax that comes back is told apart, whatever line it stood under.
        told += f"+SUMIFS({column('Tax out')},{which})"
    return live(f"ROUND({told},2)", value)


def _details(sheet: Page, report: DonorReport) -> None:
    own, donor = report.statement.currency, report.currency
    heads = [
        f"{head} {own}" if head == "Own books" else f"{head} {donor}"
        if head in ("In books", "Tax out", "Tax line 12", "Claimed", "Exchange") else head
        for head in DETAIL_HEADS
    ]  # fmt: skip
    sheet.row(["", "All costs of both statements", *[None] * 5], Style(bold=True))
    table_head(sheet, heads, right=(6, 7, 9, 10, 11, 12), middle=(2, 3, 4, 5, 8))
    styles = [WRAP, WRAP, *[MIDDLE] * 4, NUMBER, NUMBER, MIDDLE, *[NUMBER] * 4]
    for one in report.reconciliation.details:
        sheet.row(_detail(one, sheet.next_row), styles)


def _detail(one: Detail, row: int) -> list[Value]:
    expense = one.expense
    exchange: Value = one.exchange
    if not one.left_out:
        books, out, accepted, claimed = (at(row, column) for column in (7, 9, 10, 11))
        exchange = live(f"ROUND({claimed}-({books}-{out}-{accepted}),2)", one.exchange)
    return [
        expense.reference, expense.title, expense.on, 2 if one.when is When.NOW else 1,
        expense.own_line, expense.heading, one.own, one.books,
        CODES.get(one.left_out), one.tax_out, one.tax_accepted, one.claimed, exchange,
    ]  # fmt: skip


def write_sources(book: Book, report: DonorReport) -> None:
    """Each rule value the report rests on: rule, clause, how it was chosen, how well verified."""
    sheet = opened(
        book, SOURCES, report, title="What this report rests on",
        widths=(34, 28, 34, 40, 34, 52, 14, 52), freeze=(frame_height(report) + 1, 1),
    )  # fmt: skip
    heads = ["For", "Rule", "Title", "Value", "Chosen by", "Clause", "Status", "Address"]
    table_head(sheet, heads)
    for one in report.sources:
        sheet.row(_source(one), [*[WRAP] * 6, MARK if one.unverified else WRAP, WRAP])
    sheet.row([])
    table_head(sheet, ["Rates that costs were converted at"])
    for rate in report.rates:
        sheet.row([rate])


def _source(one: Resting) -> list[Value]:
    status = UNVERIFIED if one.unverified else one.clause.status.value
    return [
        one.purpose, one.rule, one.title, one.says, one.chosen, one.clause.title, status,
        one.clause.href,
    ]  # fmt: skip
