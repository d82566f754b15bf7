"""What a cell means: a text, a code, an exact number, a day or a yes, or a refusal with its place.

Nothing is guessed. A workbook keeps 15 digits of a number; a number that shows more was damaged
before it came here, so it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sapar.exchange.spreadsheets.cells import Cell
from sapar.ground.kernel import InvalidInput

DateOrder = Literal["iso", "dd.mm.yyyy", "dd/mm/yyyy", "mm/dd/yyyy"]

_DATES: dict[str, tuple[str, tuple[int, int, int]]] = {
    # Which group of the pattern is year, month and day.
    "dd.mm.yyyy": (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", (3, 2, 1)),
    "dd/mm/yyyy": (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1)),
    "mm/dd/yyyy": (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 1, 2)),
}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][0-9:.]+Z?)?")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_YES = frozenset({"true", "yes", "y", "1", "да", "ооба", "иә", "ҳа"})
_NO = frozenset({"false", "no", "n", "0", "нет", "жок", "жоқ", "не"})
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Formats:
    """How a file writes numbers and dates.

    `decimal` is the mark before the decimals in numbers that are kept as text; where it is empty,
    only unambiguous numbers are read. `dates` is the order of dates that are kept as text; ISO is
    read in any case. `accept_formulas` takes the values that a file's formulas last gave.
    """

    decimal: Literal["", ".", ","] = ""
    dates: DateOrder = "iso"
    accept_formulas: bool = False


def text(cell: Cell, formats: Formats) -> str:
    """A text as it stands, without spaces around it; a whole number or a day as text."""
    _refuse_calculated(cell, formats)
    match cell.value:
        case str() as words:
            return unicodedata.normalize("NFC", words.strip())
        case bool() as answer:
            return "TRUE" if answer else "FALSE"
        case int() | float():
            return f"{_exact(cell):f}"
        case datetime() as moment if moment.time() == moment.time().min:
            return moment.date().isoformat()
        case other:
            return str(other)


def code(cell: Cell, formats: Formats) -> str:
    """A code such as a heading's number. A fraction is refused: 1.1 and 1.10 look the same."""
    words = text(cell, formats)
    if isinstance(cell.value, float) and "." in words:
        raise cell.refusal(
            f"The code came as the number {words}; 1.1 and 1.10 would look the same",
            "Format the column as text and write the code again.",
        )
    return words


def number(cell: Cell, formats: Formats) -> Decimal | None:
    """An exact number; None where the cell is empty. Numbers kept as text are read if unambiguous.

    Raises InvalidInput for text, dates, formulas and errors where a number is needed.
    """
    _refuse_calculated(cell, formats)
    match cell.value:
        case bool():
            pass
        case int() | float():
            return _exact(cell)
        case str() as words if not words.strip():
            return None
        case str() as words:
            try:
                return number_in(words, formats.decimal)
            except InvalidInput as refusal:
                raise cell.refusal(refusal.what, refusal.remedy) from None
    raise cell.refusal(
        f"'{cell.value}' stands where a number is needed",
        "Enter a number, and format the cell as a number.",
    )


def number_in(words: str, decimal: str = "") -> Decimal:
    """A number written as text, such as 1 234,50 or (12.00); brackets mean a negative number.

    `decimal` is the mark before the decimals; empty reads only what can mean one thing: 1,234 is
    refused, 1,234.50 is not. Thousands must stand in groups of three.
    """
    sign, digits = _signed(words)
    mark = decimal or _decimal_mark(digits, words)
    thousands = "," if mark == "." else "."
    whole, _, rest = digits.partition(mark)
    grouped = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d*"
    if not re.fullmatch(grouped, whole) or not re.fullmatch(r"\d*", rest):
        raise InvalidInput(
            f"'{words.strip()}' is not a number with the decimal mark '{mark}'",
            remedy="Correct the number, or set `decimal` of the mapping to the mark the file uses.",
        )
    exact = whole.replace(thousands, "") or "0"
    return Decimal(f"{sign}{exact}.{rest}" if rest else f"{sign}{exact}")


