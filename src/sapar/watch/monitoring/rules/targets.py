"""What was promised for an indicator: its baseline, its end target, and the plan between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, LeftOut, Reason
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, TargetKind
from sapar.watch.monitoring.rules.measure import ZERO, from_zero, magnitude, readable
from sapar.watch.monitoring.rules.periods import latest_recorded


def baseline_of(
    indicator: IndicatorFact,
    targets: Iterable[TargetFact],
    on: date,
    *,
    as_of: date | None = None,
) -> Answer:
    """The baseline as known on a day; zero by nature for increments and for yes or no.

    Where sources disagree, the latest recorded is used and the answer names the conflict.
    """
    rows = known_targets(indicator, targets, "baseline", as_of or on)
    if rows:
        return _set(indicator, rows, wording.BASELINE_SET)
    if from_zero(indicator):
        return Answer(ZERO, Reason(wording.BASELINE_ZERO))
    return Answer(None, Reason(wording.BASELINE_MISSING), (Gap.BASELINE,))


def end_target_of(
    indicator: IndicatorFact,
    targets: Iterable[TargetFact],
    on: date,
    *,
    as_of: date | None = None,
) -> Answer:
    """The end target as it was set, never the sum of the targets of periods.

    Where sources disagree, the latest recorded is used and the answer names the conflict.
    """
    targets = tuple(targets)
    rows = known_targets(indicator, targets, "end", as_of or on)
    if rows:
        return _set(indicator, rows, wording.END_SET)
    periods = known_targets(indicator, targets, "milestone", as_of or on)
    why = (
        Reason(wording.END_NOT_SUMMED, {"count": len(periods)})
        if periods
        else Reason(wording.END_MISSING)
    )
    return Answer(None, why, (Gap.END_TARGET,))


def known_targets(
    indicator: IndicatorFact, targets: Iterable[TargetFact], kind: TargetKind, as_of: date
) -> list[TargetFact]:
    """The readable totals of one kind on record at the end of a day, oldest row first."""
    rows = [
        row
        for row in targets
        if row.indicator_id == indicator.id
        and row.kind == kind
        and not row.disaggregation
        and row.dated.known(as_of)
        and readable(indicator, row)
    ]
    return sorted(rows, key=lambda row: row.id)


def _set(indicator: IndicatorFact, rows: list[TargetFact], template: str) -> Answer:
    used = latest_recorded(rows)
    value = magnitude(indicator, used)
    others = [row for row in rows if row is not used]
    stated = used.text if value is None else value
    return Answer(
        value,
        Reason(template, {"value": stated, "unit": indicator.unit, "day": used.due_on}),
        target_ids=(used.id,),
        notes=tuple(
            _conflict(indicator, used, row) for row in others if _differ(indicator, used, row)
        ),
        left_out=tuple(
            LeftOut(row.id, Reason(wording.RECORDED_EARLIER, {"kept": used.id})) for row in others
        ),
        text=used.text,
        stands_on=used.due_on,
    )


def _stated(indicator: IndicatorFact, row: TargetFact) -> Decimal | str:
    value = magnitude(indicator, row)
    return row.text if value is None else value


def _differ(indicator: IndicatorFact, one: TargetFact, other: TargetFact) -> bool:
    return one.due_on != other.due_on or _stated(indicator, one) != _stated(indicator, other)


def _conflict(indicator: IndicatorFact, used: TargetFact, other: TargetFact) -> Reason:
    inputs = {
        "used": used.id,
        "source": used.dated.source,
        "value": _stated(indicator, used),
        "day": used.due_on,
        "other": other.id,
        "other_source": other.dated.source,
        "other_value": _stated(indicator, other),
        "other_day": other.due_on,
    }
    return Reason(wording.SOURCES_DISAGREE, inputs)
