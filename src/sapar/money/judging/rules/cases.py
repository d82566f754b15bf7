"""Cases: one entry under one pack, with every finding on it and the reason that decides. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sapar.ground.kernel import Clause, Finding, Status, Verdict
from sapar.ground.rulebook import NothingInForce, in_force, judge, judge_table
from sapar.money.agreements.rules import days_outside_window
from sapar.money.judging.facts import LedgerRow
from sapar.money.judging.rules.limits import Limits
from sapar.money.ledger.rules import FLAT_RATES

VAT = "vat"
EXEMPT = "exempt"
CLOSING = {
    "final_report": "final_report",
    "expenditure_verification": "audit",
    "evaluation": "evaluation",
}
"""Categories of the ledger that may arise after the end, as the rule of the window calls them."""
NATURES = {
    "debt": "debt",
    "provision": "provision",
    "double_funded": "double_funded",
    "land_buildings": "land_or_building",
    "exchange_loss": "exchange_loss",
    "in_kind": "in_kind",
}
"""Categories of the ledger whose nature a rulebook judges; all others are ordinary costs."""
REFUSING = ("not ", "accepted", "proof missing")
"""Outcomes of tables by which an amount is not an eligible cost, whatever their verdict."""
_NO_CLAUSE = Clause("", Status.UNVERIFIED)
_STATUSES = tuple(Status)


class Standing(StrEnum):
    """How an amount stands with a rulebook. `unknown` means that facts are missing."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


class Reason(NamedTuple):
    """What decides: the standing, the rule behind it, and how well its value was checked.

    An eligible amount names no rule: none speaks against it. Its status is the weakest of all
    values that it was held against.
    """

    standing: Standing
    rule: str
    status: Status


def tax_of(row: LedgerRow) -> Decimal | None:
    """The tax within an entry; nought where there is none, None where its amount is not told."""
    fact = row
    if fact.category == VAT:
        return fact.amount
    if fact.vat_amount is not None:
        return fact.vat_amount
    return None if fact.vat_status not in ("", EXEMPT) else Decimal(0)


def findings_on(row: LedgerRow, limits: Limits, rate_missing: str = "") -> tuple[Finding, ...]:
    """Every finding on an entry apart from its tax: window, nature, contract, proof, rate.

    `rate_missing` says which rate is not on record, where its amount cannot be converted.
    """
    return tuple(_findings(row, limits, rate_missing))


def tax_finding(row: LedgerRow, limits: Limits) -> Finding | None:
    """The finding on the tax within an entry; None without tax, or where no rule asks."""
    tax = tax_of(row)
    if limits.tax is None or tax == 0:
        return None
    rule = limits.tax
    if tax is None:
        return _unknown(rule.id, row, limits, "the amount of the tax")
    given = {
        "status": row.vat_status or None,
        "proof": row.documented,
        "basic_act_allows": limits.agreement.context.get("basic_act_allows"),
    }
    return judge_table(
        rule,
        subject=row.reference,
        on=limits.agreement.on,
        given={name: value for name, value in given.items() if name in rule.inputs},
        dates=limits.dates,
        context=limits.agreement.context,
        special=limits.agreement.special,
    )


def standing_of(finding: Finding) -> Standing:
    """What a finding makes of the amount it is about: amber alone keeps it eligible."""
    if finding.verdict is Verdict.UNKNOWN:
        return Standing.UNKNOWN
    outcome = str(finding.inputs.get("outcome", ""))
    refused = finding.verdict is Verdict.RED or outcome.startswith(REFUSING)
    return Standing.NOT_ELIGIBLE if refused else Standing.ELIGIBLE


def deciding(findings: Iterable[Finding]) -> Reason:
    """The first finding that refuses decides; else the first that cannot be judged; else none."""
    told = tuple(findings)
    # Where nothing was asked nothing was verified either.
    weakest, unknown = 0 if told else len(_STATUSES) - 1, None
    for finding in told:
        standing, status = standing_of(finding), finding.clause.status
        if standing is Standing.NOT_ELIGIBLE:
            return Reason(standing, finding.rule, status)
        if standing is Standing.UNKNOWN and unknown is None:
            unknown = Reason(standing, finding.rule, status)
        weakest = max(weakest, _STATUSES.index(status))
    return unknown or Reason(Standing.ELIGIBLE, "", _STATUSES[weakest])


def _findings(row: LedgerRow, limits: Limits, rate_missing: str) -> Iterator[Finding]:
    if limits.window:
        yield _window(row, limits)
    if limits.posting:
        yield _posting(row, limits)
    if limits.nature:
        yield _nature(row, limits)
    if row.contract:
        yield from _contract(row, limits)
    if limits.justified and row.category not in FLAT_RATES:
        yield _justified(row, limits)
    if limits.tax and tax_of(row) is None:
        yield _unknown(limits.tax.id, row, limits, "the amount of the tax")
    if limits.rate and rate_missing:
        yield _unknown(limits.rate.id, row, limits, rate_missing)


