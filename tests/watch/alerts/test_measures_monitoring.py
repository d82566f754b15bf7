"""Measures of the set-up and of the monitoring: offices, rulebooks, candour, indicators."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.making import (
    END,
    SIGNED,
    START,
    due,
    milestones,
    pack,
    period,
    project,
    report,
    step,
    terms,
    treatment,
)
from tests.watch.alerts.judging import findings, one
from tests.watch.monitoring.facts_made import a_target, a_value, an_indicator

from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.monitoring import conflicting
from sapar.watch.monitoring.reports import candour_gap, steps_above

DAY = timedelta(days=1)
NOW = date(2021, 6, 1)

# Payment requests


def waiting(*days: int) -> list:
    """Requests that have waited so many days in Geneva now."""
    return [
        step(f"R{number}", "submitted", NOW - n * DAY, "GENEVA") for number, n in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ((10,), "clear"),
        ((11,), "amber"),
        ((15,), "amber"),
        ((16,), "red"),
        ((2, 10, 90), "clear"),
        ((2, 16, 17), "red"),
        ((10, 11), "amber"),
    ],
)
def test_the_middle_wait_at_an_office(days: tuple[int, ...], verdict: str) -> None:
    assert one("requests_waiting", project(steps=waiting(*days)), NOW).verdict == verdict


def test_each_office_is_judged_by_itself() -> None:
    facts = project(
        steps=[
            step("A", "submitted", NOW - 40 * DAY, "MOSCOW"),
            step("A", "certified", NOW - 37 * DAY, "GENEVA"),
        ]
    )
    found = findings("requests_waiting", facts, NOW)
    assert [(f.subject, f.value, f.verdict) for f in found] == [
        ("GENEVA", 37, "red"),
        ("MOSCOW", 3, "clear"),
    ]


def test_a_quarter_without_requests_is_no_question() -> None:
    paid = [
        step("A", "submitted", NOW - 200 * DAY, "GENEVA"),
        step("A", "paid", NOW - 91 * DAY),
    ]
    assert findings("requests_waiting", project(steps=paid), NOW) == []
    assert findings("requests_waiting", project(steps=paid), NOW - DAY)


def test_waits_cannot_be_judged_where_no_request_is_on_record() -> None:
    finding = one("requests_waiting", project(terms=[terms()]), NOW)
    assert (finding.verdict, finding.missing) == ("unknown", ("payment requests",))
    assert findings("requests_waiting", project(), NOW) == []
    assert findings("requests_waiting", project(terms=[terms()]), END + DAY) == []


# Two rulebooks

TOPICS = conflicting(frozenset({"un_ilo", "eu_grant"}))
BOTH = {"terms": [terms()], "packs": [pack("un_ilo"), pack("eu_grant")]}


@pytest.mark.parametrize(
    ("untreated", "verdict"), [(0, "clear"), (1, "amber"), (3, "amber"), (4, "red")]
)
def test_topics_without_an_agreed_treatment(untreated: int, verdict: str) -> None:
    treated = [treatment(topic, START) for topic in TOPICS[untreated:]]
    finding = one("rulebooks_untreated", project(**BOTH, treatments=treated), NOW)
    assert (finding.verdict, finding.value) == (verdict, untreated)


def test_a_treatment_needs_an_owner_and_a_decision_and_the_newest_counts() -> None:
    rest = [treatment(topic, START) for topic in TOPICS[3:]]
    rows = [
        treatment(TOPICS[0], START, owned=False),
        treatment(TOPICS[1], START, how="none"),
        treatment(TOPICS[2], START),
        treatment(TOPICS[2], NOW, how="none"),
    ]
    facts = project(**BOTH, treatments=[*rest, *rows])
    assert one("rulebooks_untreated", facts, NOW - DAY).value == 2
    assert one("rulebooks_untreated", facts, NOW).value == 3


def test_one_rulebook_alone_disagrees_with_nobody() -> None:
    facts = project(terms=[terms()], packs=[pack("eu_grant")])
    assert findings("rulebooks_untreated", facts, NOW) == []


def test_whether_rulebooks_disagree_cannot_be_judged_where_none_is_on_record() -> None:
    finding = one("rulebooks_untreated", project(terms=[terms()]), NOW)
    assert finding.missing == ("the rulebooks in force for the agreement",)
    assert findings("rulebooks_untreated", project(), NOW) == []


@pytest.mark.parametrize("on", [START - DAY, END + DAY])
def test_rulebooks_are_no_question_before_the_start_or_after_the_end(on: date) -> None:
    assert findings("rulebooks_untreated", project(**BOTH), on) == []


# Candour

HALF, YEAR = date(2020, 6, 30), date(2020, 12, 31)


def rated(*ratings: str, reached: int = 0) -> ProjectFacts:
    """Ten milestones due by June, of which so many were reached; a report for each half year."""
    ends = (HALF, YEAR, date(2021, 6, 30))
    reports = [
        report(START, last, last + 30 * DAY, rating)
        for last, rating in zip(ends, ratings, strict=False)
    ]
    points = milestones(*((HALF, HALF if n < reached else None) for n in range(10)))
    return project(**points, reports=reports, reports_due=[due(START, HALF, HALF + 60 * DAY)])


@pytest.mark.parametrize(
    ("reached", "ratings", "verdict"),
    [
        (3, ("satisfactory",), "amber"),
        (3, ("satisfactory", "satisfactory"), "red"),
        (3, ("satisfactory", "very_unsatisfactory"), "clear"),
        (3, ("very_unsatisfactory", "satisfactory"), "amber"),
        (4, ("satisfactory", "satisfactory"), "clear"),
        (5, ("highly_satisfactory", "highly_satisfactory"), "red"),
        (8, ("unsatisfactory", "unsatisfactory"), "clear"),
    ],
)
def test_a_gap_is_two_steps_above_the_milestones_and_red_when_it_comes_twice(
    reached: int, ratings: tuple[str, ...], verdict: str
) -> None:
    assert one("candour_gap", rated(*ratings, reached=reached), END).verdict == verdict


def test_a_report_counts_from_the_day_it_was_handed_in() -> None:
    facts = rated("satisfactory", "satisfactory")
    assert one("candour_gap", facts, YEAR + 29 * DAY).value == 1
    assert one("candour_gap", facts, YEAR + 30 * DAY).value == 2


def test_candour_cannot_be_judged_without_an_own_rating_or_milestones() -> None:
    wanted = "a progress report with the manager's own rating"
    assert one("candour_gap", rated(), END).missing == (wanted,)
    assert one("candour_gap", rated(""), END).missing == (wanted,)
    assert findings("candour_gap", rated(), HALF + 60 * DAY) == []
    assert findings("candour_gap", project(), END) == []
    nothing_due = project(reports=[report(START, HALF, HALF, "satisfactory")])
    assert one("candour_gap", nothing_due, END).missing == (
        "milestones due by the end of a reported period",
    )


@pytest.mark.parametrize(
    ("own", "computed", "steps"),
    [
        ("highly_satisfactory", "very_unsatisfactory", 3),
        ("satisfactory", "satisfactory", 0),
        ("very_unsatisfactory", "highly_satisfactory", -3),
    ],
)
def test_steps_between_two_ratings(own: str, computed: str, steps: int) -> None:
    assert steps_above(own, computed) == steps


def test_a_report_with_nothing_due_is_passed_over_and_does_not_break_the_row() -> None:
    own = ["satisfactory"] * 3
    assert candour_gap(own=own, on_schedule=[0, 0, 0], of=[4, 0, 4]) == 2
    assert candour_gap(own=own, on_schedule=[0, 0, 0], of=[0, 0, 0]) is None


# Weak monitoring


def with_indicators(complete: int, of: int = 10, **changes) -> ProjectFacts:
    """Indicators of which so many have a baseline, an end target and a value of this year."""
    numbers = range(1, of + 1)
    targets, values = [], []
    for n in numbers[:complete]:
        targets.append(a_target(10 * n, "baseline", 0, START, recorded_on=SIGNED, indicator=n))
        targets.append(a_target(10 * n + 1, "end", 9, END, recorded_on=SIGNED, indicator=n))
        values.append(a_value(n, 5, NOW - 365 * DAY, recorded_on=SIGNED, indicator=n))
    parts = {
        "indicators": [an_indicator(id=n, code=str(n)) for n in numbers],
        "targets": targets,
        "values": values,
    }
    return project(**{**parts, **changes})


@pytest.mark.parametrize(
    ("complete", "verdict"), [(0, "red"), (5, "red"), (6, "amber"), (7, "amber"), (8, "clear")]
)
def test_the_share_of_indicators_that_can_be_judged(complete: int, verdict: str) -> None:
    assert one("weak_monitoring", with_indicators(complete), NOW).verdict == verdict


def test_a_value_is_too_old_after_a_year() -> None:
    facts = with_indicators(10)
    assert one("weak_monitoring", facts, NOW).value == 1
    finding = one("weak_monitoring", facts, NOW + DAY)
    assert (finding.value, finding.inputs["outdated"]) == (0, 10)


def test_monitoring_cannot_be_judged_without_indicators() -> None:
    assert one("weak_monitoring", project(), NOW).missing == ("indicators",)


@pytest.mark.parametrize(
    ("on", "judged"),
    [(START - DAY, 0), (date(2020, 6, 12), 0), (date(2020, 6, 13), 1), (END, 1), (END + DAY, 0)],
)
def test_monitoring_is_judged_after_fifteen_per_cent_and_until_the_last_day(on, judged) -> None:
    assert len(findings("weak_monitoring", with_indicators(5), on)) == judged


def test_monitoring_of_a_project_without_dates_is_judged_at_once() -> None:
    facts = with_indicators(0, periods=[period(end=None)])
    assert one("weak_monitoring", facts, START).verdict == "red"
