"""What donors' clauses make of plain numbers: instalments, headings, ceilings and due dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.money import CENT
from sapar.ground.kernel.period import add_months
from sapar.ground.rulebook.calculations import calculation

NOUGHT = Decimal(0)

LATE_CATEGORIES = frozenset({"final_report", "audit", "evaluation"})
"""Costs that by their nature arise after the period: final report, verification, evaluation."""


@calculation("consumption_of_instalment")
def consumption_of_instalment(
    eu_rate: Decimal, paid: Sequence[Decimal], spent: Decimal
) -> Decimal | None:
    """The donor's part of spending first uses up earlier instalments, then the last one.

    `eu_rate` is the donor's share of eligible costs, `paid` the instalments in order of payment,
    `spent` the eligible expenditure so far. Returns the share of the last instalment that is
    covered, 0 at least and above 1 where more was spent; None before any payment. PRAG, general
    conditions art. 15.1.
    """
    if not paid or paid[-1] <= 0:
        return None
    return max(_used_of_last(eu_rate, paid, spent) / paid[-1], NOUGHT)


@calculation("consumption_with_commitments")
def consumption_with_commitments(
    eu_rate: Decimal, paid: Sequence[Decimal], spent: Decimal, committed: Decimal
) -> Decimal | None:
    """Under contribution agreements, legal commitments count as spending for the same test."""
    return consumption_of_instalment(eu_rate, paid, spent + committed)


@calculation("next_instalment")
def next_instalment(
    eu_rate: Decimal,
    paid: Sequence[Decimal],
    spent: Decimal,
    forecast: Decimal,
    max_grant: Decimal,
    *,
    needed: Decimal,
    share: Decimal,
) -> Decimal:
    """The next instalment is the forecast, less what is unused of the last where the test fails.

    `needed` is the share of the last instalment that must be covered (rule `further_70`), `share`
    the part of `max_grant` that may be paid in advance in all (rule `prefinancing_cap`). The
    amount is in the currency of the grant, and nought at least.
    """
    covered = consumption_of_instalment(eu_rate, paid, spent)
    due = forecast
    if covered is not None and covered < needed:
        due -= paid[-1] - _used_of_last(eu_rate, paid, spent)
    room = share * max_grant - sum(paid, NOUGHT)
    return max(min(due, room), NOUGHT)


@calculation("heading_drift")
def heading_drift(base: Decimal, changes: Sequence[Decimal]) -> Decimal | None:
    """A main heading may drift only so far, up or down, from where it was last agreed.

    `base` is the heading as signed or as last changed by an addendum; `changes` are the signed
    changes since then, which add up. Returns a share of `base`; None where the base is nought.
    """
    return None if base <= 0 else abs(sum(changes, NOUGHT)) / base


@calculation("indirect_ceiling")
def indirect_ceiling(direct_costs: Decimal, share: Decimal) -> Decimal:
    """Indirect costs are a flat rate that may not pass a share of direct eligible costs.

    Rounded down to the cent, so that the ceiling is never passed.
    """
    return _ceiling(direct_costs, share)


@calculation("contingency_ceiling")
def contingency_ceiling(direct_costs: Decimal, share: Decimal) -> Decimal:
    """A contingency reserve may not pass a share of direct eligible costs; rounded down."""
    return _ceiling(direct_costs, share)


@calculation("support_cost")
def support_cost(direct_costs: Decimal, share: Decimal) -> Decimal:
    """Programme support is charged as a share of yearly direct expenditure, to the cent."""
    return (direct_costs * share).quantize(CENT, ROUND_HALF_UP)


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


def _used_of_last(eu_rate: Decimal, paid: Sequence[Decimal], spent: Decimal) -> Decimal:
    return eu_rate * spent - sum(paid[:-1], NOUGHT)


def _ceiling(direct_costs: Decimal, share: Decimal) -> Decimal:
    return (direct_costs * share).quantize(CENT, ROUND_DOWN)
