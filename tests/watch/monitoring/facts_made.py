"""Short ways to write facts in the tests of monitoring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sapar.ground.record.rules import Dated
from sapar.watch.monitoring.rules import IndicatorFact, TargetFact, ValueFact

LONG_AGO = date(2023, 1, 1)
START = date(2023, 12, 31)
MIDDLE = date(2024, 12, 31)
END = date(2025, 12, 31)


def exact(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def day(month: int, day_of_month: int, year: int = 2024) -> date:
    return date(year, month, day_of_month)


def an_indicator(**changes: Any) -> IndicatorFact:
    plain: dict[str, Any] = {
        "id": 1,
        "code": "1.1",
        "title": "Inspectors trained",
        "result_code": "1",
        "result_level": "outcome",
        "unit": "persons",
        "direction": "rise",
        "measure": "number",
        "reporting": "level",
        "scale": (),
    }
    return IndicatorFact(**{**plain, **changes})


def a_target(
    id: int,
    kind: str,
    value: Any,
    due_on: date,
    *,
    period_from: date | None = None,
    counts: tuple[Any, Any] = (None, None),
    text: str = "",
    part: str = "",
    recorded_on: date = LONG_AGO,
    superseded_on: date | None = None,
    source: str = "project document",
    indicator: int = 1,
) -> TargetFact:
    dated = Dated(id, due_on, recorded_on, superseded_on, source, "sourced")
    numerator, denominator = exact(counts[0]), exact(counts[1])
    return TargetFact(
        id, indicator, kind, period_from, due_on, exact(value), numerator, denominator,
        text, part, dated,
    )  # fmt: skip


def a_value(
    id: int,
    value: Any,
    period_to: date,
    *,
    period_from: date | None = None,
    counts: tuple[Any, Any] = (None, None),
    text: str = "",
    part: str = "",
    place: str = "",
    recorded_on: date | None = None,
    superseded_on: date | None = None,
    indicator: int = 1,
) -> ValueFact:
    dated = Dated(id, period_to, recorded_on or period_to, superseded_on, "report", "sourced")
    numerator, denominator = exact(counts[0]), exact(counts[1])
    return ValueFact(
        id, indicator, period_from, period_to, exact(value), numerator, denominator,
        text, part, place, dated, "Partner A",
    )  # fmt: skip


def from_to(baseline: Any, end: Any) -> list[TargetFact]:
    """A baseline at the start and an end target at the end; either may be None for not set."""
    rows = [a_target(1, "baseline", baseline, START), a_target(9, "end", end, END)]
    return [row for row in rows if row.value is not None]
