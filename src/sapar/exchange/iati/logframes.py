"""Logframes: results and indicators of activities, new ones made and known ones found again.

IATI names neither a result nor an indicator, so one in a new file is taken for one on record if
kind and title are the same; of the rest, one that stands at the same place is taken for the old
one with a corrected title. A result put in before the others thus moves no value to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model

from sapar.design.logframe.models import Indicator, Result
from sapar.exchange.iati.mapping import LEVELS, MEASURES, in_words
from sapar.exchange.iati.shapes import ActivityRead
from sapar.exchange.iati.shapes import Indicator as IndicatorRead

IndicatorIds = dict[tuple[int, int, int], int]
"""Ids of indicators by project, position of the result, position of the indicator in it."""

Described = TypeVar("Described", Result, Indicator)


class Edit(NamedTuple):
    """A description that was edited in place, and how it read before."""

    project: str
    what: str
    was: str


def settle(
    pairs: Sequence[tuple[ActivityRead, int]], *, new: bool
) -> tuple[IndicatorIds, list[Edit]]:
    """Every result and indicator of the activities is on record afterwards, as the files say it.

    `pairs` are activities with the ids of their projects, which have no logframe yet if `new`.
    """
    projects = [] if new else [project for _, project in pairs]
    edits: list[Edit] = []
    results = _results(pairs, _by_parent(Result, "project_id", projects), edits)
    indicators = _indicators(pairs, results, _by_parent(Indicator, "result_id", projects), edits)
    return {key: one.pk for key, one in indicators.items()}, edits


def continued(wanted: Sequence[tuple[str, str]], there: Mapping[int, tuple[str, str]]) -> list[int]:
    """For each kind and title the number that it has on record, or a new number.

    `there` gives kind and title of what is on record by its number.
    """
    free: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(there, reverse=True):
        free[there[number]].append(number)
    numbers = [free[one].pop() if free[one] else 0 for one in wanted]
    left = set(there) - set(numbers)
    fresh = max(there, default=0)
    for position, number in enumerate(numbers, 1):
        if number:
            continue
        if position in left:
            left.remove(position)
            numbers[position - 1] = position
        else:
            fresh += 1
            numbers[position - 1] = fresh
    return numbers


def _by_parent(
    model: type[Described], parent: str, projects: Sequence[int]
) -> dict[int, dict[int, Described]]:
    found: dict[int, dict[int, Described]] = defaultdict(dict)
    if projects:
        for row in model._default_manager.filter(project_id__in=projects):
            number = row.code.rpartition(".")[2]
            if number.isdecimal():
                found[getattr(row, parent)][int(number)] = row
    return found


def _results(
    pairs: Sequence[tuple[ActivityRead, int]],
    there: Mapping[int, dict[int, Result]],
    edits: list[Edit],
) -> dict[tuple[int, int], Result]:
    rows: dict[tuple[int, int], Result] = {}
    changed: list[Result] = []
    for activity, project in pairs:
        known = there.get(project, {})
        wanted = [
            (LEVELS[one.type], in_words(one.titles, activity.default_lang))
            for one in activity.results
        ]
        numbers = continued(wanted, {n: (row.level, row.title) for n, row in known.items()})
        for r, (number, (level, title)) in enumerate(zip(numbers, wanted, strict=True)):
            row = known.get(number) or Result(project_id=project, code=str(number))
            if _edited(row, {"level": level, "title": title}, activity, "result", edits):
                changed.append(row)
            rows[project, r] = row
    _store(Result, rows.values(), changed, ("level", "title"))
    return rows


def _indicators(
    pairs: Sequence[tuple[ActivityRead, int]],
    results: Mapping[tuple[int, int], Result],
    there: Mapping[int, dict[int, Indicator]],
    edits: list[Edit],
) -> dict[tuple[int, int, int], Indicator]:
    rows: dict[tuple[int, int, int], Indicator] = {}
    changed: list[Indicator] = []
    for activity, project, r, reads in _with_results(pairs):
        result = results[project, r]
        known = there.get(result.pk, {})
        wanted = [(MEASURES[i.measure], in_words(i.titles, activity.default_lang)) for i in reads]
        numbers = continued(wanted, {n: (row.measure, row.title) for n, row in known.items()})
        for i, (number, read) in enumerate(zip(numbers, reads, strict=True)):
            row = known.get(number) or Indicator(
                project_id=project, result_id=result.pk, code=f"{result.code}.{number}"
            )
            says = _says(read, activity.default_lang)
            if _edited(row, says, activity, "indicator", edits):
                changed.append(row)
            rows[project, r, i] = row
    _store(Indicator, rows.values(), changed, ("title", "direction", "measure", "unit"))
    return rows


def _with_results(
    pairs: Sequence[tuple[ActivityRead, int]],
) -> Iterator[tuple[ActivityRead, int, int, tuple[IndicatorRead, ...]]]:
    for activity, project in pairs:
        for r, result in enumerate(activity.results):
            yield activity, project, r, result.indicators


def _says(read: IndicatorRead, language: str) -> dict[str, str]:
    return {
        "title": in_words(read.titles, language),
        "direction": "rise" if read.ascending else "fall",
        "measure": MEASURES[read.measure],
        "unit": "%" if MEASURES[read.measure] == "percentage" else "",
    }


def _edited(
    row: Result | Indicator,
    says: Mapping[str, str],
    activity: ActivityRead,
    what: str,
    edits: list[Edit],
) -> bool:
    """Brings a row in step with what is said; whether it was on record and read otherwise."""
    before = {name: getattr(row, name) for name in says if getattr(row, name) != says[name]}
    for name in before:
        setattr(row, name, says[name])
    if row.pk is None or not before:
        return False
    edits += [
        Edit(activity.identifier, f"{what} {row.code}, {name}", was) for name, was in before.items()
    ]
    return True


def _store(
    model: type[Model], rows: Iterable[Any], changed: Sequence[Any], fields: Sequence[str]
) -> None:
    model._default_manager.bulk_create([row for row in rows if row.pk is None])
    if changed:
        model._default_manager.bulk_update(changed, fields)
