"""Measures of the set-up and of the monitoring: offices, rulebooks, candour, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sapar.money.payments.rules import Wait, median_wait, recent, waits
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import Measured, lacking, measure
from sapar.watch.alerts.rules.progress import on_schedule, past_share, running
from sapar.watch.monitoring.reports import candour_gap, steps_above
from sapar.watch.monitoring.rules import computed_rating, monitoring_quality

WINDOW_DAYS = 90


@measure("watch.requests_waiting")
def requests_waiting(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days that payment requests wait in each office: the middle one of the last quarter."""
    if not facts.steps:
        return lacking("", "payment requests") if facts.terms and running(facts, on) else ()
    offices = recent(waits(facts.steps, on), on, WINDOW_DAYS)
    names = {step.waits_at: step.office_name for step in facts.steps if step.office_name}
    return tuple(
        _waiting(office, names.get(office, office), stays, on)
        for office, stays in sorted(offices.items())
    )


def _waiting(office: str, name: str, stays: list[Wait], on: date) -> Measured:
    days = [stay.days(on) for stay in stays]
    now = [stay for stay in stays if stay.left_on is None]
    inputs = {
        "office": name,
        "requests": len(stays),
        "waiting_now": len(now),
        "longest": max(days),
        "window_days": WINDOW_DAYS,
    }
    return Measured(office, median_wait(days=days), inputs)


@measure("watch.rulebooks_untreated")
def rulebooks_untreated(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Topics on which two rulebooks in force disagree and no treatment with an owner is agreed."""
    if not running(facts, on):
        return ()
    mode = [t for t in facts.terms if t.dated.effective_on <= on]
    if mode and not facts.packs:
        return lacking("", "the rulebooks in force for the agreement")
    packs = [p for p in facts.packs if p.dated.effective_on <= on]
    topics = conflicting(frozenset(p.pack for p in packs))
    if not topics:
        return ()
    treated: dict[str, bool] = {}
    for row in sorted(facts.treatments, key=lambda t: (t.dated.effective_on, t.dated.id)):
        if row.dated.effective_on <= on:
            treated[row.topic] = row.owned and row.treatment != "none"
    open_ = [name for name in topics if not treated.get(name)]
    inputs = {
        "topics": len(topics),
        "untreated": len(open_),
        "names": ", ".join(open_),
        "in_force_since": min(p.dated.effective_on for p in packs),
    }
    return (Measured("", Decimal(len(open_)), inputs),)


def conflicting(packs: frozenset[str]) -> tuple[str, ...]:
    """The topics of the conflict register that a set of rulebooks disagrees on."""
    from sapar.ground.rulebook.conflicts import load_conflicts

    both = "un_ilo" in packs and any(p.startswith(("eu_", "fafa", "contribution")) for p in packs)
    return tuple(topic.id for topic in load_conflicts()) if both else ()


@measure("watch.candour_gap")
def candour(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """How many of the latest reports in a row rate themselves two steps above the facts."""
    reports = sorted(
        (r for r in facts.reports if r.own_rating and r.dated.effective_on <= on),
        key=lambda r: (r.period_to, r.dated.id),
    )
    if not reports:
        begun = facts.reports_due and min(r.dated.effective_on for r in facts.reports_due) < on
        return lacking("", "a progress report with the manager's own rating") if begun else ()
    counted = [on_schedule(facts, report.period_to) for report in reports]
    if not any(of for _, of in counted):
        return lacking("", "milestones due by the end of a reported period")
    value = candour_gap(
        own=[r.own_rating for r in reports],
        on_schedule=[reached for reached, _ in counted],
        of=[of for _, of in counted],
    )
    last, (reached, of) = reports[-1], counted[-1]
    computed = computed_rating(reached, of).text
    inputs = {
        "own": last.own_rating,
        "computed": computed,
        "steps": steps_above(last.own_rating, computed) if computed else 0,
        "reached": reached,
        "due": of,
        "period_to": last.period_to,
        "reports": len(reports),
    }
    return (Measured("", value, inputs),)


@measure("watch.weak_monitoring")
def weak_monitoring(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Share of indicators with baseline, target and a current value younger than a year."""
    if not running(facts, on):
        return ()
    if not facts.indicators:
        return lacking("", "indicators")
    if facts.starts_on and facts.ends_on and not past_share(facts, on):
        return ()
    recorded = {one.dated.recorded_on for one in facts.targets}
    recorded |= {one.dated.recorded_on for one in facts.values}
    quality = monitoring_quality(
        facts.indicators, facts.targets, facts.values, on, as_of=max({on, *recorded})
    )
    inputs = {
        "indicators": len(facts.indicators),
        "without_baseline": len(quality.without_baseline),
        "without_target": len(quality.without_end_target),
        "without_value": len(quality.without_value),
        "outdated": len(quality.outdated),
    }
    return (Measured("", quality.share.value, inputs),)