def _signed(words: str) -> tuple[str, str]:
    """The sign of a number and its digits with their marks, without spaces between thousands."""
    bare = words.strip().replace("\u2212", "-")
    bracketed = bare.startswith("(") and bare.endswith(")")
    digits = bare[1:-1] if bracketed else bare[1:].lstrip() if bare[:1] in "+-" else bare
    # A space that is not before exactly three digits is a slip of the hand, not a thousand.
    slips = re.search(rf"{_SPACES.pattern}(?!\d{{3}}(?!\d))", digits)
    digits = _SPACES.sub("", digits)
    if slips or not re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*", digits):
        raise InvalidInput(
            f"The text '{words.strip()}' stands where a number is needed",
            remedy="Enter the number alone, without letters, signs of currency or formulas.",
        )
    return "-" if bracketed or bare[0] == "-" else "", digits


def _decimal_mark(digits: str, words: str) -> str:
    """The decimal mark that a number's own shape gives away; refuses a number with two readings."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return "," if digits.rindex(",") > digits.rindex(".") else "."
    if commas > 1 or points > 1:
        return "." if commas else ","
    mark = "," if commas else "."
    whole, found, rest = digits.partition(mark)
    if found and len(rest) == 3 and 1 <= len(whole) <= 3 and whole.strip("0"):
        raise InvalidInput(
            f"'{words.strip()}' can mean thousands or decimals",
            remedy="Set `decimal` of the mapping to '.' or ','.",
        )
    return mark


def day(cell: Cell, formats: Formats) -> date | None:
    """A day: a real date, ISO text, or text in the order the mapping gives; None where empty."""
    _refuse_calculated(cell, formats)
    match cell.value:
        case datetime() as moment:
            return moment.date()
        case date() as found:
            return found
        case str() as words if not words.strip():
            return None
        case str() as words:
            return _day_in(cell, words.strip(), formats.dates)
    raise cell.refusal(
        f"'{cell.value}' stands where a day is needed",
        "Format the cell as a date, or write the day as 2009-03-31.",
    )


def _day_in(cell: Cell, words: str, order: str) -> date:
    pattern, (year, month, of_month) = _DATES.get(order, ("(?!)", (1, 2, 3)))
    match = _ISO.fullmatch(words)
    if match:
        year, month, of_month = 1, 2, 3
    else:
        match = re.fullmatch(pattern, words)
    try:
        if not match:
            raise ValueError
        return date(int(match[year]), int(match[month]), int(match[of_month]))
    except ValueError:
        expected = "2009-03-31" if order == "iso" else f"2009-03-31 or as {order}"
        raise cell.refusal(
            f"'{words}' is not a day written as {expected}",
            "Correct the day, or set `dates` of the mapping to the order the file uses.",
        ) from None


def flag(cell: Cell, formats: Formats) -> bool | None:
    """Yes or no, also in Russian, Kyrgyz, Kazakh and Tajik; None where the cell is empty."""
    words = text(cell, formats).casefold()
    if not words:
        return None
    if words in _YES or words in _NO:
        return words in _YES
    raise cell.refusal(
        f"'{words}' is neither yes nor no", "Write yes or no, or translate it in the mapping."
    )


def _exact(cell: Cell) -> Decimal:
    """A workbook's number at the 15 digits it holds, so that 1234.5599999999999 is 1234.56."""
    value = cell.value
    assert isinstance(value, int | float)
    if abs(value) >= 10**MOST_DIGITS:
        raise cell.refusal(
            f"A number of more than {MOST_DIGITS} digits has lost its last ones in the workbook",
            "Format the column as text and enter the number again.",
        )
    exact = Decimal(f"{value:.{MOST_DIGITS}g}")
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _refuse_calculated(cell: Cell, formats: Formats) -> None:
    if cell.error:
        raise cell.refusal(
            f"The cell shows the error {cell.error}", "Correct the formula or enter the value."
        )
    if cell.formula and not formats.accept_formulas:
        raise cell.refusal(
            "The cell holds a formula; what it last gave may be out of date",
            "Replace formulas by their values (copy, paste special, values), or accept them.",
        )
