"""Periods of days, and dates as exact as their source gives them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sapar.ground.kernel.errors import InvalidInput


def month_end(day: date) -> date:
    """The last day of the month that a day lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of another month; the month's last day where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(start: date, end: date) -> int:
    """Calendar months begun from one day to another: March 2008 to May 2011 counts 39."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


@dataclass(frozen=True, slots=True)
class Period:
    """Days from a first to a last, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidInput(
                f"The period ends on {self.end}, before it starts on {self.start}",
                remedy="Exchange the two dates or correct one of them.",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """Number of days, first and last included."""
        return (self.end - self.start).days + 1

    def elapsed_share(self, day: date) -> float:
        """Share of the period gone by the end of a day, from 0 (before) to 1 (after)."""
        gone = (day - self.start).days + 1
        return min(max(gone / self.days, 0.0), 1.0)

    def overlap_days(self, other: Period) -> int:
        """Days that both periods have; nought when they do not meet."""
        last, first = min(self.end, other.end), max(self.start, other.start)
        return max((last - first).days + 1, 0)

    def month_ends(self) -> Iterator[date]:
        """The last day of each month that begins before the period is over."""
        day = month_end(self.start)
        while day <= month_end(self.end):
            yield day
            day = month_end(day + timedelta(days=1))


_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that is only as exact as its source: a year, a month or a day.

    `2008-03` stays March 2008; no day is invented. `first` and `last` bound it for reckoning.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2008`, `2008-03` or `2008-03-14`."""
        match = _PARTIAL.match(text.strip())
        try:
            if not match:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            assert year is not None
            date(year, month or 1, day or 1)
        except ValueError:
            raise InvalidInput(
                f"'{text}' is not a date",
                remedy="Write it as 2008, 2008-03 or 2008-03-14.",
            ) from None
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        if self.day:
            return self.first
        return month_end(date(self.year, self.month or 12, 1))

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`."""
        return "day" if self.day else "month" if self.month else "year"

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)
