"""How far the work is, shared by the measures of time, money and candour. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.design.workplan.rules import Scheduled
from sapar.watch.alerts.rules.facts import ProjectFacts

EARLY_SHARE = Decimal("0.15")
BEFORE = frozenset({"programming", "identification", "formulation"})


@dataclass(frozen=True, slots=True)
class Work:
    """Worth of the whole plan, of what was to be reached by a day, and of what was reached."""

    whole: Decimal
    due: Decimal
    reached: Decimal
    count: int
    due_count: int
    reached_count: int


def running(facts: ProjectFacts, on: date) -> bool:
    """Whether a project is under way on a day: it has begun and its end has not passed.

    Where its dates are not on record its phase decides, and without either it counts as under
    way: nothing is assumed in its favour.
    """
    start, end, phase = facts.starts_on, facts.ends_on, phase_on(facts, on)
    if phase == "cancelled" or (end and on > end):
        return False
    return on >= start if start else phase not in BEFORE


def phase_on(facts: ProjectFacts, on: date) -> str:
    """The phase of the cycle that a project was in on a day; empty where none is on record."""
    entered = [phase for phase in facts.phases if phase.dated.effective_on <= on]
    latest = max(entered, key=lambda p: (p.dated.effective_on, p.dated.id), default=None)
    return latest.phase if latest else ""


def elapsed_share(facts: ProjectFacts, on: date) -> Decimal | None:
    """Share of the duration gone by a day; None without both dates."""
    start, end = facts.starts_on, facts.ends_on
    if start is None or end is None or end <= start:
        return None
    share = Decimal((on - start).days + 1) / Decimal((end - start).days + 1)
    return min(max(share, Decimal(0)), Decimal(1))


def past_share(facts: ProjectFacts, on: date, share: Decimal = EARLY_SHARE) -> bool:
    """Whether more than a share of the duration is gone, so that early noise is over."""
    gone = elapsed_share(facts, on)
    return gone is not None and gone > share


def schedule(facts: ProjectFacts) -> tuple[Scheduled, ...]:
    """Milestones with a planned day, their worth, and the day they were reached.

    A milestone's worth is its share of what its activity is planned to cost; where no activity
    has a cost, its weight. The earliest planned day counts where a source gives several.
    """
    if "schedule" not in facts.memo:
        facts.memo["schedule"] = _schedule(facts)
    return facts.memo["schedule"]  # type: ignore[return-value]


def _schedule(facts: ProjectFacts) -> tuple[Scheduled, ...]:
    costs = {c.activity_id: c.cost for c in facts.activity_costs if c.cost is not None}
    of_activity: dict[int, Decimal] = defaultdict(Decimal)
    for milestone in facts.milestones:
        of_activity[milestone.activity_id] += milestone.weight
    planned: dict[int, date] = {}
    reached: dict[int, date] = {}
    for row in facts.milestone_dates:
        days = {"planned": planned, "reached": reached}.get(row.kind)
        if days is not None:
            day = row.dated.effective_on
            days[row.milestone_id] = min(day, days.get(row.milestone_id, day))
    return tuple(
        Scheduled(
            m.code,
            m.title,
            planned[m.id],
            reached.get(m.id),
            m.weight * costs.get(m.activity_id, Decimal(0)) / of_activity[m.activity_id]
            if costs
            else m.weight,
        )
        for m in facts.milestones
        if m.id in planned
    )


def earned(facts: ProjectFacts, on: date) -> Work:
    """How much of the plan's worth was due by a day and how much of all was reached by it."""
    rows = schedule(facts)
    due = [row for row in rows if row.planned_on <= on]
    got = [row for row in rows if row.reached_on and row.reached_on <= on]
    return Work(
        whole=sum((row.worth for row in rows), Decimal(0)),
        due=sum((row.worth for row in due), Decimal(0)),
        reached=sum((row.worth for row in got), Decimal(0)),
        count=len(rows),
        due_count=len(due),
        reached_count=len(got),
    )


def on_schedule(facts: ProjectFacts, by: date) -> tuple[int, int]:
    """How many milestones due by a day had been reached by it, of how many."""
    due = [row for row in schedule(facts) if row.planned_on <= by]
    return sum(1 for row in due if row.reached_on and row.reached_on <= by), len(due)
