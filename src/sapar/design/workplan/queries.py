"""Work plan, queries: activities, when they are planned, and where their milestones stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sapar.design.workplan.models import (
    Activity,
    ActivityPlan,
    Dependency,
    Milestone,
    MilestoneDate,
)
from sapar.ground.kernel import Money
from sapar.ground.record.origins import Origin, origin_of

FactT = TypeVar("FactT")
KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone: planned, expected, reached; `days_late` counts from the plan to the day."""

    code: str
    title: str
    planned: date | None
    forecast: date | None
    reached: date | None
    days_late: int
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity of the work plan with its plan, what it waits for, and its milestones."""

    code: str
    title: str
    result: str
    starts: date | None
    ends: date | None
    cost: Money | None
    origin: Origin | None
    after: tuple[str, ...]
    milestones: tuple[MilestoneRow, ...]


def workplan_of(project_id: int, as_of: date) -> tuple[ActivityRow, ...]:
    """The work plan as it was known at the end of a day, in the order of its codes."""
    plans = _latest(
        ActivityPlan.objects.known_at(as_of)
        .filter(project_id=project_id)
        .select_related("source")
        .order_by("recorded_at", "id"),
        lambda plan: plan.activity_id,
    )
    milestones, after = _milestones(project_id, as_of), _after(project_id)
    activities = Activity.objects.filter(project_id=project_id).select_related("result")
    return tuple(
        _activity(one, plans.get(one.pk), milestones.get(one.pk, ()), after.get(one.pk, ()))
        for one in activities.order_by("code", "id")
    )


def _activity(
    one: Activity,
    plan: ActivityPlan | None,
    milestones: Iterable[MilestoneRow],
    after: Iterable[str],
) -> ActivityRow:
    cost = None
    if plan and plan.cost is not None and plan.currency:
        cost = Money(plan.cost, plan.currency)
    return ActivityRow(
        code=one.code,
        title=one.title,
        result=one.result.code if one.result else "",
        starts=plan.effective_on if plan else None,
        ends=plan.ends_on if plan else None,
        cost=cost,
        origin=origin_of(plan) if plan else None,
        after=tuple(after),
        milestones=tuple(milestones),
    )


def _milestones(project_id: int, as_of: date) -> Mapping[int, list[MilestoneRow]]:
    dates = (
        MilestoneDate.objects.known_at(as_of)
        .filter(project_id=project_id)
        .select_related("source")
        .order_by("recorded_at", "id")
    )
    latest = _latest(dates, lambda fact: (fact.milestone_id, fact.kind))
    rows: dict[int, list[MilestoneRow]] = defaultdict(list)
    for one in Milestone.objects.filter(project_id=project_id).order_by("code", "id"):
        rows[one.activity_id].append(_milestone(one, latest, as_of))
    return rows


def _milestone(
    one: Milestone, latest: Mapping[tuple[int, str], MilestoneDate], as_of: date
) -> MilestoneRow:
    planned = latest.get((one.pk, MilestoneDate.Kind.PLANNED))
    forecast = latest.get((one.pk, MilestoneDate.Kind.FORECAST))
    reached = latest.get((one.pk, MilestoneDate.Kind.REACHED))
    until = reached.effective_on if reached else as_of
    late = (until - planned.effective_on).days if planned else 0
    shown = reached or forecast or planned
    return MilestoneRow(
        code=one.code,
        title=one.title,
        planned=planned.effective_on if planned else None,
        forecast=forecast.effective_on if forecast else None,
        reached=reached.effective_on if reached else None,
        days_late=max(late, 0),
        origin=origin_of(shown) if shown else None,
    )


def _after(project_id: int) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = Dependency.objects.filter(successor__project_id=project_id)
    for successor, code in pairs.order_by("id").values_list("successor_id", "predecessor__code"):
        found[successor].append(code)
    return found


def _latest(facts: Iterable[FactT], key: Callable[[FactT], KeyT]) -> dict[KeyT, FactT]:
    """The last recorded fact of each key; `facts` come in the order they were recorded."""
    return {key(fact): fact for fact in facts}
