"""Reads a table from a CSV or workbook file, by its content and not by its name.

What cannot be read for certain is refused with file, sheet, row, column and remedy. Pure reading:
no database.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sapar.exchange.spreadsheets.cells import Cell, Grid, Row, Scalar, Table, letters, place
from sapar.exchange.spreadsheets.csv_text import read_csv
from sapar.exchange.spreadsheets.packages import MOST_BYTES, open_zip
from sapar.exchange.spreadsheets.workbooks import read_ods, read_xls, read_xlsx
from sapar.ground.kernel import InvalidInput

__all__ = ["MOST_ROWS", "Cell", "Row", "Table", "read_table"]

MOST_ROWS = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENDINGS = {
    "csv": ("csv", "txt", "tsv"),
    "xlsx": ("xlsx", "xlsm"),
    "xls": ("xls",),
    "ods": ("ods",),
}
_OTHER = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF text",
    b"<": "a web page or XML",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
}


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    name: str = "",
    encoding: str = "",
    delimiter: str = "",
    accept_formulas: bool = False,
) -> Table:
    """A file becomes a table only if its content, header and places are certain.

    `sheet` is needed where several visible sheets hold something. `header_row` counts from 1;
    without it the header is the first row with two filled cells. `name` is how errors call the
    file. `encoding` and `delimiter` overrule what a CSV's content says. `accept_formulas` also
    opens XLS files, whose formulas cannot be seen. Raises InvalidInput.
    """
    file = name or path.name
    kind = _kind(path, file)
    match kind:
        case "xlsx":
            grid = read_xlsx(path, file, sheet=sheet, most_rows=MOST_ROWS)
        case "ods":
            grid = read_ods(path, file, sheet=sheet, most_rows=MOST_ROWS)
        case "xls":
            _refuse_unseen_formulas(file, accept_formulas)
            grid = read_xls(path, file, sheet=sheet)
        case _:
            grid = read_csv(
                path.read_bytes(), file,
                most_rows=MOST_ROWS, encoding=encoding, delimiter=delimiter,
            )  # fmt: skip
    return _table(grid, header_row, sha256=_digest(path), notes=_named_otherwise(path, kind))


def _table(grid: Grid, header_row: int | None, *, sha256: str, notes: tuple[str, ...]) -> Table:
    at = _header_index(grid, header_row)
    columns, first = _columns(grid, at)
    header = grid.first_row + at
    _refuse_merged(grid, header, first, len(columns))
    return Table(
        file=grid.file,
        sheet=grid.sheet,
        columns=columns,
        rows=tuple(_rows(grid, at, first, len(columns))),
        header_row=header,
        first_column=first,
        sha256=sha256,
        notes=(*notes, *grid.notes),
        formulas=grid.formulas,
        errors=grid.errors,
    )


def _named_otherwise(path: Path, kind: str) -> tuple[str, ...]:
    ending = path.suffix.lower().lstrip(".")
    if ending in _ENDINGS[kind]:
        return ()
    return (f"The name ends in '.{ending}', but the content is {kind.upper()}; it was read so.",)


def _kind(path: Path, file: str) -> str:
    """What a file is by its first bytes: csv, xlsx, ods or xls. Raises InvalidInput for others."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise InvalidInput(
            f"The file cannot be opened ({error.strerror})",
            where=file,
            remedy="Check the name of the file and who may read it.",
        ) from None
    if not head.strip():
        raise InvalidInput(
            "The file is empty", where=file, remedy="Check that it is the right one."
        )
    if size > MOST_BYTES:
        raise InvalidInput(
            f"The file is larger than {MOST_BYTES // 2**20} MB",
            where=file,
            remedy="Divide it into several files.",
        )
    if head.startswith(b"PK"):
        return _kind_of_package(path, file)
    if head.startswith(_OLE):
        return _kind_of_ole(path, file)
    for start, what in _OTHER.items():
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            raise _not_a_table(file, what)
    return "csv"


def _kind_of_package(path: Path, file: str) -> str:
    with open_zip(path, file) as package:
        members = set(package.namelist())
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "xl/workbook.bin" in members:
        raise _not_a_table(file, "a binary Excel workbook (XLSB)")
    if "content.xml" in members:
        return "ods"
    raise _not_a_table(file, "a zip archive without a workbook")


