"""Judging, facts: rows of the ledger, contracts, an agreement as its rulebooks see it; frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from sapar.ground.rulebook import SpecialCondition
from sapar.money.agreements.facts import TermsFact
from sapar.money.ledger.rules import EntryFact


class LedgerRow(NamedTuple):
    """A movement of money with what a rulebook asks about it, incurred on `effective_on`.

    `documented` is true where a document is named on the entry or kept beside it. A tuple, not a
    frozen class, because a ledger has hundreds of thousands of them.
    """

    id: int
    effective_on: date
    kind: str
    amount: Decimal
    currency: str
    eligible: bool | None = None
    heading: str = ""
    category: str = ""
    contract: str = ""
    vat_status: str = ""
    vat_amount: Decimal | None = None
    documented: bool = False
    reference: str = ""
    posted_on: date | None = None

    @property
    def dated(self) -> LedgerRow:
        """Itself, for the valuations ask an entry for the day and the number of its dates."""
        return self


def as_entries(rows: Iterable[LedgerRow]) -> Iterable[EntryFact]:
    """Rows as the valuations take entries: they ask for amount, currency, day and number only."""
    return cast("Iterable[EntryFact]", rows)


@dataclass(frozen=True, slots=True)
class ContractFact:
    """Something bought, signed on a day.

    `in_euro` is its value in euro, in which thresholds are counted; None where it cannot be told.
    """

    code: str
    kind: str
    supplier: str
    supplier_country: str
    origin_country: str
    origin_proved: bool | None
    procedure: str
    group: str
    amount: Decimal
    currency: str
    signed_on: date
    in_euro: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AgreementContext:
    """One agreement as its rulebooks see it on a day.

    `terms` are those in force; `packs` the rulebooks in force, in the order they came. `report_on`
    is the day by which the final report is sent: costs of closing may arise until then. `context`
    answers the questions that rules ask about the agreement, by name; what is not known is None.
    """

    code: str
    mode: str
    on: date
    terms: TermsFact | None
    packs: tuple[str, ...]
    special: tuple[SpecialCondition, ...] = ()
    report_on: date | None = None
    contracts: Mapping[str, ContractFact] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The currency the donor pays in; empty where no terms are on record."""
        return self.terms.currency if self.terms else ""
