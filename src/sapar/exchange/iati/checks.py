"""A habit of publishers that their dates carry, so that no reckoning trusts them blindly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sapar.ground.codelists.iati import DateType


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
