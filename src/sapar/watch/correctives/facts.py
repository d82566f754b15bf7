"""Correctives, facts: decisions of measures as frozen rows for pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.record.rules import Dated


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A measure against a criticality, decided on `dated.effective_on` at a level."""

    measure: str
    rule: str
    subject: str
    level: str
    deadline: date
    expected: Decimal | None
    dated: Dated
