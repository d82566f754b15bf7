"""Sheets: a downloaded table as rows of cells, whether it is a workbook or separated text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from sapar.ground.kernel import InvalidInput

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
HEADER_WITHIN = 40
FORMS = "Download the list again from its publisher as CSV or XLSX and import that file."

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a text file whole (its name is then empty)."""

    name: str
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header: its number as a person counts, and its cells by column name."""

    sheet: str
    number: int
    cells: dict[str, Any]


def content_of(path: Path) -> bytes:
    """The whole file. Raises InvalidInput where there is none, or it cannot be a list of rates."""
    if not path.is_file():
        raise InvalidInput(
            "There is no such file", where=str(path), remedy="Check the path and try again."
        )
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it is no list of rates",
            where=path.name,
            remedy=FORMS,
        )
    return path.read_bytes()


def sheets_of(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, or the one table of a text file.

    What the file is shows in its content, not in its name: the United Nations give out separated
    text under the name of a workbook. Raises InvalidInput where it is neither.
    """
    if content.startswith(_WORKBOOK):
        return _workbook(content, name)
    try:
        return (Sheet("", tuple(_text_rows(_decoded(content, name)))),)
    except csv.Error as error:
        raise InvalidInput(
            f"The text cannot be read as rows and cells ({error})", where=name, remedy=FORMS
        ) from error


def lines_of(sheets: tuple[Sheet, ...], columns: dict[str, frozenset[str]]) -> list[Line] | None:
    """The rows under the first header that has all columns; None where no sheet has one.

    `columns` gives the names that each column goes by; a column not among them is left out. Rows
    in which all of those columns are empty are titles and notes, not rates.
    """
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            places = _places(row, columns)
            if len(places) == len(columns):
                return list(_lines(sheet, at, places))
    return None


def told(cell: object) -> str:
    """A cell as text, with no space around it."""
    return "" if cell is None else str(cell).strip()


def _lines(sheet: Sheet, header: int, places: dict[str, int]) -> Iterator[Line]:
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        if any(told(cell) for cell in cells.values()):
            yield Line(sheet.name, number, cells)


def _places(row: tuple[Any, ...], columns: dict[str, frozenset[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = "".join(letter for letter in told(cell).lower() if letter.isalnum())
        for column, names in columns.items():
            if name in names:
                found.setdefault(column, at)
    return found


def _workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                    raise InvalidInput(
                        "The workbook unpacks to more than a list of rates can be",
                        where=name,
                        remedy=FORMS,
                    )
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            Sheet(
                title,
                tuple(
                    tuple(row)
                    for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                ),
            )
            for title in book.sheet_names
        )
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise InvalidInput(
            "The workbook is damaged or protected and cannot be read", where=name, remedy=FORMS
        ) from error


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InvalidInput("The file is neither a workbook nor text", where=name, remedy=FORMS)


def _text_rows(text: str) -> Iterator[tuple[str, ...]]:
    lines = text.splitlines()[:HEADER_WITHIN]
    separator = max("\t;,", key=lambda one: max((line.count(one) for line in lines), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last = 0
    for row in reader:
        # Numbers must be those of the file, also where a quoted cell runs over lines.
        yield from ((),) * (reader.line_num - last - 1)
        last = reader.line_num
        yield tuple(row)
