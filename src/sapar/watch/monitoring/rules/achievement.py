"""How much of the way from baseline to end target is gone, and how that compares with the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, Reason, gathered
from sapar.watch.monitoring.rules.current import current_value
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact
from sapar.watch.monitoring.rules.measure import ONE, ZERO, adds_up, magnitude
from sapar.watch.monitoring.rules.plan import expected_by
from sapar.watch.monitoring.rules.targets import baseline_of, end_target_of


def achievement(
    indicator: IndicatorFact,
    targets: Iterable[TargetFact],
    values: Iterable[ValueFact],
    on: date,
    *,
    tolerance: Decimal = ZERO,
    as_of: date | None = None,
) -> Answer:
    """The share of the way from baseline to end target that is gone: 1 is reached, not clipped.

    A share below 0 is a step back, above 1 more than was promised. Where the target equals the
    baseline, or the value should stay, it is 1 while the value is kept and 0 otherwise; `tolerance`
    is how far, in the indicator's unit, a value that should stay may stray. Increments of numbers
    count on top of the baseline.
    """
    if indicator.measure == "text":
        return Answer(None, Reason(wording.NO_NUMBERS), (Gap.NUMBERS,))
    targets, values = tuple(targets), tuple(values)
    start = baseline_of(indicator, targets, on, as_of=as_of)
    end = end_target_of(indicator, targets, on, as_of=as_of)
    now = current_value(indicator, values, on, as_of=as_of)
    found = replace(gathered((start, end, now)), stands_on=now.stands_on)
    if start.value is None or end.value is None or now.value is None:
        why = Reason(wording.NOT_JUDGED, {"missing": ", ".join(found.missing)})
        return replace(found, why=why)
    if _wrong_side(indicator, start.value, end.value, tolerance):
        inputs = {"direction": indicator.direction, "target": end.value, "baseline": start.value}
        return replace(found, why=Reason(wording.WRONG_SIDE, inputs), missing=(Gap.SIDE,))
    current = now.value
    if adds_up(indicator) and indicator.measure == "number" and start.value != 0:
        used = [row for row in values if row.id in now.value_ids]
        if _change_or_count(indicator, used, start.value, end.value):
            why = Reason(wording.CHANGE_OR_COUNT, {"baseline": start.value})
            return replace(found, why=why, missing=(Gap.CHANGES,))
        note = Reason(wording.ON_TOP, {"baseline": start.value, "sum": current})
        found = replace(found, notes=(*found.notes, note))
        current += start.value
    value, why = _share(indicator, start.value, end.value, current, tolerance)
    return replace(found, value=value, why=why)


def _wrong_side(
    indicator: IndicatorFact, baseline: Decimal, target: Decimal, tolerance: Decimal
) -> bool:
    match indicator.direction:
        case "rise":
            return target < baseline
        case "fall":
            return target > baseline
        case _:
            return abs(target - baseline) > tolerance


def _change_or_count(
    indicator: IndicatorFact, used: Sequence[ValueFact], baseline: Decimal, target: Decimal
) -> bool:
    """Whether increments may be counts of a period rather than changes since the baseline.

    Ninety accidents in a year, after a baseline of a hundred a year, may be entered as an increment
    by mistake. Where the target lies towards zero, a change would have the opposite sign of the
    baseline; a row that has is proof of changes, and without one neither reading is safe.
    """
    if target * baseline > baseline * baseline:
        return False
    return all((magnitude(indicator, row) or ZERO) * baseline >= 0 for row in used)


def _share(
    indicator: IndicatorFact,
    baseline: Decimal,
    target: Decimal,
    current: Decimal,
    tolerance: Decimal,
) -> tuple[Decimal, Reason]:
    inputs = {"baseline": baseline, "current": current, "target": target}
    if indicator.direction == "stay" or target == baseline:
        kept = _kept(indicator, target, current, tolerance)
        return ONE if kept else ZERO, Reason(wording.HELD if kept else wording.NOT_HELD, inputs)
    # Adding zero turns the minus zero of 0 / -50 into a plain one.
    value = (current - baseline) / (target - baseline) + ZERO
    return value, Reason(wording.SHARE, {**inputs, "value": value})


def _kept(indicator: IndicatorFact, target: Decimal, current: Decimal, tolerance: Decimal) -> bool:
    match indicator.direction:
        case "rise":
            return current >= target
        case "fall":
            return current <= target
        case _:
            return abs(current - target) <= tolerance


def achievement_against_plan(
    indicator: IndicatorFact,
    targets: Iterable[TargetFact],
    values: Iterable[ValueFact],
    on: date,
    *,
    tolerance: Decimal = ZERO,
    as_of: date | None = None,
) -> Answer:
    """The share achieved by a day over the share that was planned by it: 1 is on schedule.

    Where no progress was due yet it is 1 while the value is not behind what was due, else 0. A
    value that must hold is due on every day, so its plan is its achievement.
    """
    targets, values = tuple(targets), tuple(values)
    done = achievement(indicator, targets, values, on, tolerance=tolerance, as_of=as_of)
    start = baseline_of(indicator, targets, on, as_of=as_of).value
    end = end_target_of(indicator, targets, on, as_of=as_of).value
    if done.value is None or start is None or end is None:
        return done
    if indicator.direction == "stay" or start == end:
        return replace(done, notes=(*done.notes, Reason(wording.EVERY_DAY)))
    due = expected_by(indicator, targets, on, as_of=as_of)
    found = replace(gathered((done, due)), stands_on=done.stands_on)
    # Both answers rest on the same baseline and end target, so each caution would come twice.
    found = replace(
        found,
        notes=(*done.notes, *(note for note in due.notes if note not in done.notes)),
        left_out=(*done.left_out, *(left for left in due.left_out if left not in done.left_out)),
    )
    if due.value is None:
        return replace(found, why=due.why)
    planned = (due.value - start) / (end - start) + ZERO
    if planned <= 0:
        kept = done.value >= planned
        template = wording.NOTHING_DUE_KEPT if kept else wording.NOTHING_DUE_BEHIND
        return replace(found, value=ONE if kept else ZERO, why=Reason(template, {"day": on}))
    inputs = {"achieved": done.value, "expected": planned, "day": on}
    return replace(found, value=done.value / planned, why=Reason(wording.AGAINST_PLAN, inputs))
