"""Small projects as chance has them: facts late on record, corrected, withdrawn, decided on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.making import (
    START,
    assessment,
    change,
    dated,
    decision,
    due,
    entry,
    holding,
    milestones,
    partner,
    period,
    planned,
    post,
    project,
    report,
    step,
    terms,
    undertaking,
)

from sapar.watch.alerts.rules.facts import DATED, ProjectFacts

DAYS = 360
RULES = ("watch.burn_gap", "watch.milestones_overdue", "watch.key_post_vacant")


def day(n: int) -> date:
    return START + timedelta(days=n)


@st.composite
def small_projects(draw: st.DrawFn) -> ProjectFacts:
    """A project of a year of which some parts are on record, each with its own delay."""
    days, lags = st.integers(0, DAYS), st.integers(0, 60)

    def some(most: int = 3) -> list[int]:
        return sorted(draw(st.lists(days, max_size=most)))

    def late(fact: Any) -> Any:
        """The fact as it went on record some time after its day, and perhaps was replaced."""
        on = fact.dated.effective_on
        recorded = max(on, START - timedelta(days=60)) + timedelta(days=draw(lags))
        ended = draw(st.none() | st.integers(0, 150))
        superseded = None if ended is None else recorded + timedelta(days=ended)
        return replace(fact, dated=dated(on, recorded, superseded))

    ratings = st.sampled_from(["satisfactory", "very_unsatisfactory"])
    planned_days = [(day(n), draw(st.none() | days.map(day))) for n in some()]
    parts: dict[str, list[Any]] = {
        "periods": [late(period(START, day(DAYS)))],
        "posts": [post("CTA", "management")],
        "holdings": [late(holding(day(n), day(n + draw(days)), person=f"P{n}")) for n in some(2)],
        "assessments": [
            late(assessment("management", draw(st.booleans()), day(n))) for n in some(1)
        ],
        "planned": [late(planned(1000, START, day(DAYS)))] * draw(st.integers(0, 1)),
        "entries": [late(entry(draw(st.integers(0, 400)), day(n))) for n in some()],
        "terms": [late(terms())] * draw(st.integers(0, 1)),
        "reports_due": [due(START, day(180), day(240))],
        "reports": [late(report(START, day(180), day(n), draw(ratings))) for n in some(2)],
        "steps": [late(step("R", "submitted", day(n), "GENEVA")) for n in some(2)],
        "partners": [partner()],
        "successions": [late(change(day(n))) for n in some(1)],
        "undertakings": [late(undertaking(day(n))) for n in some(1)],
        "decisions": [
            late(decision(draw(st.sampled_from(RULES)), day(n), day(n + 60))) for n in some(2)
        ],
    }
    made = milestones(*planned_days)
    parts["milestone_dates"] = [late(row) for row in made["milestone_dates"]]
    return project(**{**parts, "milestones": made["milestones"]})


def as_recorded_by(facts: ProjectFacts, as_of: date) -> ProjectFacts:
    """The same project as its record stood at the end of a day, with nothing later in it."""
    kept = {}
    for name in DATED:
        rows = [one for one in getattr(facts, name) if one.dated.recorded_on <= as_of]
        kept[name] = tuple(
            replace(one, dated=replace(one.dated, superseded_on=None))
            if one.dated.superseded_on and one.dated.superseded_on > as_of
            else one
            for one in rows
        )
    return replace(facts, **kept, memo={})
