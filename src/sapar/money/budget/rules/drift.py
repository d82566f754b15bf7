"""How far each heading has drifted from where it was last agreed, against what is allowed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sapar.ground.kernel import Finding, InvalidInput, Money
from sapar.ground.rulebook import (
    Dates,
    Mode,
    NothingInForce,
    Rule,
    Rulebook,
    SpecialCondition,
    calculation,
    default_rulebook,
    in_force,
    judge,
)
from sapar.ground.rulebook.deciding import judge_table
from sapar.money.agreements.facts import TermsFact
from sapar.money.agreements.rules import heading_drift
from sapar.money.budget.facts import VersionFact
from sapar.money.budget.rules.annex import INDIRECT, RESERVE, heading_totals, main_heading

SETS_BASE = frozenset({"original", "addendum"})
WATCHED = Decimal("0.8")
"""The share of what is allowed from which a heading is amber."""
EXCLUDED = {INDIRECT: "indirect", RESERVE: "contingency"}
"""Headings that another rule keeps from growing, and what that rule calls them."""
TABLE = "heading_excluded"


@dataclass(frozen=True, slots=True)
class HeadingMoves:
    """A heading since its base: where it was agreed, each change since then, where it is."""

    heading: str
    base: Money
    changes: tuple[Decimal, ...]

    @property
    def now(self) -> Money:
        """What stands under the heading now."""
        return Money(self.base.amount + sum(self.changes, Decimal(0)), self.base.currency)


@calculation("allowance_used")
def allowance_used(base: Decimal, changes: Sequence[Decimal], allowed: Decimal) -> Decimal | None:
    """How much of the drift that is allowed a heading has used up: 1 is all of it.

    `allowed` is a share of `base`. None where the base or what is allowed is nought.
    """
    moved = heading_drift(base, changes)
    return None if moved is None or allowed <= 0 else moved / allowed


def standing_version(versions: Iterable[VersionFact], on: date) -> VersionFact | None:
    """The version that stands on a day: the newest that has taken effect."""
    begun = _begun(versions, on)
    return begun[-1] if begun else None


def moves_since_base(versions: Iterable[VersionFact], on: date) -> tuple[HeadingMoves, ...]:
    """What moved under each heading since the budget was signed or an addendum was made.

    An addendum sets a new base; changes by notice add up from there. Raises InvalidInput for two
    agreements, for two currencies under a heading, and where no version sets a base.
    """
    begun = _begun(versions, on)
    if not begun:
        return ()
    if len({version.agreement for version in begun}) > 1:
        raise InvalidInput(
            "The versions belong to two agreements", remedy="Look at one agreement at a time."
        )
    bases = [index for index, version in enumerate(begun) if version.kind in SETS_BASE]
    if not bases:
        raise InvalidInput(
            "No version says what was agreed",
            where=f"agreement {begun[0].agreement}",
            remedy="Record the budget as signed first.",
        )
    since = [heading_totals(version.lines) for version in begun[bases[-1] :]]
    return tuple(_moves(code, since) for code in dict.fromkeys(c for one in since for c in one))


def drift(
    versions: Iterable[VersionFact],
    terms: TermsFact,
    on: date,
    *,
    special: Sequence[SpecialCondition] = (),
    book: Rulebook | None = None,
) -> tuple[Finding, ...]:
    """Each main heading may drift only so far, up or down, from where it was last agreed.

    One finding a heading: amber from 80 % of what is allowed, red beyond it. Indirect costs and
    the reserve may not grow at all without an addendum. The limits are those of the contract's
    mode and day of signature, or of a special condition. A mode without such a rule gets none.
    """
    book = book or default_rulebook()
    dates = Dates(contract=terms.signed_on, event=on, report=on)
    rule = drift_rule(book, terms.mode)
    if rule is None:
        return ()
    table = _table(book, terms.mode)
    found = []
    for moves in moves_since_base(versions, on):
        kind = EXCLUDED.get(main_heading(moves.heading) or 0)
        if table and kind:
            found.append(
                judge_table(
                    table,
                    subject=moves.heading,
                    on=on,
                    given={"heading": kind, "change": sum(moves.changes, Decimal(0))},
                    dates=dates,
                    special=special,
                )
            )
        elif moves.base.amount or any(moves.changes):
            found.append(_judged(rule, moves, dates, on, special))
    return tuple(found)


def drift_rule(book: Rulebook, mode: str) -> Rule | None:
    """The rule on the variation of headings for a mode of contract."""
    rules = (r for r in book.applying_to(Mode(mode)) if r.calculation == "heading_drift")
    return next(rules, None)


def allowed_drift(
    rule: Rule, terms: TermsFact, on: date, special: Sequence[SpecialCondition] = ()
) -> Decimal | None:
    """The share by which a heading may drift under a contract; None where that is not known."""
    dates = Dates(contract=terms.signed_on, event=on, report=on)
    try:
        return in_force(rule, dates, on=on, special=special).red
    except NothingInForce:
        return None


def _begun(versions: Iterable[VersionFact], on: date) -> list[VersionFact]:
    begun = [version for version in versions if version.dated.effective_on <= on]
    return sorted(begun, key=lambda v: (v.dated.effective_on, v.number))


def _moves(code: str, since: Sequence[dict[str, Money]]) -> HeadingMoves:
    currency = next(totals[code].currency for totals in since if code in totals)
    nought = Money(Decimal(0), currency)
    amounts = [totals.get(code, nought) for totals in since]
    changes = [(now - before).amount for before, now in pairwise(amounts)]
    return HeadingMoves(code, amounts[0], tuple(change for change in changes if change))


def _judged(
    rule: Rule, moves: HeadingMoves, dates: Dates, on: date, special: Sequence[SpecialCondition]
) -> Finding:
    value = heading_drift(moves.base.amount, moves.changes)
    inputs = {
        "heading": moves.heading,
        "base": moves.base.amount,
        "changes": moves.changes,
        "change": sum(moves.changes, Decimal(0)),
        "now": moves.now.amount,
        "currency": moves.base.currency,
    }
    missing = () if value is not None else (f"an agreed amount of heading {moves.heading}",)
    watched = [
        replace(one, amber=one.red * WATCHED)
        if one.rule == rule.id and one.amber is None and one.red is not None
        else one
        for one in special
    ]
    return judge(
        rule, subject=moves.heading, on=on, value=value, inputs=inputs, missing=missing,
        dates=dates, special=watched,
    )  # fmt: skip


def _table(book: Rulebook, mode: str) -> Rule | None:
    rules = (r for r in book.applying_to(Mode(mode)) if r.id.endswith(f".{TABLE}"))
    return next(rules, None)
