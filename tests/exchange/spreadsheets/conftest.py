"""Files made for the tests: workbooks with anything in them, CSV from text, ODS from XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from a function that fills its sheets with XlsxWriter."""

    def make(fill: Callable[[xlsxwriter.Workbook], object], name: str = "book.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            fill(book)
        return path

    return make


@pytest.fixture
def sheet_of(workbook) -> Callable[..., Path]:
    """A workbook of one sheet from its rows; dates are written as real dates."""

    def make(rows: list[list[object]], name: str = "book.xlsx") -> Path:
        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet("Ledger")
            dates = book.add_format({"num_format": "dd.mm.yyyy"})
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if hasattr(value, "isoformat"):
                        page.write_datetime(number, column, value, dates)
                    else:
                        page.write(number, column, value)

        return workbook(fill, name)

    return make


@pytest.fixture
def csv_of(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file from a text."""

    def make(text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


@pytest.fixture
def ods_of(tmp_path: Path) -> Callable[..., Path]:
    """An OpenDocument workbook of one sheet from the XML of its rows."""

    def make(rows: str, name: str = "table.ods") -> Path:
        names = "urn:oasis:names:tc:opendocument:xmlns:"
        content = (
            f'<office:document-content xmlns:office="{names}office:1.0" '
            f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
            '<office:body><office:spreadsheet><table:table table:name="Ledger">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        )
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("META-INF/manifest.xml", "<manifest/>")
            package.writestr("content.xml", content)
        return path

    return make
