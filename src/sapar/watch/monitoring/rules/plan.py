"""What was promised by a day: the steps or the straight lines between dated targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, LeftOut, Reason, gathered
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact
from sapar.watch.monitoring.rules.measure import ZERO, magnitude
from sapar.watch.monitoring.rules.periods import latest_recorded
from sapar.watch.monitoring.rules.targets import baseline_of, end_target_of, known_targets


@dataclass(frozen=True, slots=True)
class _Point:
    """What should stand at the end of a day, and the rows that say so."""

    day: date
    value: Decimal
    text: str
    ids: tuple[int, ...]


def expected_by(
    indicator: IndicatorFact,
    targets: Iterable[TargetFact],
    on: date,
    *,
    as_of: date | None = None,
) -> Answer:
    """What was promised by a day: a straight line between dated targets, or the last step taken.

    Numbers and percentages are interpolated by days between baseline, milestones and end target;
    yes or no, ordinal steps and words hold from the day they are due. Milestones of an
    indicator reported in increments are parts, added up as its values are, where each has a period
    that begins where the last ended, or later. After the last target its value holds.
    """
    targets, known_on = tuple(targets), as_of or on
    baseline = baseline_of(indicator, targets, on, as_of=as_of)
    end = end_target_of(indicator, targets, on, as_of=as_of)
    milestones, left_out = _milestones(indicator, targets, end, known_on)
    if not milestones and end.missing:
        return Answer(None, Reason(wording.NOTHING_PROMISED), (Gap.TARGET,))
    points, notes = _points(indicator, milestones, baseline, end)
    start = _start(indicator, targets, baseline, known_on)
    if start and (not points or start.day < points[0].day):
        points.insert(0, start)
    # Whether a baseline or an end target is lacking only matters where the line needs it.
    both = replace(gathered((baseline, end)), missing=(), target_ids=())
    answer = _read_off(indicator, points, start, baseline, on)
    return replace(
        answer,
        notes=(*both.notes, *notes, *answer.notes),
        left_out=(*both.left_out, *left_out),
    )


def _milestones(
    indicator: IndicatorFact, targets: Sequence[TargetFact], end: Answer, as_of: date
) -> tuple[list[TargetFact], list[LeftOut]]:
    """One milestone a day, up to the end target, in the order of their days."""
    by_day: dict[date, list[TargetFact]] = {}
    for row in known_targets(indicator, targets, "milestone", as_of):
        by_day.setdefault(row.due_on, []).append(row)
    kept: list[TargetFact] = []
    left_out: list[LeftOut] = []
    for day in sorted(by_day):
        used = latest_recorded(by_day[day])
        if end.stands_on is not None and day > end.stands_on:
            why = Reason(wording.AFTER_END, {"day": end.stands_on})
            left_out += [LeftOut(row.id, why) for row in by_day[day]]
            continue
        kept.append(used)
        why = Reason(wording.RECORDED_EARLIER, {"kept": used.id})
        left_out += [LeftOut(row.id, why) for row in by_day[day] if row is not used]
    return kept, left_out


def _points(
    indicator: IndicatorFact, milestones: list[TargetFact], baseline: Answer, end: Answer
) -> tuple[list[_Point], list[Reason]]:
    """What should stand by each due day, ascending; the end target is the last."""
    notes: list[Reason] = []
    points = [
        _Point(row.due_on, magnitude(indicator, row) or ZERO, row.text, (row.id,))
        for row in milestones
    ]
    if _in_parts(indicator, milestones):
        added = _added_up(points, baseline.value or ZERO)
        if _beyond(added[-1].value, baseline.value or ZERO, end.value):
            inputs = {"total": added[-1].value, "end": end.value}
            notes.append(Reason(wording.PERIODS_BEYOND, inputs))
        else:
            points = added
            notes.append(Reason(wording.PERIODS_ADDED))
    if end.stands_on is not None:
        points = [point for point in points if point.day < end.stands_on]
        points.append(_Point(end.stands_on, end.value or ZERO, end.text, end.target_ids))
    return points, notes


def _in_parts(indicator: IndicatorFact, milestones: Sequence[TargetFact]) -> bool:
    """Whether milestones are parts: increments, with periods that do not overlap."""
    if indicator.reporting != "increment" or indicator.measure != "number" or not milestones:
        return False
    last: date | None = None
    for row in milestones:
        if row.period_from is None or (last is not None and row.period_from < last):
            return False
        last = row.due_on
    return True


def _added_up(points: Iterable[_Point], start: Decimal) -> list[_Point]:
    total = start
    ids: tuple[int, ...] = ()
    added: list[_Point] = []
    for point in points:
        total, ids = total + point.value, (*ids, *point.ids)
        added.append(_Point(point.day, total, point.text, ids))
    return added


def _beyond(total: Decimal, baseline: Decimal, end: Decimal | None) -> bool:
    """Whether the parts go further from the baseline, on the same side, than the whole."""
    if end is None:
        return False
    return total > end >= baseline or total < end <= baseline


def _start(
    indicator: IndicatorFact, targets: Sequence[TargetFact], baseline: Answer, as_of: date
) -> _Point | None:
    """The baseline on its day; a baseline that is zero by nature begins with the first period."""
    if baseline.stands_on is not None:
        return _Point(
            baseline.stands_on, baseline.value or ZERO, baseline.text, baseline.target_ids
        )
    if baseline.missing:
        return None
    rows = [
        *known_targets(indicator, targets, "milestone", as_of),
        *known_targets(indicator, targets, "end", as_of),
    ]
    days = [row.period_from for row in rows if row.period_from is not None]
    return _Point(min(days), ZERO, "", ()) if days else None


def _read_off(
    indicator: IndicatorFact,
    points: Sequence[_Point],
    start: _Point | None,
    baseline: Answer,
    on: date,
) -> Answer:
    before = [point for point in points if point.day <= on]
    after = [point for point in points if point.day > on]
    if not before:
        return _before_all(indicator, after[0], start, baseline)
    last = before[-1]
    if not after or indicator.measure not in ("number", "percentage"):
        return _step(indicator, last)
    coming = after[0]
    gone, span = Decimal((on - last.day).days), Decimal((coming.day - last.day).days)
    value = last.value + (coming.value - last.value) * gone / span
    inputs = {
        "before": last.value,
        "before_day": last.day,
        "after": coming.value,
        "after_day": coming.day,
        "value": value,
    }
    ids = tuple(sorted({*last.ids, *coming.ids}))
    return Answer(value, Reason(wording.BETWEEN, inputs), target_ids=ids, stands_on=on)


def _before_all(
    indicator: IndicatorFact, first: _Point, start: _Point | None, baseline: Answer
) -> Answer:
    """Before the first dated point nothing beyond the baseline was promised, if there is one."""
    steps = indicator.measure == "yes_no" and not baseline.missing
    if first is not start and not steps:
        gap = Gap.BASELINE if baseline.missing else Gap.START
        return Answer(None, Reason(wording.NO_START, {"day": first.day}), (gap,))
    stated = baseline.text if indicator.measure == "text" else baseline.value
    return Answer(
        baseline.value,
        Reason(wording.NOT_YET, {"value": stated, "day": first.day}),
        target_ids=baseline.target_ids,
        text=baseline.text,
        stands_on=baseline.stands_on,
    )


def _step(indicator: IndicatorFact, point: _Point) -> Answer:
    words = indicator.measure == "text"
    template = wording.STEP_TEXT if words else wording.STEP
    inputs = {"value": point.value, "text": point.text, "day": point.day}
    return Answer(
        None if words else point.value,
        Reason(template, inputs),
        target_ids=tuple(sorted(point.ids)),
        text=point.text,
        stands_on=point.day,
    )
