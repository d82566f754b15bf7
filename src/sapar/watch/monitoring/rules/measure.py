"""Reading one row: what number it holds, in the terms of its indicator."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)

# Words in a unit that tell that two places' numbers do not add up.
_NOT_COUNTABLE: Final = frozenset(
    {
        "%",
        "percent",
        "percentage",
        "cent",
        "rate",
        "ratio",
        "index",
        "score",
        "average",
        "mean",
        "median",
        "share",
    }
)
_YES_NO: Final = {"yes": ONE, "no": ZERO}


def says_nothing(row: TargetFact | ValueFact) -> bool:
    """Whether nothing was filled in; a reported zero says something."""
    return row.value is None and row.numerator is None and row.denominator is None and not row.text


def counted(row: TargetFact | ValueFact) -> bool:
    """Whether a percentage can be worked out from what was counted."""
    return row.numerator is not None and row.denominator is not None and row.denominator > 0


def magnitude(indicator: IndicatorFact, row: TargetFact | ValueFact) -> Decimal | None:
    """The number a row holds; None when it holds none that this measure can read.

    Percentages come in per cent, from numerator and denominator where both are given. Yes is 1, no
    is 0. A step of an ordinal scale is its position, the lowest being 1. Words have no number.
    """
    match indicator.measure:
        case "number":
            return row.value
        case "percentage":
            return _per_cent(row)
        case "yes_no":
            return _one_or_zero(row)
        case "ordinal":
            return _position(indicator.scale, row)
        case _:
            return None


def readable(indicator: IndicatorFact, row: TargetFact | ValueFact) -> bool:
    """Whether the row answers its indicator: with words for a text, else with a number."""
    if indicator.measure == "text":
        return bool(row.text)
    return magnitude(indicator, row) is not None


def _per_cent(row: TargetFact | ValueFact) -> Decimal | None:
    if row.numerator is None or row.denominator is None or row.denominator <= 0:
        return row.value
    return HUNDRED * row.numerator / row.denominator


def _one_or_zero(row: TargetFact | ValueFact) -> Decimal | None:
    if row.value is None:
        return _YES_NO.get(row.text.strip().casefold())
    return row.value if row.value in (ZERO, ONE) else None


def _position(scale: tuple[str, ...], row: TargetFact | ValueFact) -> Decimal | None:
    if row.text:
        return Decimal(scale.index(row.text) + 1) if row.text in scale else None
    if row.value is None or not scale:
        return row.value
    on_scale = ONE <= row.value <= len(scale) and row.value == row.value.to_integral_value()
    return row.value if on_scale else None


def countable(indicator: IndicatorFact) -> bool:
    """Whether numbers of different places may be added: things counted, not rates or scores."""
    if indicator.measure != "number":
        return False
    return _NOT_COUNTABLE.isdisjoint(indicator.unit.casefold().split())


def adds_up(indicator: IndicatorFact) -> bool:
    """Whether periods are put together: increments of numbers and percentages, nothing else."""
    return indicator.reporting == "increment" and indicator.measure in ("number", "percentage")


def from_zero(indicator: IndicatorFact) -> bool:
    """Whether an unset baseline is zero by nature: sums of increments, and things done or not."""
    if indicator.measure == "yes_no":
        return True
    return indicator.reporting == "increment" and indicator.measure == "number"
