"""Budget, facts: the versions of a budget with their lines, as frozen rows for pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sapar.ground.record.rules import Dated


@dataclass(frozen=True, slots=True)
class LineFact:
    """A line of a version: what stands under a heading, as a product or as one amount.

    `line` is its number below that of its heading, such as `1.1.2` under heading `1`.
    """

    heading: str
    line: str
    title: str
    amount: Decimal
    currency: str
    unit: str = ""
    units: Decimal | None = None
    unit_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VersionFact:
    """The budget as it stood from `dated.effective_on`; `kind` is what brought it.

    `original` and `addendum` set the base for what may be moved; `unilateral` does not.
    """

    agreement: str
    number: int
    kind: str
    lines: tuple[LineFact, ...]
    dated: Dated
