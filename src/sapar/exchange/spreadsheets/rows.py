"""Reads the rows of a table as entries of the ledger, field by field; no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sapar.exchange.spreadsheets.cells import Cell, Row, Table, place
from sapar.exchange.spreadsheets.fields import BY_NAME, LedgerField
from sapar.exchange.spreadsheets.mapping import TableMapping
from sapar.exchange.spreadsheets.values import Formats
from sapar.ground.kernel import Finding, InvalidInput, Verdict

CENT = Decimal("0.01")


@dataclass(slots=True)
class RowRead:
    """A row on its way into the ledger: the values read so far, and what is wrong with them.

    A field whose cell is empty holds None. `problems` keep a row out; `findings` want a look.
    """

    number: int
    where: str
    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    problems: list[InvalidInput] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, name: str, what: str, remedy: str) -> None:
        """Note a problem at the cell that a field came from."""
        cell = self.cells.get(name)
        where = cell.where if cell else self.where
        self.problems.append(InvalidInput(what, where=where, remedy=remedy))

    def find(self, rule: str, template: str, as_of: date, **inputs: object) -> None:
        """Note something that does not keep the row out, but that someone should look at."""
        self.findings.append(
            Finding(
                rule=f"ledger_import.{rule}",
                subject=f"row {self.number}",
                verdict=Verdict.AMBER,
                template=template,
                on=as_of,
                inputs=inputs,
            )
        )


def read_rows(table: Table, mapping: TableMapping, on: date) -> Iterator[RowRead]:
    """Each row of a table as the mapping reads it; what cannot be read stands in its problems.

    Raises InvalidInput at once where the table lacks a column of the mapping.
    """
    at = {
        name: tuple(table.index_of(header) for header in headers)
        for name, headers in mapping.columns.items()
    }
    reading = _Reading(table, mapping, mapping.formats, at, on)
    return (reading.read(row) for row in table.rows)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table on its way through one mapping; `at` are the positions of each field's columns."""

    table: Table
    mapping: TableMapping
    formats: Formats
    at: dict[str, tuple[int, ...]]
    on: date

    def read(self, row: Row) -> RowRead:
        table = self.table
        read = RowRead(row.number, place(table.file, table.sheet, row.number))
        for name, value in self.mapping.always.items():
            fixed = Cell(table.file, table.sheet, row.number, 0, "", value)
            self._put(read, BY_NAME[name], (fixed,))
        for name, indexes in self.at.items():
            cells = tuple(table.cell_at(row, index) for index in indexes)
            self._put(read, BY_NAME[name], cells)
        _check_units(read, self.on)
        return read

    def _put(self, read: RowRead, known: LedgerField, cells: tuple[Cell, ...]) -> None:
        read.cells[known.name] = cells[0]
        try:
            value = self._value(known, cells)
        except InvalidInput as problem:
            read.problems.append(problem)
            return
        if value is None and known.required:
            read.refuse(known.name, f"The {known.says} is missing", "Fill the cell.")
        read.values[known.name] = value
        if isinstance(value, str) and any(cell.suspicious for cell in cells):
            read.find(
                "formula_like_text",
                "The text in {cell} begins like a formula; it is kept as text, never calculated",
                self.on,
                cell=cells[0].at,
            )

    def _value(self, known: LedgerField, cells: tuple[Cell, ...]) -> object:
        words = self.mapping.words.get(known.name)
        if words:
            shown = " ".join(str(cell.value).strip() for cell in cells).casefold()
            ours = next((our for word, our in words.items() if word.casefold() == shown), None)
            if ours is not None:
                cells = (replace(cells[0], value=ours),)
        if len(cells) > 1:
            parts = [str(known.read(cell, self.formats)) for cell in cells if not cell.blank]
            return "/".join(parts) or None
        value = known.read(cells[0], self.formats)
        return None if value == "" else value


def _check_units(read: RowRead, on: date) -> None:
    units, rate, amount = (read.values.get(name) for name in ("units", "unit_rate", "amount"))
    for name, value in (("units", units), ("unit_rate", rate)):
        if isinstance(value, Decimal) and value < 0:
            read.refuse(
                name,
                f"The {BY_NAME[name].says.partition(';')[0]} is {value}, which is negative",
                "Enter a correction as a negative amount with positive units.",
            )
    if isinstance(units, Decimal) and isinstance(rate, Decimal) and isinstance(amount, Decimal):
        product = abs(units * rate)
        if abs(product - abs(amount)) >= CENT:
            read.find(
                "units_do_not_multiply",
                "{units} units at {rate} come to {product}, but the amount is {amount}",
                on,
                units=units,
                rate=rate,
                product=product,
                amount=amount,
            )
