"""Reads single values out of IATI: dates, numbers, currencies, texts per language.

Each function raises `Unreadable` with the reason and the remedy; the caller knows the element.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias, TypeVar

from sapar.exchange.iati.shapes import Org, Texts
from sapar.ground.codelists.currencies import CURRENCIES
from sapar.ground.codelists.iati import Coded
from sapar.ground.kernel import SaparError

Element: TypeAlias = Any
"""An element of lxml; its published types know neither slices nor `sourceline`."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Code = TypeVar("Code", bound=Coded)

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII).fullmatch
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII).fullmatch
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,\s'\u00a0\u202f]\d{3})+(?:[.,]\d+)?").fullmatch
_LONGEST_NUMBER = 60
_SHOWN = 40


class Unreadable(SaparError):
    """An element that cannot be read: the reason, and what the publisher can do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy=remedy)


def shown(text: str) -> str:
    """A foreign text short enough to stand in a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@lru_cache(maxsize=16384)
def day(text: str) -> date:
    """A date is `2011-01-31`; a time zone behind it (`Z`, `+08:00`) does not move the day."""
    match = _DATE(text.strip())
    if match:
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            pass
    raise Unreadable(f"'{shown(text)}' is not a date", "Write the date as 2011-01-31.")


def iso_date(element: Element) -> date:
    """The date an element must carry in `iso-date`."""
    text = element.get("iso-date")
    if not text:
        missing("iso-date", "Give the date as iso-date='2011-01-31'.")
    return day(text)


def moment(text: str) -> datetime:
    """A moment such as `2025-01-23T16:35:46Z`; taken as UTC where no time zone is given."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Unreadable(
            f"'{shown(text)}' is not a date and time", "Write it as 2025-01-23T16:35:46Z."
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def number(text: str) -> Decimal:
    """A number has digits and at most one decimal point; separators of thousands are refused.

    A separator cannot be told from a decimal comma, so guessing could be wrong a thousandfold.
    """
    text = text.strip()
    if len(text) <= _LONGEST_NUMBER and _NUMBER(text):
        return Decimal(text)
    if not text:
        missing("value", "Give the value as a number.")
    if _GROUPED(text):
        raise Unreadable(
            f"'{shown(text)}' has separators of thousands",
            "Write the number without separators and with a decimal point, such as 1234567.89.",
        )
    raise Unreadable(
        f"'{shown(text)}' is not a number", "Write digits and a decimal point, such as 1234.56."
    )


def percentage(element: Element) -> Decimal | None:
    """The share an element may carry in `percentage`, from 0 to 100."""
    text = element.get("percentage")
    if not text:
        return None
    share = number(text)
    if not 0 <= share <= 100:
        raise Unreadable(f"The percentage {share} is not between 0 and 100", "Correct the share.")
    return share


def amount(element: Element, default: str) -> tuple[Decimal, str, date | None]:
    """Money is a number in a currency of ISO 4217: its own, or the activity's default.

    Gives the value, the currency and the value date (None where it is not given).
    """
    value = number(plain(element))
    code = element.get("currency") or default
    if code not in CURRENCIES:
        _no_currency(code)
    on = element.get("value-date")
    return value, code, day(on) if on else None


def _no_currency(code: str) -> NoReturn:
    if not code:
        raise Unreadable(
            "The value has no currency and the activity has no readable default-currency",
            "Give currency='USD' on the value or default-currency on the activity.",
        )
    if code.upper() in CURRENCIES:
        raise Unreadable(f"'{code}' is not a currency code", f"Write {code.upper()}.")
    raise Unreadable(
        f"'{shown(code)}' is not a currency of ISO 4217", "Use its three letters, such as EUR."
    )


def coded(codes: dict[str, Code], text: str | None, name: str) -> Code:
    """The member of a code list that a code names; `codes` is the list by code."""
    member = codes.get(text or "")
    if member is not None:
        return member
    if not text:
        missing(name, f"Give one of the codes {', '.join(codes)}.")
    raise Unreadable(
        f"'{shown(text)}' is not a known {name}", f"Use one of the codes {', '.join(codes)}."
    )


def missing(name: str, remedy: str) -> NoReturn:
    """Refuses an element that lacks what it must have."""
    raise Unreadable(f"The {name} is missing", remedy)


def truth(text: str | None, name: str) -> bool | None:
    """Yes (`1`, `true`), no (`0`, `false`), or None where it is not said."""
    if not text:
        return None
    try:
        return _TRUTH[text.strip()]
    except KeyError:
        raise Unreadable(f"{name} '{shown(text)}' is neither yes nor no", "Use 1 or 0.") from None


_TRUTH = {"1": True, "true": True, "0": False, "false": False}


def plain(element: Element) -> str:
    """The text of an element; a comment in the middle of it does not cut it short."""
    text = element.text or ""
    if len(element):
        text += "".join(child.tail or "" for child in element)
    return text.strip()


def texts(element: Element, lang: str) -> Texts:
    """The narratives of an element per language; a second one of a language is put below."""
    read: Texts = {}
    for child in element[:]:
        if child.tag == "narrative":
            text = plain(child)
            if text:
                own = child.get(XML_LANG) or lang
                read[own] = f"{read[own]}\n{text}" if own in read else text
    return read


def name_of(element: Element, lang: str) -> str:
    """One name for an organisation: in the activity's language, else the first one given."""
    if len(element) == 1 and element[0].tag == "narrative":
        return plain(element[0])
    read = texts(element, lang)
    return read.get(lang) or next(iter(read.values()), "")


def org(element: Element, lang: str) -> Org:
    """An organisation by its identifier, type and name, each `""` where it is not given."""
    get = element.get
    return Org((get("ref") or "").strip(), get("type") or "", name_of(element, lang))
