"""A reading of a day: it rests on what was on record that day and on nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import (
    END,
    SIGNED,
    START,
    decision,
    entry,
    holding,
    milestones,
    period,
    planned,
    post,
    project,
    rule,
)
from tests.watch.alerts.random_facts import DAYS, as_recorded_by, small_projects

from sapar.ground.kernel import Verdict
from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import Watch, by_key, by_severity, read_project
from sapar.watch.alerts.rules.shapes import Criticality

DAY = timedelta(days=1)
WHEN = st.integers(-70, DAYS + 100).map(lambda n: START + n * DAY)
NO_CORRECTIVE = ("watch.no_corrective", "")
BURN, OVERDUE = ("watch.burn_gap", ""), ("watch.milestones_overdue", "")


def at(facts: ProjectFacts, on: date) -> dict[tuple[str, str], Criticality]:
    return dict(by_key(read_project(facts, on, current_watch()).criticalities))


@settings(max_examples=25, deadline=None)
@given(small_projects(), WHEN)
def test_a_reading_of_a_day_never_changes_when_facts_are_added_later(facts, on: date) -> None:
    watch = current_watch()
    at_the_time = as_recorded_by(facts, on)
    assert as_recorded_by(facts.known(on), on) == at_the_time.known(on)
    assert read_project(facts, on, watch) == read_project(at_the_time, on, watch)


@settings(max_examples=10, deadline=None)
@given(small_projects(), WHEN, WHEN)
def test_a_reading_is_the_same_whatever_was_read_before(facts, one: date, other: date) -> None:
    watch = current_watch()
    read_project(facts, other, watch)
    assert read_project(facts, one, watch) == read_project(replace(facts, memo={}), one, watch)


@settings(max_examples=25, deadline=None)
@given(small_projects(), WHEN)
def test_known_since_is_the_first_day_on_which_a_reading_shows_it(facts, on: date) -> None:
    for key, found in at(facts, on).items():
        assert found.true_since <= found.known_since <= on
        assert facts.first_known is not None
        assert found.known_since >= facts.first_known
        if found.severity.needs_someone and key != NO_CORRECTIVE:
            assert key in at(facts, found.known_since)
            before = at(facts, found.known_since - DAY).get(key)
            assert before is None or before.severity is Verdict.UNKNOWN


@settings(max_examples=15, deadline=None)
@given(small_projects(), WHEN)
def test_every_finding_can_be_said_and_whatever_is_not_clear_is_a_criticality(
    facts, on: date
) -> None:
    reading = read_project(facts, on, current_watch())
    assert all(finding.says for finding in reading.findings)
    assert [part.name for part in reading.strip] == ["results", "time", "money", "people"]
    assert all(part.headline for part in reading.strip)
    open_ = {(f.rule, f.subject) for f in reading.findings if f.verdict is not Verdict.CLEAR}
    assert {one.key for one in reading.criticalities} - {NO_CORRECTIVE} == open_
    assert sum(by_severity(reading.criticalities).values()) == len(reading.criticalities)


def test_a_project_that_is_not_on_record_yet_has_no_criticalities() -> None:
    facts = project()
    before = read_project(facts, SIGNED - DAY, current_watch())
    assert (before.criticalities, before.findings) == ((), ())
    assert {part.headline for part in before.strip} == {"not on record yet"}
    assert {part.verdict for part in before.strip} == {Verdict.UNKNOWN}


def test_where_facts_are_missing_the_answer_is_cannot_be_judged_and_never_silence() -> None:
    reading = read_project(project(), date(2021, 1, 1), current_watch())
    assert {one.severity for one in reading.criticalities} == {Verdict.UNKNOWN}
    assert ("watch.schedule_performance", "") in by_key(reading.criticalities)
    assert all(one.finding.missing for one in reading.criticalities)
    assert all(one.due_on is None for one in reading.criticalities)


def test_the_worst_and_the_oldest_come_first() -> None:
    facts = project(
        planned=[planned(1000)],
        entries=[entry(0, START)],
        **milestones((date(2020, 3, 1), None)),
    )
    found = read_project(facts, date(2021, 1, 1), current_watch()).criticalities
    order = [(one.severity.rank, one.known_since) for one in found]
    assert order == sorted(order)


# A milestone planned for 1 March: amber on 1 April (31 days), red on 31 May (91 days).

PLANNED = date(2020, 3, 1)
AMBER_ON, RED_ON = PLANNED + 31 * DAY, PLANNED + 91 * DAY


def late(*decisions, **parts) -> ProjectFacts:
    return project(**milestones((PLANNED, None)), decisions=decisions, **parts)


def test_since_when_and_with_whom_a_criticality_stands() -> None:
    assert OVERDUE not in at(late(), AMBER_ON - DAY)
    amber = at(late(), AMBER_ON)[OVERDUE]
    assert (amber.severity, amber.known_since, amber.level) == (
        "amber",
        AMBER_ON,
        "project_manager",
    )
    assert amber.due_on == AMBER_ON + 60 * DAY
    red = at(late(), RED_ON)[OVERDUE]
    assert (red.severity, red.known_since, red.level) == ("red", AMBER_ON, "regional_office")
    assert [rung.on for rung in red.ladder] == [AMBER_ON, AMBER_ON + 60 * DAY]


def test_a_fact_that_comes_late_on_record_was_true_before_it_was_known() -> None:
    recorded = date(2020, 7, 10)
    found = at(project(**milestones((PLANNED, None), recorded=recorded)), recorded)[OVERDUE]
    assert (found.true_since, found.known_since) == (AMBER_ON, recorded)


def test_without_a_measure_for_more_than_sixty_red_days_that_is_a_criticality() -> None:
    assert NO_CORRECTIVE not in at(late(), RED_ON + 60 * DAY)
    found = at(late(), RED_ON + 61 * DAY)[NO_CORRECTIVE]
    assert (found.severity, found.known_since) == ("red", RED_ON + 61 * DAY)
    assert found.finding.inputs["since"] == RED_ON
    assert found.finding.inputs["about"] == "watch.milestones_overdue, watch.schedule_performance"


def test_a_measure_ends_it_on_the_day_it_is_decided_and_not_before() -> None:
    decided = RED_ON + 80 * DAY
    one = decision("watch.milestones_overdue", decided, decided + 60 * DAY)
    other = decision("watch.schedule_performance", decided, decided + 60 * DAY)
    assert NO_CORRECTIVE in at(late(one, other), decided - DAY)
    assert NO_CORRECTIVE not in at(late(one, other), decided)
    assert at(late(one), decided)[OVERDUE].answered
    assert NO_CORRECTIVE in at(late(one), decided), "the other one still waits"


@pytest.mark.parametrize(
    "elsewhere",
    [
        decision("watch.burn_gap", RED_ON, END),
        decision("watch.milestones_overdue", RED_ON, END, subject="else"),
        decision("watch.milestones_overdue", AMBER_ON - DAY, END),
    ],
)
def test_a_measure_against_something_else_or_an_earlier_time_does_not(elsewhere) -> None:
    assert NO_CORRECTIVE in at(late(elsewhere), RED_ON + 61 * DAY)


def test_a_measure_that_is_revised_keeps_the_past_as_it_was_read() -> None:
    # Amber's clock runs out on day 60; a measure holds it, and is revised on day 80.
    first = decision(
        "watch.milestones_overdue",
        AMBER_ON + 50 * DAY,
        AMBER_ON + 120 * DAY,
        superseded=AMBER_ON + 80 * DAY,
    )
    second = decision("watch.milestones_overdue", AMBER_ON + 80 * DAY, AMBER_ON + 100 * DAY)
    facts = late(first, second)
    before, after = (at(facts, AMBER_ON + n * DAY)[OVERDUE] for n in (79, 81))
    assert before.level == after.level == "project_manager"
    assert (before.due_on, after.due_on) == (AMBER_ON + 120 * DAY, AMBER_ON + 100 * DAY)


def test_a_measure_that_is_withdrawn_holds_until_that_day_and_then_no_more() -> None:
    withdrawn = AMBER_ON + 80 * DAY
    facts = late(
        decision("watch.milestones_overdue", AMBER_ON + 50 * DAY, END, superseded=withdrawn)
    )
    assert at(facts, withdrawn - DAY)[OVERDUE].level == "project_manager"
    stands = at(facts, withdrawn)[OVERDUE]
    assert stands.ladder[-1].on == withdrawn
    assert not stands.answered


def test_it_closes_only_when_the_facts_no_longer_support_it() -> None:
    reached = RED_ON + 100 * DAY
    facts = project(
        **milestones((PLANNED, reached)),
        decisions=[decision("watch.milestones_overdue", RED_ON, RED_ON + 30 * DAY)],
    )
    assert OVERDUE in at(facts, reached - DAY)
    assert OVERDUE not in at(facts, reached)


def test_the_strip_of_a_project_that_ended_shows_its_last_day() -> None:
    facts = late(
        posts=[post()], holdings=[holding(START)], planned=[planned(9)], entries=[entry(9, START)]
    )
    ended = read_project(facts, END + 200 * DAY, current_watch()).strip
    assert ended == read_project(facts, END, current_watch()).strip
    assert [part.verdict for part in ended] == ["red", "red", "clear", "clear"]


def test_before_it_begins_and_in_its_first_weeks_a_project_is_not_green() -> None:
    facts = late(posts=[post()], holdings=[holding(START)])
    first = read_project(facts, START - DAY, current_watch()).strip
    assert {(part.verdict, part.headline) for part in first} == {
        (Verdict.UNKNOWN, "the project has not begun")
    }
    weeks = read_project(facts, START + 7 * DAY, current_watch()).strip
    assert weeks[0].headline == "too early to judge"


def test_two_rulebooks_with_other_limits_do_not_share_them() -> None:
    facts, on = late(), AMBER_ON
    usual = rule("milestones_overdue")
    days = {
        since: values.model_copy(update={"amber": Decimal(10), "red": Decimal(20)})
        for since, values in usual.values.items()
    }
    stricter = Watch((usual.model_copy(update={"values": days}),), rule("no_corrective"))
    assert at(facts, on)[OVERDUE].severity == "amber"
    (found,) = read_project(facts, on, stricter).criticalities
    assert (found.severity, found.known_since) == ("red", PLANNED + 11 * DAY)
    assert at(facts, on)[OVERDUE].severity == "amber"


def test_a_period_put_on_record_later_does_not_move_what_was_true_before() -> None:
    later = period(date(2019, 1, 1), recorded=date(2021, 1, 1))
    facts = late()
    assert at(replace(facts, periods=(*facts.periods, later), memo={}), RED_ON) == at(facts, RED_ON)
