"""Logframe, queries: the results chain with its indicators and what was set for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.design.logframe.models import Indicator, MeasuredFact, Result, Target
from sapar.ground.record.origins import Origin, origin_of

LEVELS = ("impact", "outcome", "output", "other")


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A value on record: a number, numerator and denominator, or words; and the day it is for."""

    kind: str
    on: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    disaggregation: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with what was set for it; totals only, disaggregated rows apart."""

    id: int
    code: str
    title: str
    unit: str
    direction: str
    measure: str
    reporting: str
    verification: str
    disaggregation: tuple[str, ...]
    baselines: tuple[MeasuredRow, ...]
    milestones: tuple[MeasuredRow, ...]
    ends: tuple[MeasuredRow, ...]
    parts: tuple[MeasuredRow, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A level of the results chain; `depth` counts the results above it."""

    code: str
    level: str
    level_name: str
    title: str
    assumptions: str
    depth: int
    indicators: tuple[IndicatorRow, ...]


def measured_row(fact: MeasuredFact, kind: str) -> MeasuredRow:
    """A measured fact, read together with its source, as pages show it."""
    return MeasuredRow(
        kind=kind,
        on=fact.effective_on,
        value=fact.value,
        numerator=fact.numerator,
        denominator=fact.denominator,
        text=fact.text,
        disaggregation=fact.disaggregation,
        origin=origin_of(fact),
    )


def matrix_of(project_id: int, as_of: date) -> tuple[ResultRow, ...]:
    """The logframe of a project from impact down to outputs, each result above what serves it."""
    set_for = _targets(project_id, as_of)
    indicators: dict[int, list[IndicatorRow]] = defaultdict(list)
    for one in Indicator.objects.filter(project_id=project_id).order_by("id"):
        indicators[one.result_id].append(_indicator(one, set_for))
    return tuple(
        ResultRow(
            code=result.code,
            level=result.level,
            level_name=result.get_level_display(),
            title=result.title,
            assumptions=result.assumptions,
            depth=depth,
            indicators=tuple(indicators.get(result.pk, ())),
        )
        for result, depth in _in_order(list(Result.objects.filter(project_id=project_id)))
    )


def _targets(project_id: int, as_of: date) -> Mapping[int, list[MeasuredRow]]:
    facts = Target.objects.known_at(as_of).filter(project_id=project_id)
    found: dict[int, list[MeasuredRow]] = defaultdict(list)
    for fact in facts.select_related("source").order_by("effective_on", "id"):
        found[fact.indicator_id].append(measured_row(fact, fact.kind))
    return found


def _indicator(one: Indicator, set_for: Mapping[int, list[MeasuredRow]]) -> IndicatorRow:
    rows = set_for.get(one.pk, [])

    def totals(kind: str) -> tuple[MeasuredRow, ...]:
        return tuple(row for row in rows if row.kind == kind and not row.disaggregation)

    return IndicatorRow(
        id=one.pk,
        code=one.code,
        title=one.title,
        unit=one.unit,
        direction=one.get_direction_display(),
        measure=one.measure,
        reporting=one.get_reporting_display(),
        verification=one.verification,
        disaggregation=tuple(str(part) for part in one.disaggregation),
        baselines=totals(Target.Kind.BASELINE),
        milestones=totals(Target.Kind.MILESTONE),
        ends=totals(Target.Kind.END),
        parts=tuple(row for row in rows if row.disaggregation),
    )


def _in_order(results: list[Result]) -> list[tuple[Result, int]]:
    """Depth first, the highest level first; a result whose parent is not here stands at the top."""
    below: dict[int | None, list[Result]] = defaultdict(list)
    ids = {result.pk for result in results}
    for result in sorted(results, key=lambda r: (LEVELS.index(r.level), r.pk)):
        below[result.parent_id if result.parent_id in ids else None].append(result)
    ordered: list[tuple[Result, int]] = []
    waiting = [(result, 0) for result in reversed(below[None])]
    while waiting:
        result, depth = waiting.pop()
        ordered.append((result, depth))
        waiting.extend((child, depth + 1) for child in reversed(below[result.pk]))
    return ordered
