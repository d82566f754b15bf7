"""The report as a workbook: one sheet for each part, formulas live from the list to the request."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.sheets.annex_vi import place_report, write_report
from sapar.exchange.reports.sheets.asking import place_forecast, write_forecast, write_request
from sapar.exchange.reports.sheets.explaining import (
    write_logframe,
    write_reconciliation,
    write_sources,
)
from sapar.exchange.reports.sheets.frame import Places
from sapar.exchange.reports.sheets.spending import place_list, write_list, write_statement
from sapar.exchange.spreadsheets.writing import Book


def workbook(report: DonorReport) -> bytes:
    """A report as XLSX. The same report is the same file, whenever it is made.

    Sheets Report, Expenditure list, Payment request, Forecast, Logframe, Own statement,
    Reconciliation, Sources. Every formula carries our own value as its last result.
    """
    places = Places()
    place_report(report, places)
    place_list(report, places)
    place_forecast(report, places)
    made, moment = io.BytesIO(), datetime.combine(report.asked.as_of, time(), UTC)
    title = f"{report.kind} {report.facts.project}"
    with Book(made, title=title, created=moment) as book:
        write_report(book, report, places)
        write_list(book, report, places)
        write_request(book, report, places)
        write_forecast(book, report, places)
        write_logframe(book, report)
        write_statement(book, report, places)
        write_reconciliation(book, report, places)
        write_sources(book, report)
    return made.getvalue()
