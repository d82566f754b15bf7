"""Sheets Payment request and Forecast: what may be asked of the donor now, step by step."""

from __future__ import annotations

from decimal import Decimal

from sapar.exchange.reports.rules.facts import NOUGHT
from sapar.exchange.reports.rules.figures import cents
from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.sheets.frame import (
    COUNT,
    FORECAST,
    MIDDLE,
    NUMBER,
    PERCENT,
    REQUEST,
    STRONG,
    STRONG_TEXT,
    WRAP,
    Page,
    Places,
    at,
    frame_height,
    labelled,
    live,
    opened,
    table_head,
)
from sapar.exchange.spreadsheets.writing import Book, Value


def write_request(book: Book, report: DonorReport, places: Places) -> None:
    """Instalments so far, what of them is used, the test of its use, and the sum asked for."""
    ask = report.request
    title = "Request for payment of the balance" if ask.final else "Request for payment"
    sheet = opened(
        book, REQUEST, report, title=title, widths=(52, 20, 70), says=ask.notes
    )  # fmt: skip
    table_head(sheet, ["Instalments received", report.currency, "Day and reference"], right=(1,))
    first = sheet.next_row
    for one in ask.instalments:
        entry = one.entry
        sheet.row(
            [entry.reference or "Instalment", one.amount,
             f"{entry.dated.effective_on}, ledger row {entry.dated.id}"],
            [WRAP, NUMBER, WRAP],
        )  # fmt: skip
    last = sheet.next_row - 1
    cells = {"last": at(last, 1) if ask.instalments else ""}
    told = f"ROUND(SUM({at(first, 1)}:{at(last, 1)}),2)"
    cells["paid"] = labelled(
        sheet, "All instalments", live(told, ask.paid) if ask.instalments else NOUGHT, STRONG
    )
    sheet.row([])
    table_head(sheet, ["Use of what was paid", report.currency, "How"], right=(1,))
    cells["grant"] = labelled(sheet, "Maximum grant", ask.grant)
    cells["rate"] = labelled(sheet, "The donor's share of eligible costs", ask.rate, PERCENT)
    cells["eligible"] = labelled(
        sheet, "Eligible costs so far",
        live(places.line(11, "so_far"), ask.eligible.amount), note="Line 11 of the sheet Report",
    )  # fmt: skip
    cells["consumed"] = labelled(
        sheet, "The donor's part of them",
        live(f"{cells['rate']}*{cells['eligible']}", ask.consumed),
    )  # fmt: skip
    if ask.final:
        _balance(sheet, report, cells)
    else:
        _next(sheet, report, places, cells)


def _next(sheet: Page, report: DonorReport, places: Places, cells: dict[str, str]) -> None:
    ask = report.request
    cut: Value = NOUGHT
    if ask.instalments and ask.needed is not None:
        used = labelled(
            sheet, "Of it on the last instalment",
            live(f"{cells['consumed']}-{cells['paid']}+{cells['last']}", ask.used_of_last),
            note="The earlier instalments are used up first",
        )  # fmt: skip
        share = max(ask.used_of_last / ask.last, NOUGHT) if ask.last > 0 else NOUGHT
        got = labelled(
            sheet, "Share of the last instalment that is used",
            live(f"IF({cells['last']}>0,MAX(0,{used}/{cells['last']}),0)", share), PERCENT,
        )  # fmt: skip
        need = labelled(
            sheet, "Share that has to be used", ask.needed, PERCENT,
            _clause(ask.test_rests.mark, str(ask.test_rests.clause)),
        )  # fmt: skip
        verdict = "not met: the next instalment is reduced" if ask.failed else "met"
        labelled(
            sheet, "Test",
            live(f'IF(ROUND({got},9)<{need},"not met: the next instalment is reduced","met")',
                 verdict),
            WRAP, ask.test.says if ask.test else "",
        )  # fmt: skip
        cut = live(f"IF(ROUND({got},9)<{need},{cells['last']}-{used},0)", ask.cut)
    elif ask.test:
        labelled(sheet, "Test", "not known", WRAP, ask.test.says)
    else:
        labelled(sheet, "Test", "none", WRAP, ask.test_rests.says)
    reduction = labelled(sheet, "Reduction by what is unused", cut)
    wanted = labelled(
        sheet, "The donor's part of the forecast",
        live(f"{cells['rate']}*{places.cells['forecast']}", ask.forecast),
        note="Total of the sheet Forecast",
    )  # fmt: skip
    cap = labelled(
        sheet, "Share of the grant that may be paid in advance",
        Decimal(1) if ask.cap is None else ask.cap, PERCENT,
        _clause(ask.cap_rests.mark, str(ask.cap_rests.clause) if ask.cap else ask.cap_rests.says),
    )  # fmt: skip
    room = labelled(
        sheet, "Still to be paid in advance",
        live(f"{cap}*{cells['grant']}-{cells['paid']}", ask.room),
    )  # fmt: skip
    told = f"ROUND(MAX(0,MIN({wanted}-{reduction},{room})),2)"
    sheet.row([])
    sheet.row(["Sum requested", live(told, ask.asked), ""], [STRONG_TEXT, STRONG, STRONG_TEXT])
    _signature(sheet, report)


