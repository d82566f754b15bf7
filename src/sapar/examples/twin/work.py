"""The twin's work plan: twenty activities, forty-five milestones, most of them late."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from sapar.examples.twin.months import MONTHS, Months, at
from sapar.examples.twin.tables import table
from sapar.exchange.projectfiles.schema.design import (
    ActivityForm,
    MilestoneDateForm,
    MilestoneForm,
    PlanForm,
)

NEVER = {"A04-2", "A15-2", "A20-2"}
"""Milestones that were not reached by the end."""
EARLY = {
    "A05-1": 80,
    "A10-1": 20,
    "A01-1": 60,
    "A19-1": 95,
    "A16-1": 70,
    "A14-1": 52,
    "A06-1": 180,
    "A02-1": 260,
    "A11-1": 133,
    "A18-1": 120,
    "A15-1": 90,
    "A05-2": 250,
}
"""Days late, for the milestones that were reached under the first leadership."""


def activities(months: Months, rng: Random) -> tuple[ActivityForm, ...]:
    """The plan as it was made at the start, and the days on which its points were reached."""
    return tuple(_activity(row, months, rng) for row in table("activities.csv"))


def _activity(row: dict[str, str], months: Months, rng: Random) -> ActivityForm:
    first, last = int(row["first"]), int(row["last"])
    points = row["milestones"].split("; ")
    weight = (Decimal(1) / len(points)).quantize(Decimal("0.0001"))
    plan = PlanForm(
        on=months.first(first),
        ends_on=months.last(last),
        cost=Decimal(row["cost"]),
        recorded=at(months.first(1)),
    )
    return ActivityForm(
        code=row["code"],
        title=row["title"],
        result=row["output"],
        after=tuple(row["after"].split()),
        plans=(plan,),
        milestones=tuple(
            MilestoneForm(
                code=f"{row['code']}-{number}",
                title=f"{row['title']}: {point.lower()}",
                weight=weight,
                dates=_dates(
                    f"{row['code']}-{number}",
                    first + round((last - first) * number / len(points)),
                    months,
                    rng,
                ),
            )
            for number, point in enumerate(points, 1)
        ),
    )


def _dates(code: str, month: int, months: Months, rng: Random) -> tuple[MilestoneDateForm, ...]:
    planned = months.day(month, rng.randint(5, 25))
    plan = MilestoneDateForm(kind="planned", on=planned, recorded=at(months.first(1)))
    if code in EARLY:
        reached = planned + timedelta(days=EARLY[code])
    else:
        # The backlog is worked off in the order in which it was planned, then what falls due.
        backlog = months.first(31) + timedelta(days=int((month - 3) * 6.6) + rng.randint(0, 25))
        reached = max(backlog, planned + timedelta(days=rng.randint(-6, 20)))
    reached = min(reached, months.last(MONTHS) - timedelta(days=rng.randint(2, 20)))
    recorded = at(reached + timedelta(days=rng.randint(1, 9)))
    if code in NEVER:
        return (plan,)
    return (plan, MilestoneDateForm(kind="reached", on=reached, recorded=recorded))
