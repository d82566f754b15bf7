"""Small budgets for rules: terms, versions and moves in a line or two."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Money
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import SpecialCondition
from sapar.money.agreements.facts import TermsFact
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.rules import Move

SIGNED = {"eu_grant_2008": date(2008, 2, 15), "eu_grant_2013": date(2016, 1, 15)}
START, END = date(2016, 2, 1), date(2018, 1, 31)
VARIATION = "eu.budget.heading_variation"


def dated(on: date, id_: int = 1) -> Dated:
    return Dated(id_, on, on)


def terms(
    mode: str = "eu_grant_2013",
    *,
    amount: str = "1000000",
    rate: str | None = "0.8",
    start: date | None = START,
    end: date | None = END,
) -> TermsFact:
    signed = SIGNED.get(mode, date(2016, 1, 15))
    whole, share = Decimal(amount), Decimal(rate) if rate else None
    return TermsFact("G", mode, signed, start, end, whole, "EUR", share, dated(signed))


def line(code: str, amount: str | Decimal, currency: str = "EUR") -> LineFact:
    """A line under the main heading that its number begins with."""
    return LineFact(code.partition(".")[0], code, f"Line {code}", Decimal(amount), currency)


def version(number: int, on: date, kind: str = "unilateral", **amounts: str | int) -> VersionFact:
    """A version whose headings hold these amounts: `h1=100000` is line 1.1 of heading 1."""
    lines = tuple(
        line(code if (code := name[1:]) in {"8", "10", "12"} else f"{code}.1", Decimal(amount))
        for name, amount in amounts.items()
    )
    return VersionFact("G", number, kind, lines, dated(on, number))


def move(source: str, target: str, amount: str | int, currency: str = "EUR") -> Move:
    return Move(source, target, Money(Decimal(amount), currency))


def condition(red: str, amber: str | None = None, on: date = START) -> SpecialCondition:
    limit = Decimal(amber) if amber else None
    return SpecialCondition(VARIATION, "Agreed", "Letter", "", on, amber=limit, red=Decimal(red))
