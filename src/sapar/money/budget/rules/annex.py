"""The budget in the donor's form, annex III: lines 1 to 13 with their formulas, and ceilings.

The headings' numbers and the formulas of lines 7 to 10 follow the budget template; those of
lines 11 to 13 were not seen in a primary source and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Clause, Finding, InvalidInput, Money, Status, Verdict
from sapar.ground.rulebook import (
    Dates,
    Mode,
    NothingInForce,
    Rule,
    Rulebook,
    SpecialCondition,
    default_rulebook,
    limit_in_force,
)
from sapar.money.agreements.facts import TermsFact
from sapar.money.agreements.rules import contingency_ceiling, indirect_ceiling
from sapar.money.budget.facts import LineFact

DIRECT = range(1, 7)
INDIRECT, RESERVE, TAXES = 8, 10, 12
GIVEN = {
    1: "Human resources",
    2: "Travel",
    3: "Equipment and supplies",
    4: "Local office",
    5: "Other costs, services",
    6: "Other",
    INDIRECT: "Indirect costs",
    RESERVE: "Contingency reserve",
    TAXES: "Taxes",
}
REASONED = {
    7: ("Direct eligible costs", (*DIRECT,), Status.PRIMARY),
    9: ("Eligible costs without the reserve", (7, INDIRECT), Status.PRIMARY),
    11: ("Total eligible costs", (9, RESERVE), Status.UNVERIFIED),
    13: ("Total accepted costs", (11, TAXES), Status.UNVERIFIED),
}
"""Number, title, the lines it adds up, how well the formula was checked."""
CEILINGS = {"indirect_ceiling": indirect_ceiling, "contingency_ceiling": contingency_ceiling}
CAPPED = {"indirect_ceiling": INDIRECT, "contingency_ceiling": RESERVE}
"""The line that each ceiling is for, by the calculation that its rule names."""


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of the form; `adds` are the lines it is the sum of, none where it is given."""

    number: int
    title: str
    amount: Money
    adds: tuple[int, ...] = ()
    status: Status = Status.PRIMARY

    @property
    def formula(self) -> str:
        """The formula in words, such as `9 = 7 + 8`; empty where the amount is given."""
        return f"{self.number} = {' + '.join(map(str, self.adds))}" if self.adds else ""


@dataclass(frozen=True, slots=True)
class AnnexThree:
    """Lines 1 to 13 in one currency."""

    lines: tuple[AnnexLine, ...]

    def amount(self, number: int) -> Money:
        """What a line comes to."""
        return self.lines[number - 1].amount


def main_code(code: str) -> str:
    """The code of the main heading that a heading or a line stands under."""
    return code.partition(".")[0]


def main_heading(code: str) -> int | None:
    """The number of the main heading that a code stands under; None where it is none of them."""
    first = main_code(code)
    return int(first) if first.isdecimal() and int(first) in GIVEN else None


def heading_totals(lines: Iterable[LineFact]) -> dict[str, Money]:
    """What stands under each main heading (`1` for a line under `1.2`), in the order of the lines.

    Raises InvalidInput for a heading whose lines are in two currencies.
    """
    totals: dict[str, Money] = {}
    for line in lines:
        amount = Money(line.amount, line.currency)
        code = main_code(line.heading)
        before = totals.get(code)
        if before and before.currency != amount.currency:
            raise InvalidInput(
                f"Its lines are in {before.currency} and in {amount.currency}",
                where=f"heading {code}, line {line.line}",
                remedy="Keep one currency under a heading; convert at a rate with a source first.",
            )
        totals[code] = before + amount if before else amount
    return totals


def annex_iii(lines: Sequence[LineFact]) -> AnnexThree:
    """Lines 1 to 6, 8, 10 and 12 are given; 7, 9, 11 and 13 are sums of the lines above them.

    Raises InvalidInput for a heading that is none of the form, for two currencies, and where
    there are no lines.
    """
    totals = heading_totals(lines)
    currencies = sorted({amount.currency for amount in totals.values()})
    if len(currencies) != 1:
        raise InvalidInput(
            f"The budget is in {' and '.join(currencies)}" if currencies else "There are no lines",
            where="annex III",
            remedy="The form has one currency; give every line in it.",
        )
    amounts = dict.fromkeys(GIVEN, Money(Decimal(0), currencies[0]))
    for code, amount in totals.items():
        number = main_heading(code)
        if number is None:
            raise InvalidInput(
                f"'{code}' is not a heading of annex III",
                where="annex III",
                remedy=f"Use one of {', '.join(map(str, GIVEN))}.",
            )
        amounts[number] += amount
    made = []
    for number in range(1, 14):
        if number in GIVEN:
            made.append(AnnexLine(number, GIVEN[number], amounts[number]))
        else:
            title, adds, status = REASONED[number]
            amounts[number] = Money.total((amounts[one] for one in adds), currencies[0])
            made.append(AnnexLine(number, title, amounts[number], adds, status))
    return AnnexThree(tuple(made))


def ceilings(
    annex: AnnexThree,
    terms: TermsFact,
    on: date,
    *,
    special: Sequence[SpecialCondition] = (),
    book: Rulebook | None = None,
) -> tuple[Finding, ...]:
    """Indirect costs and the reserve may not pass their share of the direct eligible costs.

    The shares are those in force for the contract's day of signature, or agreed otherwise in a
    special condition. A contract whose mode has no such rule gets no finding.
    """
    rules = (book or default_rulebook()).applying_to(Mode(terms.mode))
    return tuple(
        _ceiling(rule, annex, number, terms=terms, on=on, special=special)
        for calculation, number in CAPPED.items()
        for rule in rules
        if rule.calculation == calculation
    )


def _ceiling(
    rule: Rule,
    annex: AnnexThree,
    number: int,
    *,
    terms: TermsFact,
    on: date,
    special: Sequence[SpecialCondition],
) -> Finding:
    line, direct = annex.lines[number - 1], annex.amount(7)
    told = {
        "line": number,
        "title": line.title,
        "direct": direct.amount,
        "currency": direct.currency,
        "amount": line.amount.amount,
    }
    try:
        share, clause = limit_in_force(
            rule, Dates(contract=terms.signed_on, event=on, report=on), on=on, special=special
        )
    except NothingInForce as nothing:
        return Finding(
            rule=rule.id, subject=str(number), verdict=Verdict.UNKNOWN, on=on,
            template="Line {line} cannot be judged, because this is not on record: {missing}.",
            unit="amount", inputs=told, missing=nothing.missing,
            clause=Clause("", Status.UNVERIFIED),
        )  # fmt: skip
    assert rule.calculation in CEILINGS
    limit = CEILINGS[rule.calculation](direct.amount, share)
    over = line.amount.amount > limit
    return Finding(
        rule=rule.id,
        subject=str(number),
        verdict=Verdict.RED if over else Verdict.CLEAR,
        template=OVER if over else WITHIN,
        on=on,
        value=line.amount.amount,
        limit=limit,
        unit="amount",
        clause=clause,
        inputs={**told, "share": share},
        closes_when=rule.closes_when,
    )


WITHIN = "{title}, line {line}, come to {value:,.2f} {currency}; {share:.1%} of line 7 is allowed."
OVER = (
    "{title}, line {line}, come to {value:,.2f} {currency}, more than the {limit:,.2f} that "
    "{share:.1%} of line 7 allows."
)
