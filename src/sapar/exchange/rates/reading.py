"""Reading: cells become rates, and every cell that cannot is a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sapar.exchange.rates.sheets import told
from sapar.ground.codelists.currencies import is_currency
from sapar.ground.kernel import InvalidInput

DECIMALS = 10
DIGITS = 15
"""SQLite keeps no more digits of a number than these."""

SHOWN = 30
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$")
_COMMA = re.compile(r"^(0,\d+|\d+,(\d{1,2}|\d{4,}))$")
_UNCLEAR = re.compile(r"^[1-9]\d*,\d{3}$")
_PLAIN = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$", re.IGNORECASE | re.ASCII)
_NAMED_DAY = re.compile(r"^(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{4})$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: sheet, row (or item of a list), column."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        parts = [f"sheet '{self.sheet}'"] if self.sheet else []
        parts += [f"row {self.row}"] if self.row else []
        parts += [f"column {self.column}"] if self.column else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place, and what to do about it."""

    place: Place
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RateRead:
    """One rate as a file gives it."""

    base: str
    currency: str
    effective_on: date
    value: Decimal


@dataclass(slots=True)
class Reading:
    """What a file came to: its rates, each once, and every problem found on the way."""

    rates: dict[tuple[str, str, date], Decimal] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _first: dict[tuple[str, str, date], Place] = field(default_factory=dict)

    def problem(self, place: Place, what: str, remedy: str) -> None:
        """Note a problem and go on, so that a person sees all of them at once."""
        self.problems.append(Problem(place, what, remedy))

    def add(self, rate: RateRead, place: Place) -> None:
        """Take a rate; the same one again is nothing new, with another value it is a problem.

        Lists name a currency once for each country that uses it. The base currency itself stands
        in them at 1, which says nothing and is passed over.
        """
        if rate.base == rate.currency:
            if rate.value != 1:
                self.problem(
                    place,
                    f"1 {rate.base} cannot be {rate.value} {rate.currency}",
                    "Correct the rate or the currency.",
                )
            return
        key = (rate.base, rate.currency, rate.effective_on)
        before = self.rates.setdefault(key, rate.value)
        first = self._first.setdefault(key, place)
        if before != rate.value:
            self.problem(
                place,
                f"{rate.currency} of {rate.effective_on} is {rate.value} here and {before} in"
                f" row {first.row}",
                "Keep the row that is right and remove the other.",
            )

    def number(self, cell: object, place: Place) -> Decimal | None:
        """A rate: a number above nought with at most ten decimals."""
        value = _number(cell)
        if value is None or not value.is_finite():
            unclear = bool(_UNCLEAR.match(told(cell)))
            self.problem(
                place,
                f"{_shown(cell)} {'could be read in two ways' if unclear else 'is not a number'}",
                "Write it with a point before the decimals, such as 1.4721.",
            )
        elif value <= 0:
            self.problem(
                place,
                f"A rate of {value:f} is not above nought",
                "Look the rate up and correct it.",
            )
        elif _decimals(value) > DECIMALS or len(value.normalize().as_tuple().digits) > DIGITS:
            self.problem(
                place,
                f"{value:f} has more than {DECIMALS} decimals or {DIGITS} digits",
                "Round it, or give the rate the other way round.",
            )
        else:
            return value
        return None

    def currency(self, cell: object, place: Place) -> str | None:
        """A currency of ISO 4217, in use or withdrawn."""
        code = told(cell).upper()
        if is_currency(code):
            return code
        self.problem(
            place,
            f"{_shown(cell)} is not a currency of ISO 4217",
            "Correct the code, or remove the row if the currency is not needed.",
        )
        return None

    def day(self, cell: object, place: Place, *, slashes: bool = False) -> date | None:
        """A day: 2009-06-01, 01 Jun 2009, a date cell; 01/06/2009 only where the form says so."""
        found = _day(cell, slashes)
        if found is None:
            self.problem(
                place,
                f"{_shown(cell)} is not a day",
                f"Write it as 2009-06-01{' or 01/06/2009' if slashes else ''}.",
            )
        return found


def refuse(problems: Iterable[Problem], file: str) -> None:
    """Problems become one error that tells each with its place and remedy; none, nothing."""
    found = list(problems)
    if not found:
        return
    if len(found) == 1:
        one = found[0]
        where = ", ".join(part for part in (file, str(one.place)) if part)
        raise InvalidInput(one.what, where=where, remedy=f"{one.remedy} Nothing was written.")
    shown = [f"\n  {one.place}: {one.what}. {one.remedy}" for one in found[:SHOWN]]
    rest = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise InvalidInput(
        f"{len(found)} problems:{''.join(shown)}{rest}",
        where=file,
        remedy="\nCorrect them and import the file again; nothing was written.",
    )


def _shown(cell: object) -> str:
    text = told(cell)
    return f"'{text[:60]}'" if text else "An empty cell"


def _number(cell: object) -> Decimal | None:
    match cell:
        case bool() | None:
            return None
        case int() | Decimal():
            return Decimal(cell)
        case float():
            # A workbook keeps binary fractions; fifteen digits are all that it keeps exactly.
            return Decimal(f"{cell:.15g}")
    text = told(cell).replace("\u00a0", "").replace(" ", "")
    if _GROUPED.match(text):
        text = text.replace(",", "")
    elif _COMMA.match(text):
        text = text.replace(",", ".")
    return Decimal(text) if _PLAIN.match(text) else None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _day(cell: object, slashes: bool) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = told(cell).lower()
    try:
        if named := _NAMED_DAY.match(text):
            day, month, year = named.groups()
            return date(int(year), _MONTHS.index(month) + 1, int(day))
        if slashes and text.count("/") == 2:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        return None
