"""Frozen facts that the achievement arithmetic reads: indicators, promises and reported values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from sapar.ground.kernel import InvalidInput
from sapar.ground.record.rules import Dated

Direction = Literal["rise", "fall", "stay"]
Measure = Literal["number", "percentage", "yes_no", "ordinal", "text"]
Reporting = Literal["increment", "level", "cumulative"]
TargetKind = Literal["baseline", "milestone", "end"]

_DIRECTIONS: Final = frozenset(get_args(Direction))
_MEASURES: Final = frozenset(get_args(Measure))
_REPORTING: Final = frozenset(get_args(Reporting))
_KINDS: Final = frozenset(get_args(TargetKind))


def _one_of(given: str, allowed: frozenset[str], where: str) -> None:
    if given not in allowed:
        raise InvalidInput(
            f"'{given}' is not a word this field knows",
            where=where,
            remedy=f"Use one of: {', '.join(sorted(allowed))}.",
        )


def _exact(number: Decimal | None, where: str) -> None:
    if number is None:
        return
    if not isinstance(number, Decimal) or not number.is_finite():
        raise InvalidInput(
            f"'{number}' is not an exact number",
            where=where,
            remedy="Give a finite Decimal, or nothing when nothing was reported.",
        )


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What is measured and how it should be read.

    `direction` is where it should go. `reporting` says what one reported row holds: the change
    within its period (increment), the state on its last day (level), or the total since the start
    (cumulative). `scale` lists the steps of an ordinal measure, lowest first.
    """

    id: int
    code: str
    title: str
    result_code: str
    result_level: str
    unit: str
    direction: Direction
    measure: Measure
    reporting: Reporting
    scale: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.direction, _DIRECTIONS, f"indicator {self.code}, direction")
        _one_of(self.measure, _MEASURES, f"indicator {self.code}, measure")
        _one_of(self.reporting, _REPORTING, f"indicator {self.code}, reporting")


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A baseline, a milestone or an end target, due on a day.

    A percentage is in per cent (41, not 0.41). `disaggregation` is empty for the total.
    """

    id: int
    indicator_id: int
    kind: TargetKind
    period_from: date | None
    due_on: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    disaggregation: str
    dated: Dated

    def __post_init__(self) -> None:
        _one_of(self.kind, _KINDS, f"target {self.id}, kind")
        _exact(self.value, f"target {self.id}, value")
        _exact(self.numerator, f"target {self.id}, numerator")
        _exact(self.denominator, f"target {self.id}, denominator")


@dataclass(frozen=True, slots=True)
class ValueFact:
    """What was reported for a period. A reported zero is Decimal(0); nothing reported is None.

    A percentage is in per cent. `disaggregation` and `place` are empty for the total.
    """

    id: int
    indicator_id: int
    period_from: date | None
    period_to: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    disaggregation: str
    place: str
    dated: Dated
    reported_by: str

    def __post_init__(self) -> None:
        _exact(self.value, f"value {self.id}, value")
        _exact(self.numerator, f"value {self.id}, numerator")
        _exact(self.denominator, f"value {self.id}, denominator")
