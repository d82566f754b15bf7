"""A table as it was read: every cell knows its file, sheet, row and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sapar.ground.kernel import InvalidInput

Scalar = str | int | float | bool | date | datetime | time | timedelta
"""What a cell can hold; an empty cell holds an empty text."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def looks_like_formula(text: str) -> bool:
    """A text is dangerous when a spreadsheet that is given it would calculate, not show it.

    Spaces and apostrophes before it are looked through, since programs drop them. Source: OWASP,
    CSV injection.
    """
    return text.lstrip(" \u00a0'").startswith(_FORMULA_STARTS)


def letters(column: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place(file: str, sheet: str = "", row: int = 0, column: int = 0, name: str = "") -> str:
    """Where something stands, in words: file, sheet, row and column, as far as they are known."""
    parts = [file]
    if sheet:
        parts.append(f"sheet '{sheet}'")
    if row:
        parts.append(f"row {row}")
    if column:
        parts.append(f"column {letters(column)}" + (f" ({name})" if name else ""))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its place. `row` and `column` count from 1, as spreadsheets show them.

    `formula` says that the value was calculated by the file's program; `error` is a spreadsheet
    error such as #DIV/0! that stands in place of a value.
    """

    file: str
    sheet: str
    row: int
    column: int
    name: str
    value: Scalar
    formula: bool = False
    error: str = ""

    @property
    def at(self) -> str:
        """The place within the sheet, such as C7."""
        return f"{letters(self.column)}{self.row}"

    @property
    def where(self) -> str:
        """The place in words."""
        return place(self.file, self.sheet, self.row, self.column, self.name)

    @property
    def blank(self) -> bool:
        """Whether nothing but spaces is in it."""
        return not self.error and isinstance(self.value, str) and not self.value.strip()

    @property
    def suspicious(self) -> bool:
        """Whether its text would be a formula in a spreadsheet; it is kept as text all the same."""
        return isinstance(self.value, str) and looks_like_formula(self.value)

    def refusal(self, what: str, remedy: str) -> InvalidInput:
        """A refusal that names this cell."""
        return InvalidInput(what, where=self.where, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row, in the order of the table's columns."""

    number: int
    values: tuple[Scalar, ...]


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, of one sheet of one file. Blank rows are left out.

    `first_column` is the sheet's column (from 1) of the first of `columns`; `formulas` and
    `errors` are keyed by (row, column) of the sheet. `notes` say what was chosen or passed over.
    """

    file: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    first_column: int = 1
    sha256: str = ""
    notes: tuple[str, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name.casefold(): index for index, name in enumerate(self.columns)}

    def has(self, name: str) -> bool:
        """Whether a column of this name is in the table; capitals do not matter."""
        return _tidy(name).casefold() in self._positions

    def index_of(self, name: str) -> int:
        """The position of a named column. Raises InvalidInput that lists the columns."""
        index = self._positions.get(_tidy(name).casefold())
        if index is None:
            raise InvalidInput(
                f"There is no column '{name}'",
                where=place(self.file, self.sheet, self.header_row),
                remedy=f"The columns are: {', '.join(self.columns)}.",
            )
        return index

    def cell(self, row: Row, name: str) -> Cell:
        """The cell of a row in a named column. Raises InvalidInput that lists the columns."""
        return self.cell_at(row, self.index_of(name))

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """All cells of a row, from left to right."""
        return tuple(self.cell_at(row, index) for index in range(len(self.columns)))

    def cell_at(self, row: Row, index: int) -> Cell:
        """The cell of a row at a position of `columns`."""
        column = self.first_column + index
        spot = (row.number, column)
        return Cell(
            file=self.file,
            sheet=self.sheet,
            row=row.number,
            column=column,
            name=self.columns[index],
            value=row.values[index],
            formula=spot in self.formulas,
            error=self.errors.get(spot, ""),
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet before its header is known. `rows` start at the sheet's `first_row`, column A first.

    `merged` are ranges (top, left, bottom, right), counted from 1.
    """

    file: str
    sheet: str
    rows: list[list[Scalar]]
    first_row: int = 1
    first_column: int = 1
    notes: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def _tidy(name: str) -> str:
    return " ".join(name.split())
