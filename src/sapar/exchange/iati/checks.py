"""Contradictions that publishers' dates carry, so that no reckoning trusts them blindly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sapar.ground.codelists.iati import ActivityStatus, DateType


def copying_pattern(activities: Iterable[Mapping[DateType, date]]) -> Decimal | None:
    """A publisher who copies the actual end over the planned end hides every delay.

    Takes the dates of a publisher's activities. Gives the share, from 0 to 1, of those with both
    ends on record whose planned end (3) equals the actual end (4); None where none has both.
    Near 1, a delay between the two dates says nothing: compare with earlier snapshots instead.
    """
    both = same = 0
    for dates in activities:
        planned, actual = dates.get(DateType.PLANNED_END), dates.get(DateType.ACTUAL_END)
        if planned is not None and actual is not None:
            both += 1
            same += planned == actual
    return Decimal(same) / both if both else None


def status_contradiction(status: ActivityStatus | None, actual_end: date | None, on: date) -> bool:
    """An activity cannot be in implementation (2) when its actual end lies before the day."""
    return status == ActivityStatus.IMPLEMENTATION and actual_end is not None and actual_end < on
