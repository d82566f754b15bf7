"""Figures: amounts with the rows behind them, and sums of those that stand in the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sapar.exchange.reports.rules.claims import Claim, When, Why
from sapar.exchange.reports.rules.facts import NOUGHT
from sapar.exchange.reports.rules.valuing import Worth
from sapar.ground.kernel.money import CENT
from sapar.money.budget.rules.annex import TAXES, main_heading


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in the report's currency and the ids of the ledger rows it comes from."""

    amount: Decimal = NOUGHT
    rows: tuple[int, ...] = ()

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.amount + other.amount, self.rows + other.rows)


NONE = Figure()
"""Nothing, from no row."""


def cents(amount: Decimal) -> Decimal:
    """To the cent, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures, with the rows of all of them."""
    # Gathered once: adding figure to figure would copy the rows again and again.
    given = tuple(figures)
    amount = sum((one.amount for one in given), NOUGHT)
    return Figure(amount, tuple(row for one in given for row in one.rows))


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed cost as the list of expenditure has it.

    `amount` is what is claimed in the donor's currency, `spent` the same in the currency it was
    spent in, both without `tax`; `line` is the main heading's number, `says` tells how the amount
    was converted. `moved` marks tax that was taken out of a cost and stands under line 12.
    """

    claim: Claim
    line: int
    spent: Decimal
    amount: Decimal
    tax: Decimal
    says: str
    moved: bool = False

    @property
    def figure(self) -> Figure:
        """The amount with its row."""
        return Figure(self.amount, (self.claim.expense.id,))

    @property
    def when(self) -> When:
        """The column it stands in."""
        return self.claim.when


def items(claims: Sequence[Claim], worths: dict[int, Worth]) -> tuple[Item, ...]:
    """The list of expenditure: every claimed cost, and the tax that moved to line 12."""
    made: list[Item] = []
    for claim in claims:
        if not claim.claimed:
            continue
        expense, worth = claim.expense, worths[claim.expense.id]
        donor, says = worth.donor, worth.says
        line = main_heading(expense.heading)
        assert line is not None, "a cost under no heading is not claimed"
        spent, tax = cents(expense.entry.amount), tax_in(claim, donor)
        spent_tax = cents(claim.tax)
        if not tax or tax != donor:
            made.append(Item(claim, line, spent - spent_tax, donor - tax, tax, says))
        if claim.tax_why is Why.TAX_ACCEPTED:
            made.append(Item(claim, TAXES, spent_tax, tax, NOUGHT, says, moved=True))
    return tuple(made)


def tax_in(claim: Claim, worth: Decimal) -> Decimal:
    """The tax that is taken out of a cost, in the currency of its worth, to the cent."""
    whole = claim.expense.entry.amount
    if not claim.tax or not whole:
        return NOUGHT
    return worth if claim.tax == whole else cents(worth * claim.tax / whole)
