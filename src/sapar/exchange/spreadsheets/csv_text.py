"""Reads CSV: finds the encoding and the delimiter by the content, and says what it chose."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from sapar.exchange.spreadsheets.cells import Grid, Scalar, looks_like_formula, place
from sapar.ground.kernel import InvalidInput

DELIMITERS = (",", ";", "\t")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAMPLE_ROWS = 200
_SAMPLE_LETTERS = 200_000
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]{2,}")


def read_csv(
    data: bytes, file: str, *, most_rows: int, encoding: str = "", delimiter: str = ""
) -> Grid:
    """A CSV file as rows of text. An apostrophe that guards a formula-like text is taken off.

    `encoding` and `delimiter` are found by the content where they are not given. Raises
    InvalidInput for bytes that are not text and for broken quotes.
    """
    text, encoding_note = _decoded(data, file, encoding)
    text, declared = _declared_delimiter(text)
    chosen = delimiter or declared or _sniffed(text)
    notes = [encoding_note, f"The delimiter is the {_NAMES.get(chosen, repr(chosen))}."]
    rows: list[list[Scalar]] = []
    first_row = 2 if declared else 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen, strict=True)
    try:
        for record in reader:
            rows.append([_unguarded(value) for value in record])
            if len(rows) > most_rows + 1:
                raise InvalidInput(
                    f"The file has more than {most_rows:,} rows",
                    where=place(file, row=len(rows)),
                    remedy="Divide it into several files.",
                )
    except csv.Error as error:
        raise InvalidInput(
            f"The row cannot be read as CSV: {error}",
            where=f"{place(file, row=first_row + len(rows))}, line {reader.line_num}",
            remedy='Check the quotes: one inside a text is written twice (""), and each is closed.',
        ) from None
    return Grid(file, "", rows, first_row=first_row, notes=tuple(notes))


def guarded(text: str) -> str:
    """A text as CSV may carry it: an apostrophe keeps a formula-like text from being calculated."""
    return f"'{text}" if looks_like_formula(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and looks_like_formula(text) else text


def _decoded(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    if not encoding:
        encoding = _encoding_of(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise InvalidInput(
            f"The file is not text in the encoding {encoding}",
            where=file,
            remedy="Save it as CSV UTF-8, or name its encoding in the mapping.",
        ) from None
    if "\0" in text:
        raise InvalidInput(
            "The file holds bytes that no text has",
            where=place(file, row=text.count("\n", 0, text.index("\0")) + 1),
            remedy="Save the table as XLSX or as CSV UTF-8 and read that file.",
        )
    doubt = ""
    if encoding in ("cp1251", "cp1252"):
        doubt = " Name the encoding in the mapping if letters look wrong."
    return text, f"The encoding is {encoding}.{doubt}"


def _encoding_of(data: bytes) -> str:
    """The stated choice: a byte-order mark; else UTF-8 where it fits; else cp1251 or cp1252.

    In Cyrillic the letters above ASCII stand side by side; in Western languages they stand alone
    among plain ones. What most of them do decides; a tie is Western.
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    counted: Counter[bool] = Counter()
    for word in _LETTERS.findall(data[:_SAMPLE_LETTERS]):
        high = sum(byte >= 0x80 for byte in word)
        if high:
            counted[high * 2 > len(word)] += high
    return "cp1251" if counted[True] > counted[False] else "cp1252"


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Excel's own line `sep=;` at the top names the delimiter."""
    match = re.match(r"sep=([,;\t])\r?\n", text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _sniffed(text: str) -> str:
    """The delimiter that gives the most even table of at least two columns; else the comma."""
    return max(DELIMITERS, key=lambda one: _evenness(text, one))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(record):
                widths.append(len(record))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return (-1.0, 0)
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0.0, 1)
    usual, times = Counter(wide).most_common(1)[0]
    return (times / len(widths), usual)