def _balance(sheet: Page, report: DonorReport, cells: dict[str, str]) -> None:
    ask = report.request
    sum_ = labelled(
        sheet, "Interest on advances", ask.interest_amount,
        note=f"{len(ask.interest)} entries of the ledger",
    )  # fmt: skip
    deducted = ask.interest_amount if ask.interest_due else NOUGHT
    kept = labelled(
        sheet, "Interest deducted", live(sum_, deducted) if ask.interest_due else NOUGHT,
        note=_clause(
            ask.interest_rests.mark, f"{ask.interest_rests.says}; {ask.interest_rests.clause}"
        ),
    )  # fmt: skip
    told = f"ROUND(MIN({cells['consumed']},{cells['grant']})-{cells['paid']}-{kept},2)"
    title = "Balance requested" if ask.asked >= 0 else "Balance to be paid back to the donor"
    sheet.row([])
    sheet.row([title, live(told, ask.asked), ""], [STRONG_TEXT, STRONG, STRONG_TEXT])
    _signature(sheet, report)


def _clause(mark: str, clause: str) -> str:
    return f"{mark}. {clause}" if mark else clause


def _signature(sheet: Page, report: DonorReport) -> None:
    sheet.row([])
    for line in (f"For {report.facts.organisation}", "Name and function:", "Place and date:",
                 "Signature:"):  # fmt: skip
        sheet.row([line])


def write_forecast(book: Book, report: DonorReport, places: Places) -> None:
    """Spending planned for the next period, month by month."""
    ahead = report.forecast
    says = (
        [f"Planned spending from {ahead.period.start} to {ahead.period.end}."]
        if ahead.period
        else ["No further period follows."]
    )
    sheet = opened(
        book, FORECAST, report, title="Forecast for the next period",
        widths=(16, 16, 20, 14), says=[*says, *ahead.notes],
        freeze=(frame_height(report, 1 + len(ahead.notes)) + 1, 0),
    )  # fmt: skip
    heads = ["From", "To", f"Planned {report.currency}", "Rows of the plan"]
    table_head(sheet, heads, right=(2, 3), middle=(0, 1))
    first = sheet.next_row
    for month in ahead.months:
        sheet.row(
            [month.period.start, month.period.end, month.planned.amount, len(month.planned.rows)],
            [MIDDLE, MIDDLE, NUMBER, COUNT],
        )
    last = sheet.next_row - 1
    told = f"ROUND(SUM({at(first, 2)}:{at(last, 2)}),2)"
    whole: Value = live(told, cents(ahead.whole.amount)) if ahead.months else NOUGHT
    row = sheet.row(["Total", "", whole, ""], [STRONG_TEXT, STRONG_TEXT, STRONG, STRONG_TEXT])
    places.cells["forecast"] = f"{FORECAST}!{at(row, 2)}"


def place_forecast(report: DonorReport, places: Places) -> None:
    """Decide where the forecast's total will stand, before the request names it."""
    ahead = report.forecast
    row = frame_height(report, 1 + len(ahead.notes)) + 1 + len(ahead.months)
    places.cells["forecast"] = f"{FORECAST}!{at(row, 2)}"
