"""Did a measure work? Read from the facts on its deadline, not from what anybody says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.making import (
    END,
    START,
    due,
    entry,
    milestones,
    planned,
    project,
    report,
    step,
    terms,
)

from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.effect import effect_of
from sapar.watch.alerts.rules.facts import ProjectFacts

DAY = timedelta(days=1)
DEADLINE = date(2020, 12, 31)
"""By then 366 of 1096 are planned to be spent."""


def spending(spent: int, *later) -> ProjectFacts:
    return project(planned=[planned(1096)], entries=[entry(spent, DEADLINE), *later])


def effect(facts: ProjectFacts, rule: str = "burn_gap", **asked) -> str:
    given = {"subject": "", "deadline": DEADLINE, "expected": None, "as_of": DEADLINE, **asked}
    return effect_of(facts, current_watch(), rule=f"watch.{rule}", **given)


def test_before_the_deadline_it_is_open() -> None:
    assert effect(spending(366), as_of=DEADLINE - DAY) == "open"


@pytest.mark.parametrize(("spent", "worked"), [(366, "worked"), (300, "not_worked")])
def test_without_an_expected_value_the_rule_must_find_nothing_any_more(spent, worked) -> None:
    assert effect(spending(spent)) == worked


@pytest.mark.parametrize(
    ("expected", "worked"), [("0.5", "worked"), ("0.6", "not_worked"), ("0.51", "not_worked")]
)
def test_an_expected_value_is_compared_on_the_good_side_of_a_floor(expected, worked) -> None:
    assert effect(spending(183), expected=Decimal(expected)) == worked


@pytest.mark.parametrize(("expected", "worked"), [(40, "worked"), (39, "not_worked")])
def test_and_on_the_good_side_of_a_ceiling(expected: int, worked: str) -> None:
    facts = project(**milestones((DEADLINE - 40 * DAY, None)))
    assert effect(facts, "milestones_overdue", expected=Decimal(expected)) == worked


def test_it_is_the_deadline_that_counts_by_what_is_known_now() -> None:
    backdated = entry(200, DEADLINE)
    later = spending(183, entry(900, DEADLINE + 30 * DAY))
    assert effect(later, as_of=DEADLINE + 300 * DAY) == "not_worked"
    assert effect(spending(183, backdated), as_of=DEADLINE) == "worked"


def test_where_the_number_cannot_be_measured_nobody_knows() -> None:
    assert effect(project()) == "unknown"
    assert effect(project(terms=[terms()]), "requests_waiting", subject="GENEVA") == "unknown"
    assert effect(spending(366), "no_such_rule") == "unknown"


def test_what_is_gone_by_the_deadline_has_worked() -> None:
    late = {"terms": [terms()], "reports_due": [due(START, date(2020, 6, 30), date(2020, 8, 29))]}
    name = "interim 2020-01-01/2020-06-30"
    given = [report(START, date(2020, 6, 30), DEADLINE)]
    assert effect(project(**late), "report_late", subject=name) == "not_worked"
    assert effect(project(**late, reports=given), "report_late", subject=name) == "worked"


def test_the_end_of_the_project_makes_no_measure_work() -> None:
    after = END + 30 * DAY
    facts = project(planned=[planned(1096)], entries=[entry(300, DEADLINE)])
    assert effect(facts, deadline=after, as_of=after) == "not_worked"


def test_what_outlives_the_project_is_judged_on_the_deadline_itself() -> None:
    after = END + 30 * DAY
    steps = [step("R", "submitted", END - 60 * DAY, "GENEVA")]
    paid = [*steps, step("R", "paid", END - 50 * DAY)]
    waiting = project(steps=steps)
    asked = {"subject": "GENEVA", "deadline": after, "as_of": after}
    assert effect(waiting, "requests_waiting", **asked) == "not_worked"
    assert effect(project(steps=paid), "requests_waiting", **asked) == "worked"
