"""Ledger, rules: what was spent against what was planned and against what was earned. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.record.rules import Dated
from sapar.ground.rulebook.calculations import calculation

SPENDING = frozenset({"expenditure", "disbursement"})


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A movement of money on `dated.effective_on`; negative amounts correct earlier ones.

    `documented` says whether the entry itself names the document that justifies it; others may
    be kept beside it under its `reference`.
    """

    kind: str
    amount: Decimal
    currency: str
    eligible: bool | None
    dated: Dated
    reference: str = ""
    documented: bool = False
    category: str = ""
    vat_status: str = ""
    vat_amount: Decimal | None = None


def spent_by(entries: Iterable[EntryFact], currency: str, on: date) -> Decimal:
    """Spending in one currency by a day: expenditure and disbursement, net of corrections."""
    return sum(
        (
            entry.amount
            for entry in entries
            if entry.kind in SPENDING
            and entry.currency == currency
            and entry.dated.effective_on <= on
        ),
        Decimal(0),
    )


@calculation("burn_ratio")
def burn_ratio(*, planned: Decimal, spent: Decimal) -> Decimal | None:
    """Spending by a day as a share of what was planned by that day; None before the plan begins."""
    return Decimal(spent) / Decimal(planned) if planned else None


@calculation("cost_performance")
def cost_performance(*, earned_share: Decimal, budget: Decimal, spent: Decimal) -> Decimal | None:
    """CPI: the budgeted cost of the work done, over what was spent; None before any spending.

    `earned_share` is the share of the whole plan's worth that is done, from 0 to 1.
    """
    return Decimal(earned_share) * Decimal(budget) / Decimal(spent) if spent > 0 else None


@calculation("unspent_share")
def unspent_share(*, budget: Decimal, spent: Decimal) -> Decimal | None:
    """Share of the whole budget that is not spent."""
    return (Decimal(budget) - Decimal(spent)) / Decimal(budget) if budget else None


@calculation("projected_consumption")
def projected_consumption(
    *,
    eu_rate: Decimal,
    paid: Iterable[Decimal],
    spent: Decimal,
    pace_per_day: Decimal,
    days_left: int,
) -> Decimal | None:
    """Share of the last instalment that will be consumed on the day the next report closes.

    The donor's part (`eu_rate`) of all spending, carried on at today's pace, less the earlier
    instalments, over the last one. None before the first instalment.
    """
    instalments = [Decimal(amount) for amount in paid]
    if not instalments or instalments[-1] <= 0:
        return None
    expected = Decimal(spent) + Decimal(pace_per_day) * max(days_left, 0)
    return (Decimal(eu_rate) * expected - sum(instalments[:-1])) / instalments[-1]


FLAT_RATES = frozenset({"indirect"})
"""Costs that are a flat rate: they need no document."""


def to_be_documented(entries: Iterable[EntryFact], on: date) -> tuple[EntryFact, ...]:
    """Spending by a day that a document has to justify: all that is claimed and no flat rate."""
    return tuple(
        entry
        for entry in entries
        if entry.kind in SPENDING
        and entry.eligible is not False
        and entry.category not in FLAT_RATES
        and entry.dated.effective_on <= on
    )


@calculation("undocumented_share")
def undocumented_share(*, undocumented: Decimal, spent: Decimal) -> Decimal | None:
    """Spending without a document as a share of the spending that needs one; None without any."""
    return Decimal(undocumented) / Decimal(spent) if spent > 0 else None
