"""The workbook in another program: LibreOffice reckons every formula anew and finds the same."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.exchange.reports.reports_made import cost, terms
from tests.exchange.reports.test_workbook import whole

from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.workbook import workbook

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not here"),
]
RESULT = re.compile(r"(<f>.*?</f>)<v>.*?</v>")


@pytest.fixture
def reckoned_anew(tmp_path):
    """Opens a workbook without its last results in LibreOffice and saves what that reckons."""

    def convert(content: bytes) -> dict[str, list[list[object]]]:
        _without_results(content, tmp_path / "report.xlsx")
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{tmp_path}/out"]
        subprocess.run(
            [*command, str(tmp_path / "report.xlsx")], check=True, capture_output=True, timeout=300
        )
        return _values(CalamineWorkbook.from_path(str(tmp_path / "out" / "report.xlsx")))

    return convert


def _without_results(content: bytes, path: Path) -> None:
    """Formulas only: a program that does not reckon would show nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name.startswith("xl/worksheets/"):
                data = RESULT.sub(r"\1", data.decode()).encode()
            made.writestr(name, data)


def _values(book: CalamineWorkbook) -> dict[str, list[list[object]]]:
    read = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return {name: sheet.to_python(skip_empty_area=False) for name, sheet in read.items()}


def many(seed: int) -> list:
    rng = random.Random(seed)
    return [
        cost(
            Decimal(rng.randint(-50_000, 900_000)) / 100,
            date(rng.choice((2008, 2009, 2010, 2010, 2011)), rng.randint(1, 12), 3),
            rng.choice(("1", "2", "5", "8", "12", "")),
            rng.choice(("EUR", "USD", "KGS")),
            own_line=rng.choice(("11", "15", "68", "")),
            eligible=rng.choice((True, True, None, False)),
            vat_status=(status := rng.choice(("", "", "claimed", "refused"))),
            vat_amount=Decimal("1.37") if status else None,
        )
        for _ in range(60)
    ]


@pytest.mark.parametrize(
    ("mode", "final"), [("eu_grant_2008", False), ("eu_grant_2013", True)], ids=["mean", "fifo"]
)
def test_libreoffice_reckons_the_same(reckoned_anew, mode, final):
    report: DonorReport = whole(*many(7), final=final, terms=terms(mode))
    content = workbook(report)
    ours = _values(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    theirs = reckoned_anew(content)
    differing = []
    compared = 0
    for name, rows in ours.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                other = theirs[name][number][column] if column < len(theirs[name][number]) else ""
                compared += isinstance(value, float)
                same = abs(value - other) < 1e-6 if _numbers(value, other) else value == other
                if not same:
                    differing.append((name, number + 1, column, value, other))
    assert compared > 800
    assert differing == []


def _numbers(*values: object) -> bool:
    return all(isinstance(value, float | int) for value in values)


def test_the_sums_come_from_the_list_alone(reckoned_anew):
    """Without their last results nothing but the list of expenditure says what was spent."""
    report = whole(cost("1000"), cost("500", date(2009, 5, 1)))
    found = reckoned_anew(workbook(report))
    line = next(row for row in found["Report"] if row[0] == "13")
    assert 1500.0 in line
    request = next(row for row in found["Payment request"] if row[0] == "Sum requested")
    assert request[1] == float(report.request.asked)
