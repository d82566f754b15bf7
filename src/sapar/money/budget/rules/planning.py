"""What should be spent by a day, by plan or by budgets for periods. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Period
from sapar.ground.record.rules import Dated

_FIRMER = {"indicative": 0, "original": 1, "revised": 2}


@dataclass(frozen=True, slots=True)
class PlannedFact:
    """Money planned for a period from `dated.effective_on` to `period_to`.

    `kind` is `plan` for planned spending, else the kind of a budget that has a period.
    """

    kind: str
    period_to: date
    amount: Decimal
    currency: str
    dated: Dated


def spending_plan(facts: Iterable[PlannedFact]) -> tuple[PlannedFact, ...]:
    """The rows to plan by: planned spending where there is any, else budgets by period.

    Of budgets for the same period a revised one replaces the original, and that an indicative.
    """
    rows = tuple(facts)
    if plan := tuple(row for row in rows if row.kind == "plan"):
        return plan
    latest: dict[tuple[date, date, str], PlannedFact] = {}
    for row in rows:
        key = (row.dated.effective_on, row.period_to, row.currency)
        before = latest.get(key)
        if before is None or row.kind == "revised" or _FIRMER[row.kind] > _FIRMER[before.kind]:
            latest[key] = row
    return tuple(latest.values())


def planned_by(plan: Iterable[PlannedFact], currency: str, on: date) -> Decimal:
    """Money planned by a day: whole periods that are over, and the part gone of the others."""
    total = Decimal(0)
    for row in plan:
        start = row.dated.effective_on
        if row.currency != currency or start > on:
            continue
        if row.period_to <= on:
            total += row.amount
        else:
            days = Period(start, row.period_to).days
            total += row.amount * ((on - start).days + 1) / days
    return total
