"""Reports, facts: all that one report is built from, frozen, as known on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Period
from sapar.ground.rulebook import SpecialCondition
from sapar.money.agreements.facts import AmendedFact, TermsFact
from sapar.money.budget.facts import VersionFact
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules import RateTable


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is wanted: of which days, as known when, and whether it is the last one.

    `accounts` is the currency of the organisation's own books; empty where the ledger says it.
    """

    period: Period
    as_of: date
    final: bool = False
    accounts: str = ""


@dataclass(frozen=True, slots=True)
class Expense:
    """A cost in the ledger with what a list of expenditure tells about it.

    `entry` carries amount, currency, the day it was incurred and its id; `heading` is the donor's,
    `own_line` the organisation's; both empty where the ledger names none.
    """

    entry: EntryFact
    heading: str
    own_line: str
    title: str
    supplier: str = ""
    document: str = ""
    posted_on: date | None = None
    paid_on: date | None = None

    @property
    def id(self) -> int:
        """The ledger row it comes from."""
        return self.entry.dated.id

    @property
    def on(self) -> date:
        """The day it was incurred."""
        return self.entry.dated.effective_on

    @property
    def reference(self) -> str:
        """What the ledger calls it; its row number where it has no name."""
        return self.entry.reference or f"row {self.id}"


@dataclass(frozen=True, slots=True)
class OwnLineFact:
    """A line of the organisation's own budget, and the donor's heading that it falls under."""

    code: str
    title: str
    heading: str


@dataclass(frozen=True, slots=True)
class Notice:
    """An amendment that took effect, with what it says."""

    amended: AmendedFact
    what: str


@dataclass(frozen=True, slots=True)
class LogframeRow:
    """A row of the logframe in the donor's columns; all values as text with their unit.

    A result without indicators has one row with the other columns empty. `rows` names the facts
    behind the values.
    """

    level: str
    depth: int
    result: str
    indicator: str = ""
    baseline: str = ""
    baseline_year: str = ""
    target: str = ""
    target_on: str = ""
    current: str = ""
    current_on: str = ""
    verification: str = ""
    assumptions: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One agreement of a project as known on a day: terms, budget, ledger, plan and logframe."""

    project: str
    title: str
    fictional: bool
    organisation: str
    agreement: str
    donor: str
    terms: TermsFact
    versions: tuple[VersionFact, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    own_lines: tuple[OwnLineFact, ...] = ()
    notices: tuple[Notice, ...] = ()
    special: tuple[SpecialCondition, ...] = ()
    packs: tuple[str, ...] = ()
    expenses: tuple[Expense, ...] = ()
    instalments: tuple[EntryFact, ...] = ()
    interest: tuple[EntryFact, ...] = ()
    planned: tuple[PlannedFact, ...] = ()
    reported: tuple[Period, ...] = ()
    logframe: tuple[LogframeRow, ...] = ()
    rates: RateTable = field(default_factory=lambda: RateTable(()))


NOUGHT = Decimal(0)
