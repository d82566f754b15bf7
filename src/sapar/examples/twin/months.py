"""The twin's own time: months counted from its start, and how far plan and work had got by each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sapar.ground.kernel.period import add_months, month_end

PLANNED_MONTHS = 36
MONTHS = 39
NEW_LEADERSHIP = 30
"""The month in which the second chief technical adviser takes over (August 2010)."""
DELEGATION = 32
"""From this month payments are authorised by delegation (October 2010)."""

HOUR = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Months:
    """Days of a story told by months: month 1 is the one the project starts in."""

    start: date

    def first(self, month: int) -> date:
        """The first day of a month of the story."""
        return add_months(self.start, month - 1)

    def last(self, month: int) -> date:
        """The last day of a month of the story."""
        return month_end(self.first(month))

    def day(self, month: int, day: int) -> date:
        """A day of a month; its last day where it is shorter."""
        return min(self.first(month) + timedelta(days=day - 1), self.last(month))

    @property
    def end(self) -> date:
        """The last day of the project as it came to be, three months after the planned one."""
        return self.last(MONTHS)


def at(day: date) -> datetime:
    """The moment at which a day's facts go on record: noon UTC."""
    return datetime.combine(day, HOUR)


def signature(months: Months) -> date:
    """The grant was signed half a month before the start."""
    return months.first(0) + timedelta(days=14)


def extended_on(months: Months) -> date:
    """The day from which the extension is in force."""
    return months.day(34, 20)


_PLANNED = (
    *("0.010", "0.024", "0.042", "0.064", "0.088", "0.113", "0.139", "0.166", "0.193"),
    *("0.221", "0.250", "0.279", "0.309", "0.339", "0.369", "0.399", "0.429", "0.460"),
    *("0.490", "0.521", "0.551", "0.581", "0.611", "0.641", "0.671", "0.701", "0.730"),
    *("0.759", "0.787", "0.815", "0.843", "0.870", "0.897", "0.924", "0.951", "1.000"),
)


def planned_share(month: int) -> Decimal:
    """Share of the whole budget planned to be spent by the end of a month, as first planned."""
    return Decimal(_PLANNED[min(month, PLANNED_MONTHS) - 1]) if month > 0 else Decimal(0)


_SPENT_OF_PLAN = {1: "0.46", 6: "0.40", 12: "0.38", 18: "0.41", 26: "0.42", 29: "0.42"}
_SPENT_BY = {30: "0.365", 31: "0.395", 32: "0.435", 33: "0.490", 34: "0.550", 35: "0.615"}
_SPENT_LATE = {36: "0.690", 37: "0.770", 38: "0.850", 39: "0.920"}


def spent_share(month: int) -> Decimal:
    """Share of the whole budget spent by the end of a month.

    About two fifths of the plan for 26 months; 92 % of the whole budget at the end.
    """
    if month <= 0:
        return Decimal(0)
    late = _SPENT_BY | _SPENT_LATE
    if month in late:
        return Decimal(late[month])
    return planned_share(month) * _between(_SPENT_OF_PLAN, month)


_WORK = {0: "0", 6: "0.03", 12: "0.07", 18: "0.11", 26: "0.17", 29: "0.21", 33: "0.42", 39: "0.90"}


def work_share(month: int) -> Decimal:
    """Share of the promised results attained by the end of a month."""
    return _between(_WORK, month)


def _between(points: dict[int, str], month: int) -> Decimal:
    """A value on the straight line between the two points around a month."""
    before = max(point for point in points if point <= month)
    after = min((point for point in points if point >= month), default=before)
    low, high = Decimal(points[before]), Decimal(points[after])
    if after == before:
        return low
    return low + (high - low) * (month - before) / (after - before)
