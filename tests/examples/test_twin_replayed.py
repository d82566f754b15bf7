"""The twin read as of a day: each internal cause is seen, and heard of above, in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sapar.design.projects.models import Project
from sapar.examples.twin import START, Months, causes, twin_project_file
from sapar.exchange.projectfiles.actions import load_project
from sapar.ground.record.actions import Actor
from sapar.ground.rulebook import default_rulebook
from sapar.watch.alerts.queries.loading import load_facts
from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import read_project
from sapar.watch.alerts.rules.shapes import Criticality

MONTHS = Months(START)


@pytest.fixture
def twin_facts(db: None) -> ProjectFacts:
    load_project(twin_project_file(), by=Actor("test"))
    ((_, facts),) = load_facts(Project.objects.filter(code="TWIN"))
    return facts


@pytest.mark.parametrize("began", causes(MONTHS), ids=lambda began: began.cause)
def test_a_cause_is_raised_by_the_first_report_and_climbs_within_a_clock(
    began, twin_facts: ProjectFacts
) -> None:
    watch = current_watch()
    seen = read_project(twin_facts, began.first_report, watch).criticalities
    raised = [one for one in seen if one.rule in began.rules and one.severity != "unknown"]
    assert raised
    assert all(began.on <= one.known_since <= began.first_report for one in raised)

    on_time = [one for one in raised if _at_headquarters(twin_facts, began.first_report, one)]
    assert on_time


def _at_headquarters(facts: ProjectFacts, report: date, raised: Criticality) -> bool:
    """Whether headquarters hears of a criticality no later than one clock after a report."""
    escalation = default_rulebook().rule(raised.rule).escalation
    assert escalation is not None
    by_then = report + timedelta(days=escalation.clock_days.red)
    later = read_project(facts, by_then, current_watch()).criticalities
    return any(
        rung.level == "headquarters" and rung.on <= by_then
        for one in later
        if one.key == raised.key
        for rung in one.ladder
    )


def test_every_cause_but_one_hand_over_is_gone_at_the_end(twin_facts: ProjectFacts) -> None:
    last = read_project(twin_facts, MONTHS.end, current_watch()).criticalities
    still = {one.rule for one in last if one.severity == "red"}
    named = {rule for began in causes(MONTHS) for rule in began.rules} - {"watch.no_corrective"}
    assert still & named <= {"watch.milestones_overdue"}


def test_what_the_rulebooks_ask_for_is_seen_in_time(twin_facts: ProjectFacts) -> None:
    def judged(on: date, rule: str) -> list[tuple[str, str]]:
        reading = read_project(twin_facts, on, current_watch())
        return [(f.subject, f.verdict.value) for f in reading.findings if f.rule == rule]

    by_notice, agreed = MONTHS.last(16), MONTHS.day(33, 10)
    assert judged(MONTHS.last(15), "watch.heading_drift") == []
    assert ("4", "amber") in judged(by_notice, "watch.heading_drift")
    assert ("4", "clear") in judged(agreed, "watch.heading_drift")
    assert judged(MONTHS.last(34), "watch.heading_drift") == []
    assert judged(MONTHS.last(18), "watch.evidence_gap") == [("", "amber")]
    assert judged(MONTHS.last(34), "watch.evidence_gap") == [("", "clear")]
    assert judged(MONTHS.last(36), "watch.assets_vat") == []
    assert judged(MONTHS.last(38), "watch.assets_vat") == [("", "red")]
