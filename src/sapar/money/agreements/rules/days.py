"""Days: when reports and requests fall due, and which costs lie inside the period."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.period import add_months
from sapar.ground.rulebook.calculations import calculation

LATE_CATEGORIES = frozenset({"final_report", "audit", "evaluation"})
"""Costs that by their nature arise after the period: final report, verification, evaluation."""


@calculation("due_date")
def due_date(
    counted_from: date, *, months: Decimal | int | None = None, days: Decimal | int | None = None
) -> date:
    """A time limit runs in full months or in days from the day it is counted from.

    Exactly one of `months` and `days` is given. A period that ends with a month falls due at the
    end of a month: six months after 31 May is 30 November.
    """
    if (months is None) == (days is None):
        raise InvalidInput(
            "A time limit counts either months or days", remedy="Give exactly one of the two."
        )
    if months is not None:
        return add_months(counted_from, int(months))
    return counted_from + timedelta(days=int(days or 0))


@calculation("report_due")
def report_due(
    period_end: date, *, months: Decimal | int | None = None, days: Decimal | int | None = None
) -> date:
    """A report is due so many months or days after the period it covers has ended."""
    return due_date(period_end, months=months, days=days)


@calculation("latest_request")
def latest_request(effective_on: date, days: Decimal | int) -> date:
    """A change is asked for so many days before it is to take effect, at the latest."""
    return effective_on - timedelta(days=int(days))


@calculation("days_outside_window")
def days_outside_window(
    incurred_on: date,
    start: date,
    end: date,
    category: str = "",
    report_sent_on: date | None = None,
) -> Decimal | None:
    """A cost is incurred inside the implementation period, or it is not eligible.

    Costs of the final report, its verification and the final evaluation may arise until the final
    report is sent. Returns the days by which the cost lies outside, 0 inside; None where the day
    of the report is needed and not known.
    """
    last = end
    if category in LATE_CATEGORIES and incurred_on > end:
        if report_sent_on is None:
            return None
        last = max(end, report_sent_on)
    return Decimal(max((start - incurred_on).days, (incurred_on - last).days, 0))
