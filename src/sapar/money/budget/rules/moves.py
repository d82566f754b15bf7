"""Money moved from line to line of a budget: what the lines come to afterwards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sapar.ground.kernel import InvalidInput, Money
from sapar.money.budget.facts import LineFact
from sapar.money.budget.rules.annex import main_code

EXACT = Decimal("0.0001")
LUMP_SUM = "lump sum"


@dataclass(frozen=True, slots=True)
class Move:
    """An amount taken from one line and given to another; both by their numbers.

    A heading that has one line only may be named instead of it.
    """

    source: str
    target: str
    amount: Money

    def __post_init__(self) -> None:
        if self.amount.amount <= 0:
            raise InvalidInput(
                f"{self.amount.amount} cannot be moved",
                where=f"{self.source} to {self.target}",
                remedy="Give an amount above nought, and exchange the two lines if it goes back.",
            )
        if self.source == self.target:
            raise InvalidInput(
                "An amount would move from a line to itself",
                where=f"line {self.source}",
                remedy="Name another line to give it to.",
            )

    @property
    def within_a_heading(self) -> bool:
        """Whether it stays under one main heading."""
        return main_code(self.source) == main_code(self.target)


def moved_lines(lines: Sequence[LineFact], moves: Iterable[Move]) -> tuple[LineFact, ...]:
    """Every amount that leaves a line arrives on another; what the budget comes to never changes.

    A line that moved keeps its units at a new cost, or its cost with other units, where that is
    exact to four places; else it becomes one lump sum. Raises InvalidInput for a line that is not
    there, a heading with several lines, another currency, and a line that would fall below nought.
    """
    now = list(lines)
    for move in moves:
        source, target = _place(now, move.source), _place(now, move.target)
        for place, sign in ((source, -1), (target, 1)):
            line = now[place]
            if line.currency != move.amount.currency:
                raise InvalidInput(
                    f"The line is in {line.currency}, the amount in {move.amount.currency}",
                    where=f"line {line.line}",
                    remedy="Give the amount in the currency of the line.",
                )
            now[place] = _worth(line, line.amount + sign * move.amount.amount)
        if now[source].amount < 0:
            raise InvalidInput(
                f"The line holds {lines[source].amount:,.2f}, less than what is taken from it",
                where=f"line {now[source].line}",
                remedy="Take less, or take it from several lines.",
            )
    return tuple(now)


def _place(lines: Sequence[LineFact], code: str) -> int:
    exact = [index for index, line in enumerate(lines) if line.line == code]
    if exact:
        return exact[0]
    below = [index for index, line in enumerate(lines) if line.heading == code]
    if len(below) == 1:
        return below[0]
    if below:
        names = ", ".join(lines[index].line for index in below)
        raise InvalidInput(
            f"Heading '{code}' has several lines", remedy=f"Name one of them: {names}."
        )
    names = ", ".join(line.line for line in lines)
    raise InvalidInput(f"The budget has no line '{code}'", remedy=f"Its lines are {names}.")


def _worth(line: LineFact, amount: Decimal) -> LineFact:
    if line.units and line.unit_cost:
        if (cost := (amount / line.units).quantize(EXACT)) * line.units == amount:
            return replace(line, amount=amount, unit_cost=cost)
        if (units := (amount / line.unit_cost).quantize(EXACT)) * line.unit_cost == amount:
            return replace(line, amount=amount, units=units)
    if line.units is None:
        return replace(line, amount=amount)
    return replace(line, amount=amount, unit=LUMP_SUM, units=Decimal(1), unit_cost=amount)
