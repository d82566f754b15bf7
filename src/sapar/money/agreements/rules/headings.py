"""Headings of a budget: how far one has moved, and what ceilings allow on direct costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from sapar.ground.kernel.money import CENT
from sapar.ground.rulebook.calculations import calculation

NOUGHT = Decimal(0)


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


def _ceiling(direct_costs: Decimal, share: Decimal) -> Decimal:
    return (direct_costs * share).quantize(CENT, ROUND_DOWN)
