"""Making: one call for each report that a page or a command hands out."""

from __future__ import annotations

from datetime import date

from sapar.exchange.reports import pages
from sapar.exchange.reports.pdf import pdf
from sapar.exchange.reports.queries import agreement_of, report_facts
from sapar.exchange.reports.rules.facts import Asked
from sapar.exchange.reports.rules.report import DonorReport, build_report
from sapar.exchange.reports.sheets.frame import FICTIONAL
from sapar.exchange.reports.sheets.spending import LIST_HEADS, in_order, list_cells
from sapar.exchange.reports.workbook import workbook
from sapar.exchange.spreadsheets.writing import csv_bytes
from sapar.ground.kernel import Period


def donor_report(
    project_id: int,
    period: Period,
    as_of: date,
    final: bool = False,
    *,
    agreement: str = "",
    accounts: str = "",
) -> DonorReport:
    """The report on a period of an agreement, as known at the end of a day.

    `agreement` is needed where a project has several; `accounts` is the currency of the
    organisation's books where the ledger does not say it. Raises InvalidInput where there is no
    agreement, no terms, no budget, or where a rate is missing.
    """
    facts = report_facts(agreement_of(project_id, agreement), as_of)
    return build_report(facts, Asked(period, as_of, final, accounts))


def financial_workbook(project_id: int, period: Period, as_of: date, final: bool = False) -> bytes:
    """The financial report with all its parts as XLSX with live formulas."""
    return workbook(donor_report(project_id, period, as_of, final))


def financial_pdf(project_id: int, period: Period, as_of: date, final: bool = False) -> bytes:
    """The financial report with all its parts as a tagged PDF."""
    return report_pdf(donor_report(project_id, period, as_of, final))


def report_pdf(report: DonorReport) -> bytes:
    """A report with all its parts as a tagged PDF."""
    return pdf(report, pages.all_parts(report), report.kind)


def expenditure_pdf(report: DonorReport) -> bytes:
    """The list of expenditure of the period alone."""
    return pdf(report, [pages.list_part(report)], "List of expenditure")


def request_pdf(report: DonorReport) -> bytes:
    """The payment request with the forecast it rests on."""
    parts = [pages.request_part(report), pages.forecast_part(report), pages.sources_part(report)]
    return pdf(report, parts, "Payment request")


def expenditure_csv(report: DonorReport) -> bytes:
    """The list of expenditure, earlier periods included, as CSV."""
    rows = [list_cells(n, item) for n, item in enumerate(in_order(report), 1)]
    kept = [at for at, head in enumerate(LIST_HEADS) if head != "Report row"]
    banner = [[FICTIONAL]] if report.facts.fictional else []
    heads = [[LIST_HEADS[at] for at in kept]]
    return csv_bytes([*banner, *heads, *([row[at] for at in kept] for row in rows)])
