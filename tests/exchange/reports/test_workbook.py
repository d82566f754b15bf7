from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from python_calamine import CalamineWorkbook
from tests.exchange.reports.reports_made import (
    ASKED,
    LATER,
    cost,
    facts,
    ledgers,
    money_in,
    planned,
    terms,
)

from sapar.exchange.reports.rules.facts import Asked, LogframeRow
from sapar.exchange.reports.rules.report import DonorReport, build_report
from sapar.exchange.reports.workbook import workbook
from sapar.ground.kernel import Period

SHEETS = [
    "Report", "Expenditure list", "Payment request", "Forecast", "Logframe", "Own statement",
    "Reconciliation", "Sources",
]  # fmt: skip
EVIL = '=HYPERLINK("http://example.org","x")'


def whole(*ledger, final: bool = False, **more) -> DonorReport:
    """A report with every part filled."""
    given = {
        "instalments": (money_in("30000", date(2009, 2, 1)), money_in("20000", date(2010, 2, 1))),
        "interest": (money_in("12.50", date(2010, 3, 1), "interest"),),
        "planned": (planned("36500.55", date(2011, 1, 1), date(2011, 11, 30)),),
        "logframe": (LogframeRow("Outcome", 0, "O1 Safer work", "I1 Firms", "2 firms", "2009"),),
        **more,
    }
    asked = Asked(Period(date(2010, 1, 1), date(2011, 12, 31)), LATER, True) if final else ASKED
    return build_report(facts(*ledger, **given), asked)


def sheets(report: DonorReport) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def row_of(rows: list[list[object]], first: str, column: int = 0) -> list[object]:
    return next(row for row in rows if row[column] == first)


def test_every_part_has_its_sheet_and_a_fictional_project_is_marked_on_each():
    found = sheets(whole(cost("10")))
    assert list(found) == SHEETS
    assert all(str(rows[0][0]).startswith("FICTIONAL") for rows in found.values())


def test_the_line_of_the_form_stands_with_its_figures():
    report = whole(cost("100.10", date(2009, 4, 1)), cost("50", currency="USD"))
    found = row_of(sheets(report)["Report"], "13")
    assert float(report.financial.line(13).so_far.amount) in found
    assert float(report.financial.line(13).variation) in found


def test_no_cell_is_a_formula_by_accident():
    report = whole(cost("1", title=EVIL, reference=EVIL, own_line="@SUM(1)"), title=EVIL)
    archive = zipfile.ZipFile(io.BytesIO(workbook(report)))
    names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [
        text for name in names for text in re.findall(r"<f>(.*?)</f>", archive.read(name).decode())
    ]
    assert len(formulas) > 100
    assert not [text for text in formulas if "HYPERLINK" in text or "@SUM" in text]
    assert any("SUMIFS(" in text for text in formulas)
    assert EVIL in archive.read("xl/sharedStrings.xml").decode().replace("&quot;", '"')


def test_what_rests_on_an_unverified_rule_says_so():
    found = sheets(whole(cost("112", vat_status="claimed", vat_amount=Decimal(12))))
    request = row_of(found["Payment request"], "Share of the grant that may be paid in advance")
    assert str(request[2]).startswith("UNVERIFIED: rule eu.pay.prefinancing_cap")
    step = row_of(found["Reconciliation"], "Value added tax: recoverable, exempt or unanswered", 1)
    assert step[6] == "UNVERIFIED: rule eu.cost.vat"
    assert row_of(found["Sources"], "Line 13")[6] == "UNVERIFIED"


def test_the_same_report_is_the_same_file():
    report = whole(cost("3"))
    assert workbook(report) == workbook(report)


@settings(max_examples=15, deadline=None)
@given(ledgers)
def test_any_ledger_makes_a_workbook_whose_last_lines_agree(ledger):
    report = whole(*ledger, terms=terms("eu_grant_2013"))
    found = sheets(report)
    accepted = float(report.financial.line(13).so_far.amount)
    assert row_of(found["Expenditure list"], "Line 13 of the report", 1)[2] == accepted
    rest = row_of(found["Reconciliation"], "Not explained (has to be 0.00)", 1)
    assert rest[2:5] == [0, 0, 0]
    asked = row_of(found["Payment request"], "Sum requested")
    assert asked[1] == float(report.request.asked)
