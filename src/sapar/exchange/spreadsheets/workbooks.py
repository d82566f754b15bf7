"""Reads a sheet of an XLSX, XLS or ODS workbook: which sheet, and what must be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sapar.exchange.spreadsheets.cells import Grid
from sapar.exchange.spreadsheets.opendocument import is_encrypted, survey_ods
from sapar.exchange.spreadsheets.packages import damaged, marks_in, refuse_sprawl, survey
from sapar.ground.kernel import InvalidInput


@dataclass(slots=True)
class _Seen:
    """What was learned of a workbook before its values are read; reach is (last row, column)."""

    reach: dict[str, tuple[int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_xlsx(path: Path, file: str, *, sheet: str | None, most_rows: int) -> Grid:
    """A sheet of an Excel workbook, with the places of its formulas, errors and merged cells."""
    package = survey(path, file)
    seen = _Seen(
        {
            name: (package.part_of(name).last_row, package.part_of(name).last_column)
            for name in package.sheets
        }
    )
    if package.macros:
        seen.notes.append("The workbook holds macros; they were not run and not read.")
    with _opened(path, file) as book:
        name = _chosen(book, file, sheet, seen)
        refuse_sprawl(file, name, *seen.reach.get(name, (0, 0)), most_rows)
        grid = _grid(book, file, name)
    _note_hidden_rows(seen, package.part_of(name).hidden_rows)
    formulas, errors = marks_in(package, name)
    return Grid(
        file, name, grid.rows, notes=tuple(seen.notes), merged=grid.merged,
        formulas=frozenset(formulas), errors=errors,
    )  # fmt: skip


def read_ods(path: Path, file: str, *, sheet: str | None, most_rows: int) -> Grid:
    """A sheet of an OpenDocument workbook."""
    if is_encrypted(path, file):
        raise _closed(file)
    found = survey_ods(path, file)
    seen = _Seen({name: (one.last_row, one.last_column) for name, one in found.items()})
    # Opening an ODS file already unfolds every sheet of it, so each one is measured first.
    for name, one in found.items():
        refuse_sprawl(file, name, one.last_row, one.last_column, most_rows)
    with _opened(path, file) as book:
        name = _chosen(book, file, sheet, seen)
        grid = _grid(book, file, name)
    _note_hidden_rows(seen, found[name].hidden_rows)
    return Grid(
        file, name, grid.rows, notes=tuple(seen.notes), merged=tuple(found[name].merged),
        formulas=frozenset(found[name].formulas),
    )  # fmt: skip


def read_xls(path: Path, file: str, *, sheet: str | None) -> Grid:
    """A sheet of an old Excel workbook (97 to 2003). Formulas in it cannot be told from values."""
    seen = _Seen()
    with _opened(path, file) as book:
        name = _chosen(book, file, sheet, seen)
        grid = _grid(book, file, name)
    seen.notes.append(
        "In a workbook of Excel 97 to 2003 formulas and errors cannot be told from values."
    )
    return Grid(file, name, grid.rows, notes=tuple(seen.notes), merged=grid.merged)


def _opened(path: Path, file: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise _closed(file) from None
    except (CalamineError, OSError, ValueError):
        raise damaged(file) from None


def _closed(file: str) -> InvalidInput:
    return InvalidInput(
        "The file is closed by a password",
        where=file,
        remedy="Save a copy without a password and read that.",
    )


def _chosen(book: CalamineWorkbook, file: str, wanted: str | None, seen: _Seen) -> str:
    """The sheet that was asked for, else the only visible one that holds anything."""
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    hidden = [one.name for one in sheets if one.name not in visible]
    if wanted is not None:
        return _wanted(wanted, visible, hidden, file)
    if hidden:
        seen.notes.append(f"Hidden sheets were not read: {', '.join(hidden)}.")
    filled = [name for name in visible if seen.reach.get(name, (1, 1))[0]]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        raise InvalidInput(
            "No visible sheet holds anything",
            where=file,
            remedy="Check that it is the right file; show the sheet if it is hidden.",
        )
    raise InvalidInput(
        f"Several sheets hold something: {', '.join(filled)}",
        where=file,
        remedy="Name the sheet to read.",
    )


def _wanted(wanted: str, visible: Sequence[str], hidden: Sequence[str], file: str) -> str:
    if wanted in visible:
        return wanted
    if wanted in hidden:
        raise InvalidInput(
            f"The sheet '{wanted}' is hidden",
            where=file,
            remedy="Show the sheet, look at what it holds, save the file and read it again.",
        )
    raise InvalidInput(
        f"There is no sheet '{wanted}'",
        where=file,
        remedy=f"The sheets are: {', '.join(visible)}.",
    )


def _grid(book: CalamineWorkbook, file: str, name: str) -> Grid:
    try:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError):
        raise damaged(file) from None
    return Grid(file, name, rows, merged=_merged(sheet))


def _merged(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )


def _note_hidden_rows(seen: _Seen, count: int) -> None:
    if count:
        seen.notes.append(f"Hidden rows are read like all others; there are {count}.")
