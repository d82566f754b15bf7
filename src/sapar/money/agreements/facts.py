"""Agreements, facts: terms, rulebooks in force, reports due, amendments, treatments; frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Status
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import SpecialCondition


@dataclass(frozen=True, slots=True)
class TermsFact:
    """The terms of an agreement from `dated.effective_on`."""

    agreement: str
    mode: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    amount: Decimal
    currency: str
    eu_rate: Decimal | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class PackFact:
    """A rulebook in force for an agreement."""

    agreement: str
    pack: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class ReportDueFact:
    """A report due on `dated.effective_on` for a period."""

    agreement: str
    kind: str
    period_from: date
    period_to: date
    dated: Dated

    @property
    def name(self) -> str:
        """What tells this report from the others of its project."""
        return f"{self.kind} {self.period_from.isoformat()}/{self.period_to.isoformat()}"


@dataclass(frozen=True, slots=True)
class AmendmentFact:
    """An amendment asked for on `dated.effective_on`."""

    purpose: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class AmendedFact:
    """An amendment that took effect on `dated.effective_on`, by notice or by addendum."""

    agreement: str
    number: int
    kind: str
    signed_on: date | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class SpecialConditionFact:
    """A named exception of one agreement to a rule."""

    agreement: str
    rule: str
    label: str
    document: str
    clause: str
    signed_on: date
    amber: Decimal | None
    red: Decimal | None
    value: Decimal | None
    method: str
    status: str
    dated: Dated

    @property
    def condition(self) -> SpecialCondition:
        """The exception as the rulebook takes it."""
        return SpecialCondition(
            rule=self.rule,
            label=self.label,
            document=self.document,
            clause=self.clause,
            signed_on=self.signed_on,
            amber=self.amber,
            red=self.red,
            value=self.method or self.value,
            status=Status(self.status),
        )


@dataclass(frozen=True, slots=True)
class TreatmentFact:
    """What was agreed on a topic where two rulebooks disagree."""

    topic: str
    owned: bool
    treatment: str
    dated: Dated
