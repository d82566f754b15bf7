"""Limits: which rules of a pack judge the entries of an agreement, found once for all. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.kernel import Finding
from sapar.ground.rulebook import (
    Dates,
    InForce,
    NothingInForce,
    Rule,
    Rulebook,
    Unit,
    in_force,
    method_in_force,
)
from sapar.money.judging.facts import AgreementContext
from sapar.money.judging.rules.buying import buying_findings, table_asking
from sapar.money.rates.rules import Method

JUSTIFIED = "incurred_and_justified"
"""The method by which a rulebook asks that each cost is proved."""
OPEN_BOOKS = "until_account_closes"
"""The method by which a rulebook takes every cost until its account is closed."""
METHODS = frozenset(str(method) for method in Method)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one pack asks of the entries of one agreement; a rule it does not have is None.

    `opens` and `closes` bound the days on which an ordinary cost counts, `closes_late` those of a
    closing cost, and `ends` is the last day itself; None where a day is missing or no rule asks.
    `contracts` holds the findings on each contract by its code, `buys` the id of the rule that
    asks about contracts, `valuation` the method by which amounts become the donor's currency.
    """

    pack: str
    agreement: AgreementContext
    dates: Dates
    window: Rule | None = None
    opens: date | None = None
    closes: date | None = None
    closes_late: date | None = None
    ends: date | None = None
    posting: Rule | None = None
    nature: Rule | None = None
    tax: Rule | None = None
    justified: Rule | None = None
    rate: Rule | None = None
    valuation: str = ""
    buys: str = ""
    contracts: Mapping[str, tuple[Finding, ...]] | None = None


def dates_of(agreement: AgreementContext) -> Dates:
    """The days that choose a value: signature of the agreement, and the day of judging."""
    signed = agreement.terms.signed_on if agreement.terms else None
    return Dates(contract=signed, event=agreement.on, report=agreement.on)


def limits_of(book: Rulebook, pack: str, agreement: AgreementContext) -> Limits:
    """All rules of a pack that judge an entry, with the values in force for one agreement.

    Rules are known by what they ask and compute, not by name, so that a new pack is judged too.
    The values are those of the contract's day of signature, or of a special condition.
    Raises InvalidInput for an unknown pack.
    """
    rules, dates = book.rules_in(pack), dates_of(agreement)
    window = _computing(rules, "days_outside_window")
    opens, closes, late = _window(window, agreement, dates)
    rate = _method_rule(rules, agreement, dates, METHODS)
    return Limits(
        pack=pack,
        agreement=agreement,
        dates=dates,
        window=window,
        opens=opens,
        closes=closes,
        closes_late=late,
        ends=agreement.terms.ends_on if agreement.terms else None,
        posting=None if window else _method_rule(rules, agreement, dates, {OPEN_BOOKS}),
        nature=table_asking(rules, "nature"),
        tax=table_asking(rules, "status", "proof"),
        justified=_method_rule(rules, agreement, dates, {JUSTIFIED}),
        rate=rate,
        valuation=_method(rate, agreement, dates) or "" if rate else "",
        buys=next((rule.id for rule in rules if rule.chosen), ""),
        contracts=buying_findings(rules, agreement, dates),
    )


def standing_value(rule: Rule, agreement: AgreementContext, dates: Dates) -> InForce | None:
    """The value of a rule in force for an agreement; None where none can be said to apply."""
    try:
        return in_force(
            rule, dates, on=agreement.on, context=agreement.context, special=agreement.special
        )
    except NothingInForce:
        return None


def _window(
    rule: Rule | None, agreement: AgreementContext, dates: Dates
) -> tuple[date | None, date | None, date | None]:
    terms = agreement.terms
    if rule is None or terms is None or terms.starts_on is None or terms.ends_on is None:
        return None, None, None
    found = standing_value(rule, agreement, dates)
    if found is None:
        return None, None, None
    grace = timedelta(days=int(found.red or Decimal(0)))
    late = agreement.report_on
    last = max(terms.ends_on, late) + grace if late else None
    return terms.starts_on - grace, terms.ends_on + grace, last


def _computing(rules: tuple[Rule, ...], calculation: str) -> Rule | None:
    return next((rule for rule in rules if rule.calculation == calculation), None)


def _method_rule(
    rules: tuple[Rule, ...],
    agreement: AgreementContext,
    dates: Dates,
    names: frozenset[str] | set[str],
) -> Rule | None:
    named = (rule for rule in rules if rule.unit is Unit.METHOD)
    return next((rule for rule in named if _method(rule, agreement, dates) in names), None)


def _method(rule: Rule, agreement: AgreementContext, dates: Dates) -> str | None:
    try:
        return method_in_force(
            rule, dates, on=agreement.on, context=agreement.context, special=agreement.special
        )[0]
    except NothingInForce:
        return None