def _kind_of_ole(path: Path, file: str) -> str:
    if _ENCRYPTED in path.read_bytes():
        raise InvalidInput(
            "The file is closed by a password",
            where=file,
            remedy="Save a copy without a password and read that.",
        )
    return "xls"


def _not_a_table(file: str, what: str) -> InvalidInput:
    return InvalidInput(
        f"The file is {what}, not a table",
        where=file,
        remedy="Open it in a spreadsheet program, save it as XLSX or CSV and read that file.",
    )


def _refuse_unseen_formulas(file: str, accept: bool) -> None:
    if not accept:
        raise InvalidInput(
            "In a workbook of Excel 97 to 2003 (XLS) formulas cannot be told from values",
            where=file,
            remedy="Save it as XLSX and read that file, or accept the values of formulas.",
        )


def _header_index(grid: Grid, header_row: int | None) -> int:
    if header_row is not None:
        index = header_row - grid.first_row
        if not 0 <= index < len(grid.rows) or not any(map(_filled, grid.rows[index])):
            raise InvalidInput(
                "There is nothing in the row that should hold the header",
                where=place(grid.file, grid.sheet, header_row),
                remedy="Correct `header_row` of the mapping; rows are counted from 1.",
            )
        return index
    first = None
    for index, values in enumerate(grid.rows):
        filled = sum(map(_filled, values))
        if filled > 1:
            return index
        if filled and first is None:
            first = index
    if first is None:
        raise InvalidInput(
            "There is nothing in the table",
            where=place(grid.file, grid.sheet),
            remedy="Check that it is the right file and the right sheet.",
        )
    return first


def _columns(grid: Grid, at: int) -> tuple[tuple[str, ...], int]:
    """The names of the columns and the sheet's column (from 1) that they begin in."""
    header = grid.rows[at]
    named = [index for index, value in enumerate(header) if _filled(value)]
    first, last = named[0], named[-1]
    names: dict[str, int] = {}
    for index in range(first, last + 1):
        name = " ".join(str(header[index]).split())
        where = place(grid.file, grid.sheet, grid.first_row + at, index + 1)
        if not name:
            raise InvalidInput(
                "A column has no name", where=where, remedy="Give it a name or delete the column."
            )
        twin = names.setdefault(name.casefold(), index)
        if twin != index:
            raise InvalidInput(
                f"The column name '{name}' stands twice; the first is column {letters(twin + 1)}",
                where=where,
                remedy="Give each column a name of its own.",
            )
    _refuse_unnamed(grid, at, first, last)
    return tuple(" ".join(str(header[i]).split()) for i in range(first, last + 1)), first + 1


def _refuse_unnamed(grid: Grid, at: int, first: int, last: int) -> None:
    """A value under no header at all would be lost in silence."""
    for index, values in enumerate(grid.rows[at + 1 :], start=at + 1):
        for column in (*range(first), *range(last + 1, len(values))):
            if _filled(values[column]):
                raise InvalidInput(
                    "A value stands in a column that has no name",
                    where=place(grid.file, grid.sheet, grid.first_row + index, column + 1),
                    remedy="Give the column a name in the header, or delete the value; "
                    "in CSV put a text that holds a delimiter in quotes.",
                )


def _refuse_merged(grid: Grid, header: int, first: int, width: int) -> None:
    for top, left, bottom, right in grid.merged:
        if bottom >= header and left < first + width and right >= first:
            raise InvalidInput(
                f"The cells {letters(left)}{top}:{letters(right)}{bottom} are merged, so it is "
                "not certain which row or column their value belongs to",
                where=place(grid.file, grid.sheet, top, left),
                remedy="Unmerge the cells and write the value into each one it belongs to.",
            )


def _rows(grid: Grid, at: int, first: int, width: int) -> list[Row]:
    rows = []
    in_error = {row for row, _ in grid.errors}
    for index, values in enumerate(grid.rows[at + 1 :], start=at + 1):
        own = values[first - 1 : first - 1 + width]
        number = grid.first_row + index
        if number in in_error or any(map(_filled, own)):
            rows.append(Row(number, (*own, *[""] * (width - len(own)))))
    return rows


def _filled(value: Scalar) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
