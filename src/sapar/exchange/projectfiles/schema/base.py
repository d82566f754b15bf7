"""The plain values of a project file, and what every fact in it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import StringConstraints as Letters

from sapar.ground.codelists.currencies import is_currency
from sapar.ground.codelists.places import is_country
from sapar.ground.kernel import InvalidInput, PartialDate
from sapar.ground.record.models import Basis

NOON = time(12, tzinfo=UTC)
"""A day without an hour is kept as noon UTC: it is that day almost everywhere on earth."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names something the same file must declare."""

    to: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How the reference page describes a value."""

    words: str


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"'{value}' is not a day; write it as 2009-03-31") from None


def _when(value: object) -> object:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except InvalidInput as error:
        raise ValueError(f"{error.what}; write it as 2008, 2008-03 or 2008-03-14") from None


def _moment(value: object) -> object:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"'{value}' is no moment; write a day, or a day and hour as 2009-03-31T10:00Z"
            ) from None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, NOON)
    raise ValueError(f"'{value}' is no moment; write a day such as 2009-03-31")


def exact_number(value: object) -> object:
    """A number comes as text, a whole number or a decimal; a binary fraction is refused."""
    if isinstance(value, bool | float):
        raise ValueError(f"'{value}' is not an exact number; write it as 12.5")
    return value


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(f"'{code}' is not a currency of ISO 4217; use a code such as EUR")
    return code


def _country(code: str) -> str:
    if not is_country(code):
        raise ValueError(f"'{code}' is not a country of ISO 3166-1; use a code such as KG")
    return code


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is not a time zone; use a name such as Asia/Bishkek")
    return name


def _text(longest: int) -> Letters:
    return Letters(strip_whitespace=True, min_length=1, max_length=longest)


Day = Annotated[date, BeforeValidator(_day), Shown("day")]
When = Annotated[PartialDate, BeforeValidator(_when), Shown("year, month or day")]
Moment = Annotated[datetime, BeforeValidator(_moment), Shown("day, or day and hour")]
Number = Annotated[
    Decimal, BeforeValidator(exact_number), Field(max_digits=30, decimal_places=6), Shown("number")
]
Amount = Annotated[
    Decimal, BeforeValidator(exact_number), Field(max_digits=24, decimal_places=4), Shown("amount")
]
Sum = Annotated[
    Decimal, BeforeValidator(exact_number), Field(max_digits=20, decimal_places=2), Shown("amount")
]
Currency = Annotated[str, AfterValidator(_currency), Shown("currency, such as EUR")]
Country = Annotated[str, AfterValidator(_country), Shown("country, such as KG")]
Zone = Annotated[str, AfterValidator(_zone), Shown("time zone, such as Asia/Bishkek")]
Text = Annotated[str, Letters(strip_whitespace=True, min_length=1), Shown("text")]
Text20 = Annotated[str, _text(20), Shown("text")]
Text40 = Annotated[str, _text(40), Shown("text")]
Text60 = Annotated[str, _text(60), Shown("text")]
Text80 = Annotated[str, _text(80), Shown("text")]
Text100 = Annotated[str, _text(100), Shown("text")]
Text120 = Annotated[str, _text(120), Shown("text")]
Text200 = Annotated[str, _text(200), Shown("text")]
Text300 = Annotated[str, _text(300), Shown("text")]
Text500 = Annotated[str, _text(500), Shown("text")]


class Form(BaseModel):
    """A part of a project file: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Stamp(Form):
    """When facts were put on record, where they come from, and how they came to be believed."""

    recorded: Moment | None = None
    """When it was put on record in the system or publication it comes from."""
    source: Annotated[Text200, Ref("sources")] | None = None
    """Key of the source, from `sources`."""
    basis: Basis | None = None
    """How the fact came to be believed."""


class FactForm(Stamp):
    """What every fact may carry besides its own content."""

    table: ClassVar[str]
    """The key this kind of fact stands under; `defaults` are given by it."""
    happens: ClassVar[bool] = False
    """Whether it can only be recorded once it has come to pass."""

    id: Text80 | None = None
    """A label within this file, for a later fact to supersede it."""
    supersedes: Text80 | None = None
    """The label of the fact that this one replaces."""
    withdrawn: bool = False
    """Whether this says only that the superseded fact no longer stands."""


class DayFact(FactForm):
    """A fact about an exact day."""

    on: Day | None = None
    """The day it is about; where it is not given, the day it was recorded stands in."""


class LooseFact(FactForm):
    """A fact about a day that may be known only by its month, its year, or in words."""

    on: When | None = None
    """When it happened, as exact as the source: `2010`, `2010-05` or `2010-05-14`."""


class Source(Form):
    """Where facts come from."""

    key: Text200
    title: Annotated[str, _text(500), Shown("text")]
    locator: Annotated[str, _text(1000), Shown("text")] | None = None
    """Where it can be found: an address, a file, a page."""
    dated: When | None = None
    note: Text | None = None
