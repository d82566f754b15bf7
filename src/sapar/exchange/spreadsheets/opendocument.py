"""Looks into an ODS package: formulas, merged cells and how far each sheet reaches.

ODS writes a run of equal cells once with a count, so a few bytes can stand for a million rows.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from sapar.exchange.spreadsheets.packages import damaged, open_zip

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANIFEST = "META-INF/manifest.xml"


@dataclass(slots=True)
class OpenSheet:
    """One sheet of an ODS file; places are (row, column), counted from 1."""

    last_row: int = 0
    last_column: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0


@dataclass(slots=True)
class _At:
    """Where the reading of a sheet stands."""

    row: int = 0
    column: int = 0
    times: int = 1
    """How often the present row is repeated; the next row stands so many rows further down."""


def survey_ods(path: Path, file: str) -> dict[str, OpenSheet]:
    """What each sheet of an ODS file holds besides its values. Raises InvalidInput if damaged."""
    with open_zip(path, file) as package:
        try:
            for member in package.infolist():
                with package.open(member) as stream:
                    while stream.read(1 << 20):
                        pass
            with package.open("content.xml") as stream:
                return _sheets(stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError):
            raise damaged(file) from None
        except etree.XMLSyntaxError:
            raise damaged(file) from None


def is_encrypted(path: Path, file: str) -> bool:
    """Whether a password closes an ODS file: its manifest then lists how to decrypt each part."""
    with open_zip(path, file) as package:
        try:
            return b"encryption-data" in package.read(_MANIFEST)
        except KeyError:
            return False
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise damaged(file) from None


def _sheets(stream: IO[bytes]) -> dict[str, OpenSheet]:
    sheets: dict[str, OpenSheet] = {}
    sheet, at = OpenSheet(), _At()
    tags = [_TABLE + name for name in ("table", "table-row", "table-cell", "covered-table-cell")]
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for event, element in events:
        kind = str(element.tag).removeprefix(_TABLE)
        if kind == "table" and event == "start":
            sheet, at = OpenSheet(), _At()
            sheets[element.get(_TABLE + "name", "")] = sheet
        elif kind == "table-row" and event == "start":
            at.row, at.column = at.row + at.times, 0
            at.times = _count(element, "number-rows-repeated")
            sheet.hidden_rows += element.get(_TABLE + "visibility") in ("collapse", "filter")
        elif kind == "table-row":
            element.clear()
        elif kind.endswith("cell") and event == "end":
            _note(sheet, at, element)
    return sheets


def _note(sheet: OpenSheet, at: _At, cell: etree._Element) -> None:
    first = at.column + 1
    at.column += _count(cell, "number-columns-repeated")
    if len(cell) or any(str(name).endswith("}value-type") for name in cell.attrib):
        sheet.last_column = max(sheet.last_column, at.column)
        sheet.last_row = max(sheet.last_row, at.row + at.times - 1)
    if cell.get(_TABLE + "formula"):
        sheet.formulas.add((at.row, first))
    down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if down > 1 or across > 1:
        sheet.merged.append((at.row, first, at.row + down - 1, first + across - 1))


def _count(element: etree._Element, name: str) -> int:
    return int(element.get(_TABLE + name) or 1)
