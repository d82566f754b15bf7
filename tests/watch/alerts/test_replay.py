"""The replay: what would have been seen, month by month, in the order in which it happened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import SIGNED, START, decision, holding, milestones, post, project
from tests.watch.alerts.random_facts import DAYS, small_projects

from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import read_project
from sapar.watch.alerts.rules.replay import ReplayEvent, reading_days, replay
from sapar.watch.alerts.rules.shapes import LADDER, Reading

DAY = timedelta(days=1)
LAST = START + (DAYS + 60) * DAY
OVERDUE = "watch.milestones_overdue"
PLANNED = date(2020, 3, 1)


def events(facts: ProjectFacts, end: date = LAST, **asked) -> list[ReplayEvent]:
    return list(replay(facts, current_watch(), end=end, **asked))


def told(found: list[ReplayEvent], rule: str) -> list[tuple[str, str]]:
    return [(str(e.as_of), e.event) for e in found if e.criticality.rule == rule]


@settings(max_examples=10, deadline=None)
@given(small_projects())
def test_each_month_of_a_replay_is_what_the_live_watch_would_have_read(facts) -> None:
    seen: list[Reading] = []
    events(facts, seen=seen.append)
    for reading in seen:
        assert reading == read_project(replace(facts, memo={}), reading.as_of, current_watch())


@settings(max_examples=10, deadline=None)
@given(small_projects())
def test_events_come_in_their_order_and_nothing_before_its_facts(facts) -> None:
    found = events(facts)
    days = [event.as_of for event in found]
    assert days == sorted(days)
    open_: dict[tuple[str, str], bool] = {}
    for event in found:
        one = event.criticality
        assert facts.first_known is not None
        assert facts.first_known <= one.known_since <= event.as_of
        if event.event == "raised":
            # What could not be judged is raised again when it can be.
            assert not open_.get(one.key)
            open_[one.key] = one.judged
        elif event.event == "closed":
            del open_[one.key]
        else:
            assert one.key in open_
            if event.event == "climbed":
                assert len(one.ladder) > 1
            else:
                assert (event.event, one.answered) == ("answered", True)


@settings(max_examples=10, deadline=None)
@given(small_projects())
def test_while_open_a_criticality_never_comes_down(facts) -> None:
    levels: dict[tuple[str, str], int] = defaultdict(int)
    seen: list[Reading] = []
    known: dict[tuple[str, str], date] = {}
    events(facts, seen=seen.append)
    for reading in seen:
        now = {}
        for one in reading.criticalities:
            same = known.get(one.key) == one.known_since
            level = LADDER.index(one.level)
            assert level >= (levels[one.key] if same else 0)
            now[one.key], levels[one.key] = one.known_since, level
        known = now


@settings(max_examples=6, deadline=None)
@given(small_projects(), st.integers(0, DAYS))
def test_asking_for_some_months_gives_the_same_events_of_these_months(facts, days: int) -> None:
    start = START + days * DAY
    late = [event for event in events(facts) if event.as_of >= start]
    assert events(facts, start=start) == late


def test_the_story_of_one_milestone() -> None:
    facts = project(
        **milestones((PLANNED, date(2020, 12, 10))),
        decisions=[decision(OVERDUE, date(2020, 8, 5), date(2020, 10, 1))],
    )
    assert told(events(facts, date(2021, 1, 15)), OVERDUE) == [
        # Planned days are on record, and nothing is late while nothing is due.
        ("2020-04-30", "raised"),
        # Amber's sixty days from 1 April, then thirty of red, then thirty held by the measure.
        ("2020-05-31", "climbed"),
        ("2020-06-30", "climbed"),
        ("2020-07-31", "climbed"),
        ("2020-08-31", "answered"),
        ("2020-12-31", "closed"),
    ]


def test_what_went_and_came_back_within_a_month_is_closed_and_raised_again() -> None:
    away = [
        holding(START, date(2020, 3, 1)),
        holding(date(2020, 5, 1), date(2020, 5, 10), person="CTA-2"),
    ]
    facts = project(posts=[post()], holdings=away)
    found = [
        (str(e.as_of), e.event)
        for e in events(facts, date(2020, 6, 30))
        if e.criticality.rule == "watch.key_post_vacant" and e.criticality.severity != "unknown"
    ]
    assert found == [
        ("2020-03-31", "raised"),
        ("2020-04-30", "climbed"),
        ("2020-05-31", "closed"),
        ("2020-05-31", "raised"),
    ]


def test_what_climbed_before_it_was_first_read_is_told_as_both() -> None:
    # Recorded in the middle of a month with a clock of fourteen days.
    facts = project(
        periods=[replace(project().periods[0], ends_on=date(2020, 12, 31))],
        reports_due=[],
    )
    first = events(facts, date(2020, 1, 31))
    assert {event.event for event in first} == {"raised"}
    late = project(**milestones((PLANNED, None), recorded=date(2020, 9, 1)))
    seen = told(events(late, date(2020, 10, 31)), OVERDUE)
    assert seen[-2:] == [("2020-09-30", "raised"), ("2020-10-31", "climbed")]


@pytest.mark.parametrize(
    ("first", "end", "days"),
    [
        (date(2020, 1, 15), date(2020, 3, 10), ["2020-01-31", "2020-02-29", "2020-03-10"]),
        (date(2020, 1, 31), date(2020, 2, 29), ["2020-01-31", "2020-02-29"]),
        (date(2020, 1, 5), date(2020, 1, 5), ["2020-01-05"]),
    ],
)
def test_readings_are_of_month_ends_and_of_the_last_day(first, end, days: list[str]) -> None:
    assert [str(day) for day in reading_days(first, end)] == days


def test_before_anything_is_on_record_there_is_nothing_to_replay() -> None:
    assert events(project(), SIGNED - DAY) == []
    assert events(ProjectFacts("P")) == []
