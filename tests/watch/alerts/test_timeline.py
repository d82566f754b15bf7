"""Since when: the walk over month ends finds what looking at every day would find."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import Verdict
from sapar.watch.alerts.rules.timeline import Segment, stretch

CLEAR, AMBER, RED, UNKNOWN = Verdict.CLEAR, Verdict.AMBER, Verdict.RED, Verdict.UNKNOWN
FIRST = date(2020, 1, 1)
MONTHS = 14


def every_day(verdict_on, first: date, last: date) -> tuple[Segment, ...]:
    """The same answer by asking for each day."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    asked = [Segment(day, verdict_on(day)) for day in days]
    clear = [n for n, one in enumerate(asked) if one.verdict is CLEAR]
    run = asked[clear[-1] + 1 :] if clear else asked
    segments = [next(group) for _, group in groupby(run, key=lambda one: one.verdict)]
    judged = [n for n, one in enumerate(segments) if one.verdict.needs_someone]
    return tuple(segments[judged[0] :] if judged else segments)


@st.composite
def slow_changes(draw: st.DrawFn) -> list[tuple[date, Verdict]]:
    """At most one change of verdict in each month, on any of its days."""
    turns = [(FIRST, draw(st.sampled_from(Verdict)))]
    for index in range(MONTHS):
        if draw(st.booleans()):
            year, month = 2020 + index // 12, index % 12 + 1
            day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
            turns.append((date(year, month, day), draw(st.sampled_from(Verdict))))
    return turns


@st.composite
def worsening(draw: st.DrawFn) -> list[tuple[date, Verdict]]:
    """A verdict that only gets worse, as fast as it likes: amber and red within one month."""
    days = sorted(draw(st.lists(st.integers(1, 400), min_size=2, max_size=2, unique=True)))
    return [
        (FIRST, CLEAR),
        *((FIRST + timedelta(n), v) for n, v in zip(days, (AMBER, RED), strict=True)),
    ]


def by(turns: list[tuple[date, Verdict]]):
    return lambda day: [verdict for since, verdict in turns if since <= day][-1]


@given(slow_changes() | worsening(), st.integers(0, 430), st.integers(0, 430))
def test_the_walk_agrees_with_looking_at_every_day(turns, one: int, other: int) -> None:
    first, last = (FIRST + timedelta(days=n) for n in sorted((one, other)))
    verdict_on = by(turns)
    assert stretch(verdict_on, first, last) == every_day(verdict_on, first, last)


@given(slow_changes(), st.integers(0, 430), st.integers(0, 430))
def test_a_later_reading_tells_the_same_beginning_while_the_stretch_lasts(
    turns, one: int, other: int
) -> None:
    early, late = (FIRST + timedelta(days=n) for n in sorted((one, other)))
    verdict_on = by(turns)
    before, after = stretch(verdict_on, FIRST, early), stretch(verdict_on, FIRST, late)
    between = {verdict_on(early + timedelta(days=n)) for n in range((late - early).days + 1)}
    if before and before[0].verdict.needs_someone and CLEAR not in between:
        assert after[: len(before)] == before


def test_nothing_before_the_first_day_is_asked() -> None:
    asked: list[date] = []

    def verdict_on(day: date) -> Verdict:
        asked.append(day)
        return RED

    assert stretch(verdict_on, FIRST, FIRST + timedelta(days=300)) == (Segment(FIRST, RED),)
    assert min(asked) == FIRST


def test_amber_and_red_within_one_month_are_both_found() -> None:
    turns = [(FIRST, CLEAR), (date(2020, 3, 4), AMBER), (date(2020, 3, 20), RED)]
    found = stretch(by(turns), FIRST, date(2020, 5, 10))
    assert found == (Segment(date(2020, 3, 4), AMBER), Segment(date(2020, 3, 20), RED))


def test_days_without_a_judgement_do_not_end_a_stretch_but_do_not_begin_one() -> None:
    turns = [
        (FIRST, UNKNOWN),
        (date(2020, 2, 10), AMBER),
        (date(2020, 4, 1), UNKNOWN),
        (date(2020, 6, 1), RED),
    ]
    found = stretch(by(turns), FIRST, date(2020, 7, 1))
    assert [one.verdict for one in found] == [AMBER, UNKNOWN, RED]
    assert found[0].since == date(2020, 2, 10)


def test_where_nothing_was_ever_judged_the_stretch_is_one_of_not_knowing() -> None:
    turns = [(FIRST, CLEAR), (date(2020, 2, 10), UNKNOWN)]
    assert stretch(by(turns), FIRST, date(2020, 7, 1)) == (Segment(date(2020, 2, 10), UNKNOWN),)


@pytest.mark.parametrize("last", [date(2020, 2, 29), date(2020, 3, 1), date(2020, 3, 31)])
def test_the_first_day_of_a_change_is_exact_also_at_the_edge_of_a_month(last: date) -> None:
    turns = [(FIRST, CLEAR), (date(2020, 2, 29), RED)]
    assert stretch(by(turns), FIRST, last) == (Segment(date(2020, 2, 29), RED),)


def test_a_clear_day_has_no_stretch() -> None:
    assert stretch(lambda day: CLEAR, FIRST, FIRST) == ()
