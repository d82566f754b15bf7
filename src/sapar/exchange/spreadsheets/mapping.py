"""A column mapping: which column of somebody's file is which field of ours, and how it writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from sapar.exchange.spreadsheets.cells import Table
from sapar.exchange.spreadsheets.fields import BY_NAME, FIELDS
from sapar.exchange.spreadsheets.tables import read_table
from sapar.exchange.spreadsheets.values import DateOrder, Formats
from sapar.ground.rulebook.checking import nearest, problem_at, validated
from sapar.ground.rulebook.yaml_text import read_located


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Header = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Columns = Annotated[tuple[Header, ...], BeforeValidator(_listed)]


class TableMapping(BaseModel):
    """How one kind of file is read: columns by our fields, values for all rows, and formats."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    sheet: str | None = None
    """The sheet, where several hold something."""
    header_row: int | None = None
    """The row of the header, counted from 1; the first with two filled cells if not given."""
    encoding: Literal["", "utf-8", "utf-8-sig", "utf-16", "cp1251", "cp1252"] = ""
    """The encoding of a CSV file; found by its content if not given."""
    delimiter: Literal["", ",", ";", "\t"] = ""
    """The delimiter of a CSV file; found by its content if not given."""
    decimal: Literal["", ".", ","] = ""
    """The mark before the decimals in numbers kept as text."""
    dates: DateOrder = "iso"
    """The order of days kept as text; ISO is read in any case."""
    accept_formulas: bool = False
    """Whether the values that formulas last gave are taken."""
    columns: dict[str, Columns]
    """Our field: their column. A text field may join several columns."""
    always: dict[str, str | int | date] = {}
    """Our field: the value it has in every row."""
    words: dict[str, dict[str, str]] = {}
    """Our field: their word: our word."""

    @model_validator(mode="after")
    def _fields_are_ours(self) -> TableMapping:
        for part in ("columns", "always", "words"):
            for name in getattr(self, part):
                if name not in BY_NAME:
                    hint = nearest(name, list(BY_NAME)) or f"They are: {', '.join(BY_NAME)}."
                    raise problem_at((part, name), f"is not a field of the ledger. {hint}")
        for name, headers in self.columns.items():
            if name in self.always:
                raise problem_at(("always", name), "is filled by a column already; keep one")
            if not headers or (len(headers) > 1 and not BY_NAME[name].joins):
                raise problem_at(("columns", name), "needs exactly one column")
        given = {*self.columns, *self.always}
        for field in FIELDS:
            if field.required and field.name not in given:
                raise problem_at(
                    ("columns",), f"'{field.name}' ({field.says}) needs a column or a fixed value"
                )
        return self

    @property
    def formats(self) -> Formats:
        """How numbers and days are written."""
        return Formats(self.decimal, self.dates, self.accept_formulas)

    @property
    def stored(self) -> tuple[str, ...]:
        """The fields of an entry that this mapping fills, in the order of the ledger's fields.

        An own line carries the heading it falls under with it.
        """
        given = {*self.columns, *self.always}
        if "own_line" in given:
            given.add("heading")
        return tuple(one.name for one in FIELDS if one.stored and one.name in given)

    def table(self, path: Path, *, name: str = "") -> Table:
        """Read a file the way this mapping says. Raises InvalidInput."""
        return read_table(
            path,
            sheet=self.sheet,
            header_row=self.header_row,
            name=name,
            encoding=self.encoding,
            delimiter=self.delimiter,
            accept_formulas=self.accept_formulas,
        )


def mapping_of(definition: object, name: str) -> TableMapping:
    """A mapping from its saved definition. Raises InvalidInput that lists every problem."""
    return validated(TableMapping, definition, {(): 1}, name)


def read_mapping(path: Path) -> TableMapping:
    """A mapping from a YAML file. Raises InvalidInput with the line of every problem."""
    data, lines = read_located(path)
    return validated(TableMapping, data, lines, str(path))
