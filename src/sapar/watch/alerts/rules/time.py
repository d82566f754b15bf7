"""Measures of time: the schedule, milestones overdue, reports late, dates that contradict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sapar.design.workplan.rules import (
    days_overdue,
    planned_worth,
    schedule_performance_in_time,
)
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import Measured, lacking, measure
from sapar.watch.alerts.rules.progress import (
    earned,
    elapsed_share,
    past_share,
    phase_on,
    running,
    schedule,
)
from sapar.watch.monitoring.reports import handed_in


@measure("watch.schedule_performance")
def spi_t(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """SPI(t) by earned schedule, after 15 % of the duration."""
    if not running(facts, on):
        return ()
    start, rows = facts.starts_on, schedule(facts)
    missing = [
        name
        for name, there in (
            ("the start and end of the project", start and facts.ends_on),
            ("milestones with planned days", rows),
        )
        if not there
    ]
    if missing:
        return lacking("", *missing)
    if not past_share(facts, on):
        return ()
    assert start is not None
    work = earned(facts, on)
    if work.whole <= 0:
        return lacking("", "the weight of milestones")
    value = schedule_performance_in_time(
        planned_on=[row.planned_on for row in rows],
        worth=[row.worth for row in rows],
        earned=work.reached,
        start=start,
        on=on,
    )
    plan = sorted((row.planned_on, row.worth) for row in rows)
    inputs = {
        "earned_share": work.reached / work.whole,
        "planned_share": planned_worth(plan, start, on) / work.whole,
        "reached": work.reached_count,
        "due": work.due_count,
        "milestones": work.count,
        "elapsed_share": elapsed_share(facts, on),
    }
    return (Measured("", value, inputs),)


@measure("watch.milestones_overdue")
def milestones_overdue(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days by which the milestone that is latest of all is overdue."""
    if not running(facts, on):
        return ()
    rows = schedule(facts)
    if not rows:
        return lacking("", "milestones with planned days")
    late = sorted(
        (
            row
            for row in rows
            if row.planned_on < on and not (row.reached_on and row.reached_on <= on)
        ),
        key=lambda row: row.planned_on,
    )
    if not late:
        return (Measured("", Decimal(0), {"late": 0, "worst": "", "planned_on": ""}),)
    value = days_overdue(planned_on=late[0].planned_on, on=on)
    inputs = {"late": len(late), "worst": late[0].title, "planned_on": late[0].planned_on}
    return (Measured("", value, inputs),)


@measure("watch.report_late")
def report_late(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days that each report asked for by the agreement is late, until it is handed in."""
    if not facts.reports_due:
        begun = any(terms.dated.effective_on <= on for terms in facts.terms)
        return lacking("", "the reporting calendar of the agreement") if begun else ()
    given = [report for report in facts.reports if report.dated.effective_on <= on]
    return tuple(
        Measured(
            due.name,
            days_overdue(planned_on=due.dated.effective_on, on=on),
            {
                "kind": due.kind,
                "period_from": due.period_from,
                "period_to": due.period_to,
                "due": due.dated.effective_on,
            },
        )
        for due in facts.reports_due
        if due.dated.effective_on < on and not handed_in(due, facts.reports_due, given)
    )


@measure("watch.status_contradiction")
def status_contradiction(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days since an actual end, while the record still says that the project is under way."""
    ended = [p.ends_on for p in facts.periods if p.kind == "actual" and p.ends_on]
    phase = phase_on(facts, on)
    if not ended or phase != "implementation":
        return ()
    end = max(ended)
    if end >= on:
        return ()
    return (Measured("", Decimal((on - end).days), {"ended_on": end, "phase": phase}),)


@measure("watch.ends_copied")
def ends_copied(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Whether the planned end stands on record only as a copy of the actual end.

    Publishers that overwrite the plan make delay invisible; it is said, not hidden.
    """
    if not facts.imported:
        return ()
    planned = {p.ends_on for p in facts.periods if p.kind == "planned" and p.ends_on}
    actual = {p.ends_on for p in facts.periods if p.kind == "actual" and p.ends_on}
    if not planned or not actual or planned != actual or max(actual) > on:
        return ()
    return lacking("", "the end as first planned (the planned end equals the actual end)")
