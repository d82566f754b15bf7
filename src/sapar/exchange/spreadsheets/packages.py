"""Looks into XLSX and ODS packages before they are read: size, formulas, errors, merged cells.

The reader of workbooks gives values only and trusts their positions. What a formula gave, and a
cell placed a million rows down, are seen here first.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from sapar.exchange.spreadsheets.cells import column_number, letters
from sapar.ground.kernel import InvalidInput

MOST_BYTES = 512 * 1024 * 1024
"""What a package may unpack to."""
MOST_MEMBERS = 10_000
MOST_CELLS = 30_000_000
"""Rows times columns of one sheet, blank cells between them included."""

Spot = tuple[int, int]
"""A row and a column, counted from 1."""

_CHUNK = 1 << 20
_OVERLAP = 256
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})\d""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{1,7}(\d{1,10})""")
_MARKED = re.compile(rb"""<(?:\w+:)?f[\s/>]|\bt\s*=\s*["']e["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\b[^>]*\bhidden\s*=\s*["'](?:1|true)["']""")


@dataclass(slots=True)
class Part:
    """What one sheet's XML holds, as far as bytes tell: how far it reaches, and what to look for.

    `marked` says that formulas or errors stand in it.
    """

    last_row: int = 0
    last_column: int = 0
    marked: bool = False
    hidden_rows: int = 0


@dataclass(slots=True)
class Package:
    """An Excel workbook's package: the XML part behind each sheet, and whether macros are in it."""

    path: Path
    file: str
    parts: dict[str, Part] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    macros: bool = False

    def part_of(self, sheet: str) -> Part:
        """What is known of a sheet's XML."""
        return self.parts.get(self.sheets.get(sheet, ""), Part())


def open_zip(path: Path, file: str) -> zipfile.ZipFile:
    """A package whose declared size is within bounds and that no password closes."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise damaged(file) from None
    members = package.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
        package.close()
        raise InvalidInput(
            f"The file would unpack to more than {MOST_BYTES // 2**20} MB",
            where=file,
            remedy="Save only the sheet that is needed, as CSV or in several files.",
        )
    if any(one.flag_bits & 1 for one in members):
        package.close()
        raise InvalidInput(
            "The file is closed by a password",
            where=file,
            remedy="Save a copy without a password and read that.",
        )
    return package


def damaged(file: str) -> InvalidInput:
    """The refusal of a workbook that is cut off or broken."""
    return InvalidInput(
        "The workbook is damaged or incomplete",
        where=file,
        remedy="Open it in a spreadsheet program, save it again as XLSX and read that file.",
    )


def survey(path: Path, file: str) -> Package:
    """Every member of an Excel package is unpacked once, so a size that lies is found out here.

    Raises InvalidInput for damaged packages and for those beyond the bounds.
    """
    found = Package(path, file)
    with open_zip(path, file) as package:
        try:
            for member in package.infolist():
                name = member.filename
                found.macros |= name.lower().endswith("vbaproject.bin")
                part = _surveyed(package, member)
                if name.startswith("xl/") and name.endswith(".xml"):
                    found.parts[name] = part
            found.sheets = _sheets_of(package)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError):
            raise damaged(file) from None
        except (etree.XMLSyntaxError, OSError):
            raise damaged(file) from None
    return found


def refuse_sprawl(file: str, sheet: str, last_row: int, last_column: int, most_rows: int) -> None:
    """A sheet is refused when its cells reach so far that reading it would fill the memory."""
    if last_row > most_rows + 1 or last_row * last_column > MOST_CELLS:
        raise InvalidInput(
            f"The sheet reaches to row {last_row:,} and column {letters(last_column)}; "
            f"at most {most_rows:,} rows and {MOST_CELLS:,} cells are read",
            where=f"{file}, sheet '{sheet}'",
            remedy="Delete stray cells far from the table, or divide the table into several files.",
        )


def marks_in(package: Package, sheet: str) -> tuple[set[Spot], dict[Spot, str]]:
    """The places of formulas and of errors in a sheet."""
    formulas: set[Spot] = set()
    errors: dict[Spot, str] = {}
    if not package.part_of(sheet).marked:
        return formulas, errors
    try:
        with (
            open_zip(package.path, package.file) as archive,
            archive.open(package.sheets[sheet]) as stream,
        ):
            for spot, cell in _cells(stream):
                if cell.get("t") == "e":
                    errors[spot] = cell.findtext("{*}v") or "unknown"
                formula = cell.find("{*}f")
                if formula is not None:
                    formulas |= _reached(spot, formula.get("ref", ""), package.part_of(sheet))
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(package.file) from None
    return formulas, errors


def _reached(spot: Spot, ref: str, part: Part) -> set[Spot]:
    """The cells that one formula fills: its own, and for an array all of its range."""
    match = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", ref)
    if not match:
        return {spot}
    rows = range(int(match[2]), min(int(match[4]), part.last_row) + 1)
    columns = range(column_number(match[1]), min(column_number(match[3]), part.last_column) + 1)
    return {spot, *((row, column) for row in rows for column in columns)}


def _surveyed(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Part:
    part, kept = Part(), b""
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = kept + chunk
            columns = {*_COLUMN.findall(window)}
            rows = {*_ROW.findall(window)}
            part.last_column = max(
                part.last_column, *(column_number(one.decode()) for one in columns), 0
            )
            part.last_row = max(part.last_row, *(int(one) for one in rows), 0)
            part.marked = part.marked or bool(_MARKED.search(window))
            part.hidden_rows += len(_HIDDEN.findall(window)) - len(_HIDDEN.findall(kept))
            kept = window[-_OVERLAP:]
    return part


def _sheets_of(package: zipfile.ZipFile) -> dict[str, str]:
    """The XML part of each sheet, by the sheet's name."""
    targets = {
        str(one.get("Id")): str(one.get("Target", ""))
        for one in _parsed(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = {}
    for one in _parsed(package, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet"):
        # Strict workbooks have the id in a namespace of their own.
        ids = [str(value) for key, value in one.attrib.items() if str(key).endswith("}id")]
        target = targets.get(ids[0] if ids else "", "")
        sheets[str(one.get("name", ""))] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return sheets


def _parsed(package: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with package.open(name) as stream:
        return etree.parse(stream, parser).getroot()


def _cells(stream: IO[bytes]) -> Iterator[tuple[Spot, etree._Element]]:
    """Each cell with its place; a cell that gives none stands right of the one before it."""
    row = column = 0
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=("{*}row", "{*}c"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for event, element in events:
        is_row = etree.QName(element).localname == "row"
        if is_row and event == "start":
            row, column = int(element.get("r") or row + 1), 0
        elif is_row:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif event == "end":
            match = re.fullmatch(r"([A-Z]+)(\d+)", element.get("r") or "")
            column = column_number(match[1]) if match else column + 1
            yield (int(match[2]) if match else row, column), element