def _window(row: LedgerRow, limits: Limits) -> Finding:
    rule, terms = limits.window, limits.agreement.terms
    assert rule is not None
    day, sent = row.effective_on, limits.agreement.report_on
    start, end = (terms.starts_on, terms.ends_on) if terms else (None, None)
    days: Decimal | None = None
    missing: tuple[str, ...] = ()
    if start is None or end is None:
        missing = ("the first and the last day of implementation",)
    else:
        days = days_outside_window(day, start, end, CLOSING.get(row.category, ""), sent)
        if days is None:
            missing = ("the day by which the final report is sent",)
    inputs = {
        "incurred_on": day,
        "posted_on": row.posted_on,
        "starts_on": start,
        "ends_on": end,
        "category": row.category or "ordinary cost",
        "final_report_by": sent,
    }
    return judge(
        rule, subject=row.reference, on=limits.agreement.on, value=days, inputs=inputs,
        missing=missing, dates=limits.dates, context=limits.agreement.context,
        special=limits.agreement.special,
    )  # fmt: skip


def _posting(row: LedgerRow, limits: Limits) -> Finding:
    rule = limits.posting
    assert rule is not None
    return Finding(
        rule.id, row.reference, Verdict.CLEAR,
        "Costs are taken until the account is closed.", limits.agreement.on,
        clause=_clause(rule.id, limits), inputs={"posted_on": row.posted_on},
    )  # fmt: skip


def _nature(row: LedgerRow, limits: Limits) -> Finding:
    rule = limits.nature
    assert rule is not None
    given = {
        "nature": NATURES.get(row.category, "ordinary"),
        "agreed": limits.agreement.context.get("land_agreed"),
    }
    return judge_table(
        rule,
        subject=row.reference,
        on=limits.agreement.on,
        given={name: value for name, value in given.items() if name in rule.inputs},
        dates=limits.dates,
        context=limits.agreement.context,
        special=limits.agreement.special,
    )


def _contract(row: LedgerRow, limits: Limits) -> Iterator[Finding]:
    known = limits.contracts or {}
    if row.contract in known:
        yield from known[row.contract]
    elif limits.buys:
        yield _unknown(limits.buys, row, limits, f"contract {row.contract}")


def _justified(row: LedgerRow, limits: Limits) -> Finding:
    rule = limits.justified
    assert rule is not None
    clause = _clause(rule.id, limits)
    if row.documented:
        return Finding(
            rule.id, row.reference, Verdict.CLEAR,
            "A document that justifies the cost is on record.", limits.agreement.on, clause=clause,
        )  # fmt: skip
    return Finding(
        rule.id, row.reference, Verdict.UNKNOWN,
        "Whether the cost is eligible cannot be said; not on record are {missing}.",
        limits.agreement.on, clause=clause, missing=("the document that justifies it",),
        closes_when="A document is named on the entry or filed beside it.",
    )  # fmt: skip


def _unknown(rule: str, row: LedgerRow, limits: Limits, lacking: str) -> Finding:
    return Finding(
        rule=rule,
        subject=row.reference,
        verdict=Verdict.UNKNOWN,
        template="Whether the cost is eligible cannot be said; not on record are {missing}.",
        on=limits.agreement.on,
        clause=_clause(rule, limits),
        missing=(lacking,),
    )


def _clause(rule_id: str, limits: Limits) -> Clause:
    """The clause in force of one of the pack's rules; none where no value can be said to apply."""
    rules = (limits.window, limits.posting, limits.nature, limits.tax, limits.justified,
             limits.rate)  # fmt: skip
    rule = next((one for one in rules if one and one.id == rule_id), None)
    if rule is None:
        return _NO_CLAUSE
    try:
        return in_force(
            rule, limits.dates, on=limits.agreement.on, context=limits.agreement.context,
            special=limits.agreement.special,
        ).clause  # fmt: skip
    except NothingInForce:
        return _NO_CLAUSE


def position_of(day: date, category: str, limits: Limits) -> int:
    """Where a day lies: 0 inside the window, 1 before, 2 after, 3 where that cannot be told."""
    if limits.window is None:
        return 0
    if limits.opens is None or limits.closes is None or limits.ends is None:
        return 3
    if day < limits.opens:
        return 1
    if day <= limits.ends:
        return 0
    closes: date | None = limits.closes
    if category in CLOSING:
        closes = limits.closes_late
    if closes is None:
        return 3
    return 0 if day <= closes else 2
