"""Instalments: what of the last one is used up, and how much of the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sapar.ground.rulebook.calculations import calculation

NOUGHT = Decimal(0)


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


def _used_of_last(eu_rate: Decimal, paid: Sequence[Decimal], spent: Decimal) -> Decimal:
    return eu_rate * spent - sum(paid[:-1], NOUGHT)
