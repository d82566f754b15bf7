"""Projects, facts: period, phase and partners as frozen rows for pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.ground.record.rules import Dated


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """From when to when a project runs, as planned, agreed or in fact."""

    kind: str
    starts_on: date | None
    ends_on: date | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """A phase of the project cycle, entered on `dated.effective_on`."""

    phase: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class PartnerFact:
    """An organisation in a role."""

    organisation: str
    name: str
    role: str
    dated: Dated
