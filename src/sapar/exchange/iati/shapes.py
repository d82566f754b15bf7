"""What an IATI file says, as frozen rows: the answer of the reader, and all the writer needs.

Named tuples, because a file holds a hundred thousand of them and they are the fastest to make.
Texts are kept per language: a dict from language tag to text, where `""` means that neither the
text nor the activity names its language. Codes are members of the lists in `codelists.iati`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sapar.ground.codelists.iati import (
    ActivityStatus,
    BudgetStatus,
    BudgetType,
    DateType,
    IndicatorMeasure,
    OrganisationRole,
    RelationType,
    ResultType,
    TransactionType,
)

Texts = dict[str, str]
Day = date


class Refusal(NamedTuple):
    """One element that could not be read: which, where, why, and what the publisher can do."""

    file: str
    line: int
    identifier: str
    what: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        subject = f" of {self.identifier}" if self.identifier else ""
        return f"{self.file}:{self.line}: {self.what}{subject}: {self.reason}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each kind there are; two of them add up.

    `budgets` counts `iati-activity/budget` only.
    """

    activities: int = 0
    transactions: int = 0
    budgets: int = 0
    planned_disbursements: int = 0
    results: int = 0
    indicators: int = 0
    periods: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.activities + other.activities,
            self.transactions + other.transactions,
            self.budgets + other.budgets,
            self.planned_disbursements + other.planned_disbursements,
            self.results + other.results,
            self.indicators + other.indicators,
            self.periods + other.periods,
        )


class FileHead(NamedTuple):
    """What the root element says: standard version, when generated, base of linked data."""

    version: str
    generated: datetime | None
    linked: str


class Org(NamedTuple):
    """An organisation as named in a file; `ref` is `""` where it has no identifier."""

    ref: str
    type: str
    name: str


class Participant(NamedTuple):
    """An organisation and its role in the activity."""

    ref: str
    role: OrganisationRole
    type: str
    name: str


class Description(NamedTuple):
    """A description; `type` 1 general, 2 objectives, 3 target groups, 4 other."""

    type: str
    texts: Texts


class Country(NamedTuple):
    """A country the activity works in; `percentage` of its money, from 0 to 100."""

    code: str
    percentage: Decimal | None


class Region(NamedTuple):
    """A region the activity works in; vocabulary 1 is OECD-DAC."""

    vocabulary: str
    code: str
    percentage: Decimal | None


class Sector(NamedTuple):
    """A sector the activity is in; vocabulary 1 is OECD-DAC five-digit."""

    vocabulary: str
    code: str
    percentage: Decimal | None


class Location(NamedTuple):
    """A place below the country; degrees north and east, WGS 84."""

    ref: str
    names: Texts
    latitude: Decimal | None
    longitude: Decimal | None


class Budget(NamedTuple):
    """Money planned for a period. A revised one replaces the original of the same period."""

    type: BudgetType
    status: BudgetStatus
    start: date
    end: date
    value: Decimal
    currency: str
    value_date: date | None


class PlannedDisbursement(NamedTuple):
    """A payment foreseen; `end` may be open."""

    type: BudgetType
    start: date
    end: date | None
    value: Decimal
    currency: str
    value_date: date | None
    provider: Org | None
    receiver: Org | None


class Transaction(NamedTuple):
    """A flow of money on a day; the value may be negative (a correction or a refund)."""

    ref: str
    type: TransactionType
    date: Day
    value: Decimal
    currency: str
    value_date: Day | None
    descriptions: Texts
    provider: Org | None
    receiver: Org | None
    recipient_country: str
    humanitarian: bool | None


class Measured(NamedTuple):
    """A target or an actual value.

    A number for counted measures, a text for qualitative ones, None where it is left open.
    With `dimensions` (name, value) it is a disaggregate: never add it to the total.
    """

    value: Decimal | str | None
    dimensions: tuple[tuple[str, str], ...]
    comments: Texts


class Baseline(NamedTuple):
    """Where an indicator stood before."""

    year: int | None
    date: Day | None
    value: Decimal | str | None
    comments: Texts
    dimensions: tuple[tuple[str, str], ...]


class IndicatorPeriod(NamedTuple):
    """Targets and actual values of one period; several of either are disaggregates."""

    start: date
    end: date
    targets: tuple[Measured, ...]
    actuals: tuple[Measured, ...]


class Indicator(NamedTuple):
    """What is measured; with `ascending` False a lower value is better."""

    measure: IndicatorMeasure
    ascending: bool
    aggregation: bool | None
    titles: Texts
    descriptions: Texts
    baselines: tuple[Baseline, ...]
    periods: tuple[IndicatorPeriod, ...]


class Result(NamedTuple):
    """A result and its indicators."""

    type: ResultType
    aggregation: bool | None
    titles: Texts
    descriptions: Texts
    indicators: tuple[Indicator, ...]


class DocumentLink(NamedTuple):
    """A document on the web."""

    url: str
    titles: Texts


class RelatedActivity(NamedTuple):
    """Another activity's identifier, and how it is related."""

    ref: str
    type: RelationType


class ActivityRead(NamedTuple):
    """One activity: what was understood, what was refused, and its XML as evidence.

    `xml` is the element as UTF-8 with the namespaces it needs; `xml_sha256` is its digest in
    hexadecimal. `found` counts what stands in the XML, `accepted` what is in this row.
    """

    identifier: str
    hierarchy: int
    default_currency: str
    default_lang: str
    humanitarian: bool | None
    last_updated: datetime | None
    titles: Texts
    descriptions: tuple[Description, ...]
    reporting_org: Org | None
    participating_orgs: tuple[Participant, ...]
    status: ActivityStatus | None
    dates: dict[DateType, date]
    countries: tuple[Country, ...]
    regions: tuple[Region, ...]
    locations: tuple[Location, ...]
    sectors: tuple[Sector, ...]
    budgets: tuple[Budget, ...]
    planned_disbursements: tuple[PlannedDisbursement, ...]
    transactions: tuple[Transaction, ...]
    results: tuple[Result, ...]
    document_links: tuple[DocumentLink, ...]
    related_activities: tuple[RelatedActivity, ...]
    xml: bytes
    xml_sha256: str
    line: int
    refusals: tuple[Refusal, ...]
    found: Counts
    accepted: Counts
