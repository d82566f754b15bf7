"""The value of an indicator that stands on a day, out of everything that was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, LeftOut, Reason
from sapar.watch.monitoring.rules.facts import IndicatorFact, ValueFact
from sapar.watch.monitoring.rules.measure import (
    HUNDRED,
    ZERO,
    adds_up,
    countable,
    counted,
    magnitude,
    readable,
    says_nothing,
)
from sapar.watch.monitoring.rules.periods import Covered, each_day_once

# A percentage printed without decimals may differ this far from what was counted.
_ROUNDING = Decimal("0.5")


def current_value(
    indicator: IndicatorFact,
    values: Iterable[ValueFact],
    on: date,
    *,
    as_of: date | None = None,
) -> Answer:
    """The value on a day: increments summed, each day once; otherwise the latest report.

    A reported zero is a value; nothing reported is missing. Disaggregated rows are never added to
    the total and never stand in for it. A total over all places stands before its parts. `on` is
    the day asked about, `as_of` the day whose knowledge is used (the same day when not given).
    """
    known_on = as_of or on
    known = [
        row
        for row in values
        if row.indicator_id == indicator.id and row.period_to <= on and row.dated.known(known_on)
    ]
    totals = [row for row in known if not row.disaggregation]
    if not totals:
        return _no_total(known, on)
    rows = [row for row in totals if readable(indicator, row)]
    unread = [_unread(indicator, row) for row in totals if not readable(indicator, row)]
    if not rows:
        why = Reason(wording.NOTHING_READABLE, {"count": len(unread)})
        return Answer(None, why, (Gap.CURRENT,), left_out=_sorted(unread))
    answer = _summed(indicator, rows) if adds_up(indicator) else _latest(indicator, rows)
    return replace(answer, left_out=_sorted((*unread, *answer.left_out)))


def _no_total(known: Sequence[ValueFact], on: date) -> Answer:
    if not known:
        return Answer(None, Reason(wording.NOTHING_REPORTED, {"day": on}), (Gap.CURRENT,))
    names = ", ".join(sorted({row.disaggregation for row in known}))
    return Answer(None, Reason(wording.ONLY_DISAGGREGATES, {"names": names}), (Gap.TOTAL,))


def _unread(indicator: IndicatorFact, row: ValueFact) -> LeftOut:
    if says_nothing(row):
        return LeftOut(row.id, Reason(wording.SAYS_NOTHING))
    return LeftOut(row.id, Reason(wording.UNREADABLE, {"measure": indicator.measure}))


def _sorted(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted(left_out, key=lambda left: left.fact))


def _by_place(rows: Iterable[ValueFact]) -> dict[str, list[ValueFact]]:
    places: dict[str, list[ValueFact]] = {}
    for row in sorted(rows, key=lambda row: (row.place, row.id)):
        places.setdefault(row.place, []).append(row)
    return places


def _summed(indicator: IndicatorFact, rows: Sequence[ValueFact]) -> Answer:
    """Increments: totals first, then the places where no total covers their days."""
    places = _by_place(rows)
    covered, left_out = each_day_once(places.pop("", ()))
    used = list(covered.rows)
    for parts in places.values():
        outside, inside = _apart_from(covered, parts)
        kept, doubled = each_day_once(outside)
        used += kept.rows
        left_out += [*inside, *doubled]
    if not used:
        why = Reason(wording.NOTHING_READABLE, {"count": len(left_out)})
        return Answer(None, why, (Gap.CURRENT,), left_out=tuple(left_out))
    answer = _put_together(indicator, used)
    if answer.value is not None:
        template = wording.SUMMED if indicator.measure == "number" else answer.why.template
        inputs = {"count": len(used), "unit": indicator.unit, **answer.why.inputs}
        answer = replace(answer, why=Reason(template, inputs))
    return replace(answer, left_out=tuple(left_out), stands_on=max(row.period_to for row in used))


def _apart_from(
    covered: Covered, parts: Iterable[ValueFact]
) -> tuple[list[ValueFact], list[LeftOut]]:
    outside, inside = [], []
    for row in parts:
        if kept := covered.by(row):
            inside.append(LeftOut(row.id, Reason(wording.IN_TOTAL, {"kept": kept.id})))
        else:
            outside.append(row)
    return outside, inside


def _latest(indicator: IndicatorFact, rows: Sequence[ValueFact]) -> Answer:
    """Levels and totals to date: the latest of the total, else the latest of every place."""
    places = _by_place(rows)
    chosen = {"": places[""]} if "" in places else places
    used, left_out, notes = [], [], []
    for series in chosen.values():
        standing, doubled = _one_a_day(series)
        used.append(standing[-1])
        left_out += doubled
        if indicator.reporting == "cumulative":
            notes += _falls(indicator, standing)
    stands_on = min(row.period_to for row in used)
    reported_to = max(row.period_to for row in rows)
    if "" in places and reported_to > stands_on:
        inputs = {"places_day": reported_to, "day": stands_on}
        notes.append(Reason(wording.OLD_TOTAL, inputs))
    answer = _put_together(indicator, used)
    return replace(
        answer,
        notes=(*answer.notes, *notes),
        left_out=tuple(left_out),
        stands_on=stands_on,
    )


def _one_a_day(series: Iterable[ValueFact]) -> tuple[list[ValueFact], list[LeftOut]]:
    """The rows of one place in the order of their days; of one day the latest recorded stands."""
    standing: dict[date, ValueFact] = {}
    ordered = sorted(series, key=lambda row: (row.period_to, row.dated.recorded_on, row.id))
    for row in ordered:
        standing[row.period_to] = row
    left_out = [
        LeftOut(row.id, Reason(wording.SAME_DAY, {"kept": standing[row.period_to].id}))
        for row in ordered
        if standing[row.period_to] is not row
    ]
    return list(standing.values()), left_out


def _falls(indicator: IndicatorFact, series: Sequence[ValueFact]) -> list[Reason]:
    falls = []
    for earlier, later in pairwise(series):
        before, after = magnitude(indicator, earlier), magnitude(indicator, later)
        if before is not None and after is not None and after < before:
            inputs = {"before": before, "after": after, "day": later.period_to}
            falls.append(Reason(wording.FELL, inputs))
    return falls


def _put_together(indicator: IndicatorFact, used: Sequence[ValueFact]) -> Answer:
    """One value out of rows that do not overlap; refused where adding would mean nothing."""
    ids = tuple(sorted(row.id for row in used))
    places = sorted({row.place for row in used})
    notes = _counts_against_stated(indicator, used)
    if len(places) > 1:
        notes.append(Reason(wording.OVER_PLACES, {"count": len(places)}))
    elif places[0]:
        notes.append(Reason(wording.ONE_PLACE, {"place": places[0]}))
    if len(used) == 1:
        return _alone(indicator, used[0], notes)
    if indicator.measure == "percentage":
        return replace(_pooled(used), value_ids=ids, notes=tuple(notes))
    if len(places) > 1 and not countable(indicator):
        why = Reason(wording.PLACES_DO_NOT_ADD, {"count": len(places)})
        return Answer(None, why, (Gap.PLACES_TOTAL,), value_ids=ids)
    total = sum((row.value for row in used if row.value is not None), ZERO)
    inputs = {"count": len(used), "value": total, "unit": indicator.unit}
    return Answer(total, Reason(wording.PLACES_ADDED, inputs), value_ids=ids, notes=tuple(notes))


def _alone(indicator: IndicatorFact, row: ValueFact, notes: Iterable[Reason]) -> Answer:
    value = magnitude(indicator, row)
    inputs = {"value": value, "unit": indicator.unit, "day": row.period_to}
    template = wording.LATEST_TEXT if indicator.measure == "text" else wording.LATEST
    return Answer(
        value,
        Reason(template, inputs),
        value_ids=(row.id,),
        notes=tuple(notes),
        text=row.text,
        stands_on=row.period_to,
    )


def _pooled(used: Sequence[ValueFact]) -> Answer:
    """Percentages are put together by what was counted, never by their average."""
    if not all(counted(row) for row in used):
        why = Reason(wording.PERCENTAGES_DO_NOT_AVERAGE, {"count": len(used)})
        return Answer(None, why, (Gap.COUNTS,))
    numerator = sum((row.numerator for row in used if row.numerator is not None), ZERO)
    denominator = sum((row.denominator for row in used if row.denominator is not None), ZERO)
    value = HUNDRED * numerator / denominator
    inputs = {
        "numerator": numerator,
        "denominator": denominator,
        "count": len(used),
        "value": value,
    }
    return Answer(value, Reason(wording.POOLED, inputs))


def _counts_against_stated(indicator: IndicatorFact, used: Iterable[ValueFact]) -> list[Reason]:
    if indicator.measure != "percentage":
        return []
    notes = []
    for row in sorted(used, key=lambda row: row.id):
        counts = magnitude(indicator, row)
        if row.value is None or counts is None or abs(counts - row.value) <= _ROUNDING:
            continue
        inputs = {"row": row.id, "stated": row.value, "counted": counts}
        notes.append(Reason(wording.COUNTS_WIN, inputs))
    return notes
