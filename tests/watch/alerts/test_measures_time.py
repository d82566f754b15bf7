"""Measures of time: schedule, milestones, reports, dates that contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.making import (
    END,
    SIGNED,
    START,
    due,
    milestones,
    period,
    phase,
    project,
    report,
    terms,
)
from tests.watch.alerts.judging import findings, one

from sapar.watch.alerts.rules.facts import ProjectFacts

DAY = timedelta(days=1)
YEAR_END = date(2020, 12, 31)

# Work behind schedule


def planned_daily(reached: int) -> ProjectFacts:
    """A hundred milestones, one every ten days, of which so many were reached on their day."""
    days = [START + 10 * n * DAY for n in range(1, 101)]
    return project(
        **milestones(*((day, day if n < reached else None) for n, day in enumerate(days)))
    )


@pytest.mark.parametrize(
    ("reached", "verdict", "value"),
    [(42, "red", "0.84"), (43, "amber", "0.86"), (47, "amber", "0.94"), (48, "clear", "0.96")],
)
def test_the_work_done_against_the_day_it_should_have_been_done(
    reached: int, verdict: str, value: str
) -> None:
    finding = one("schedule_performance", planned_daily(reached), START + 500 * DAY)
    assert (finding.verdict, finding.value) == (verdict, Decimal(value))
    assert finding.inputs["reached"] == reached
    assert finding.inputs["due"] == 50


def test_work_ahead_of_its_schedule_is_above_one() -> None:
    early = project(**milestones((END, START + 10 * DAY), (END, None)))
    assert one("schedule_performance", early, YEAR_END).value > 1


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ({}, ("milestones with planned days",)),
        (
            {"periods": [period(end=None)], **milestones((END, None))},
            ("the start and end of the project",),
        ),
    ],
)
def test_the_schedule_cannot_be_judged_without(parts: dict, missing: tuple[str, ...]) -> None:
    finding = one("schedule_performance", project(**parts), YEAR_END)
    assert (finding.verdict, finding.missing) == ("unknown", missing)


@pytest.mark.parametrize(
    ("on", "judged"),
    [
        (START - DAY, False),
        (date(2020, 6, 12), False),
        (date(2020, 6, 13), True),
        (END, True),
        (END + DAY, False),
    ],
)
def test_the_schedule_is_judged_after_fifteen_per_cent_and_until_the_last_day(
    on: date, judged: bool
) -> None:
    assert bool(findings("schedule_performance", planned_daily(5), on)) is judged


# Milestones overdue


@pytest.mark.parametrize(
    ("late", "verdict"), [(0, "clear"), (30, "clear"), (31, "amber"), (90, "amber"), (91, "red")]
)
def test_the_oldest_milestone_that_is_late_decides(late: int, verdict: str) -> None:
    facts = project(**milestones((YEAR_END, None), (YEAR_END + 5 * DAY, None), (START, START)))
    finding = one("milestones_overdue", facts, YEAR_END + late * DAY)
    assert (finding.verdict, finding.value) == (verdict, late)


def test_a_milestone_is_late_until_the_day_it_is_reached() -> None:
    reached = YEAR_END + 50 * DAY
    facts = project(**milestones((YEAR_END, reached)))
    assert one("milestones_overdue", facts, reached - DAY).verdict == "amber"
    assert one("milestones_overdue", facts, reached).verdict == "clear"


def test_milestones_cannot_be_overdue_without_planned_days() -> None:
    finding = one("milestones_overdue", project(), YEAR_END)
    assert (finding.verdict, finding.missing) == ("unknown", ("milestones with planned days",))


@pytest.mark.parametrize("on", [START - DAY, END + DAY])
def test_milestones_are_no_question_before_the_start_or_after_the_end(on: date) -> None:
    assert findings("milestones_overdue", project(**milestones((START, None))), on) == []


# Report late

DUE = date(2021, 2, 28)


def with_report(*reports, **changes) -> ProjectFacts:
    parts = {"terms": [terms()], "reports_due": [due(START, YEAR_END, DUE)], "reports": reports}
    return project(**{**parts, **changes})


@pytest.mark.parametrize(
    ("late", "verdict"), [(0, None), (1, "amber"), (30, "amber"), (31, "red"), (900, "red")]
)
def test_a_report_is_late_from_the_day_after_it_was_due(late: int, verdict: str | None) -> None:
    found = findings("report_late", with_report(), DUE + late * DAY)
    assert [finding.verdict for finding in found] == ([verdict] if verdict else [])


def test_a_report_handed_in_is_late_no_more() -> None:
    came = DUE + 40 * DAY
    facts = with_report(report(START, YEAR_END, came))
    assert one("report_late", facts, came - DAY).verdict == "red"
    assert findings("report_late", facts, came) == []


def test_a_report_whose_first_day_differs_answers_where_only_one_is_due() -> None:
    facts = with_report(report(START + 7 * DAY, YEAR_END, DUE))
    assert findings("report_late", facts, DUE + DAY) == []


def test_the_last_interim_report_does_not_stand_for_the_final_one() -> None:
    last_year = due(date(2022, 1, 1), END, END + 60 * DAY)
    final = due(START, END, END + 90 * DAY, "final")
    came = report(date(2022, 1, 1), END, END + 50 * DAY)
    facts = with_report(came, reports_due=[last_year, final])
    (finding,) = findings("report_late", facts, END + 91 * DAY)
    assert finding.inputs["kind"] == "final"


def test_reports_cannot_be_late_by_a_calendar_that_is_not_on_record() -> None:
    finding = one("report_late", with_report(reports_due=[]), YEAR_END)
    assert finding.missing == ("the reporting calendar of the agreement",)
    assert findings("report_late", project(), YEAR_END) == []
    assert findings("report_late", with_report(reports_due=[]), SIGNED - DAY) == []


# Dates that contradict each other


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, None), (1, "amber"), (365, "amber"), (366, "red")]
)
def test_a_project_that_ended_and_is_under_way(days: int, verdict: str | None) -> None:
    facts = project(periods=[period(kind="actual")], phases=[phase("implementation", START)])
    found = findings("status_contradiction", facts, END + days * DAY)
    assert [finding.verdict for finding in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    "facts",
    [
        project(periods=[period(kind="agreed")], phases=[phase("implementation", START)]),
        project(periods=[period(kind="actual")]),
        project(
            periods=[period(kind="actual")],
            phases=[phase("implementation", START), phase("closed", END)],
        ),
    ],
)
def test_no_contradiction_without_an_actual_end_or_the_phase(facts: ProjectFacts) -> None:
    assert findings("status_contradiction", facts, END + 10 * DAY) == []


def both_ends(planned: date, actual: date, *, imported: bool = True) -> ProjectFacts:
    periods = (period(end=planned, kind="planned"), period(end=actual, kind="actual"))
    return ProjectFacts("P", periods=periods, imported=imported)


def test_a_planned_end_that_equals_the_actual_one_hides_the_delay() -> None:
    finding = one("ends_copied", both_ends(END, END), END)
    assert (finding.verdict, len(finding.missing)) == ("unknown", 1)


@pytest.mark.parametrize(
    ("facts", "on"),
    [
        (both_ends(END, END), END - DAY),
        (both_ends(END - DAY, END), END),
        (both_ends(END, END, imported=False), END),
        (ProjectFacts("P", periods=(period(kind="planned"),), imported=True), END),
    ],
)
def test_ends_are_not_copied_where_they_differ_or_lie_ahead(facts: ProjectFacts, on: date) -> None:
    assert findings("ends_copied", facts, on) == []
