"""Buying: how each contract stands with the procurement rules of a pack. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sapar.ground.kernel import Finding, Verdict
from sapar.ground.rulebook import Dates, Kind, Rule, judge, judge_table
from sapar.money.agreements.rules import Purchase, belonging_together, split_ratio
from sapar.money.agreements.rules.purchases import WINDOW
from sapar.money.judging.facts import AgreementContext, ContractFact

OWN = "own_procedures"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the findings on contracts need besides the contracts."""

    agreement: AgreementContext
    dates: Dates


def table_asking(rules: Sequence[Rule], *inputs: str) -> Rule | None:
    """The first table of some rules that asks for all these inputs; None where there is none."""
    tables = (rule for rule in rules if rule.kind is Kind.TABLE)
    return next((rule for rule in tables if set(inputs) <= set(rule.inputs)), None)


def buying_findings(
    rules: Sequence[Rule], agreement: AgreementContext, dates: Dates
) -> Mapping[str, tuple[Finding, ...]]:
    """Each contract by the procedure it needed, by what it was split from, by nationality, origin.

    The findings by the contract's code; none for a pack that has no such rules.
    """
    asked = Asked(agreement, dates)
    procedure = table_asking(rules, "type", "value")
    nationality, origin = (
        table_asking(rules, "supplier_country"),
        table_asking(rules, "origin_country"),
    )
    split = next((rule for rule in rules if rule.calculation == "split_ratio"), None)
    ceiling = _ceiling(procedure, asked) if procedure else None
    pieces = dict(_split(split, ceiling, asked)) if split else {}
    found = {}
    for code, contract in agreement.contracts.items():
        made = []
        if procedure:
            made.append(_procedure(procedure, contract, asked))
        if code in pieces:
            made.append(pieces[code])
        if nationality:
            made.append(_nationality(nationality, contract, asked))
        if origin and contract.kind == "supplies":
            made.append(_origin(origin, contract, asked))
        found[code] = tuple(made)
    return found


def _procedure(rule: Rule, contract: ContractFact, asked: Asked) -> Finding:
    known = {row.outcome for values in rule.values.values() for row in values.rows}
    followed = contract.procedure if contract.procedure in known else None
    given = {"type": contract.kind, "value": contract.in_euro}
    return _table(rule, contract, given, asked, chosen=followed)


def _nationality(rule: Rule, contract: ContractFact, asked: Asked) -> Finding:
    given = {
        # Whether a service is that of an expert is not on record; supplies and works never are.
        "expert": None if contract.kind == "services" else False,
        "supplier_country": contract.supplier_country or None,
        "eligible_countries": asked.agreement.context.get("eligible_countries"),
    }
    return _table(rule, contract, given, asked)


def _origin(rule: Rule, contract: ContractFact, asked: Asked) -> Finding:
    given = {
        "value": contract.in_euro,
        "origin_country": contract.origin_country or None,
        "eligible_countries": asked.agreement.context.get("eligible_countries"),
        "certificate": contract.origin_proved,
    }
    return _table(rule, contract, given, asked)


def _table(
    rule: Rule,
    contract: ContractFact,
    given: Mapping[str, object],
    asked: Asked,
    *,
    chosen: str | None = None,
) -> Finding:
    return judge_table(
        rule,
        subject=contract.code,
        on=asked.agreement.on,
        given={name: value for name, value in given.items() if name in rule.inputs},
        chosen=chosen,
        dates=asked.dates,
        context=asked.agreement.context,
        special=asked.agreement.special,
    )


def _ceiling(rule: Rule, asked: Asked) -> Decimal | None:
    """The value up to which the organisation buys by its own rules, as the table has it today."""
    days = [day for day in rule.values if asked.dates.contract and day <= asked.dates.contract]
    rows = rule.values[max(days)].rows if days else ()
    tops = [row.when["value"].up_to for row in rows if row.outcome == OWN and "value" in row.when]
    return next((top for top in tops if isinstance(top, Decimal)), None)


def _split(rule: Rule, ceiling: Decimal | None, asked: Asked) -> Iterator[tuple[str, Finding]]:
    """Contracts that belong together and lie so close that their sum is over the ceiling."""
    contracts = asked.agreement.contracts.values()
    purchases = [
        Purchase(one.code, one.supplier, one.group, one.signed_on, one.in_euro)
        for one in contracts
        if one.in_euro is not None
    ]
    for together in belonging_together(purchases):
        group = together.purchases
        if ceiling is None:
            codes, ratio, count = [p.reference for p in group], None, Decimal(len(group))
        else:
            codes = _close(group, ceiling)
            found = split_ratio([p.amount for p in group], [p.awarded_on for p in group], ceiling)
            ratio, count = Decimal(str(found["value"])), Decimal(str(found["count"]))
        finding = _split_finding(rule, f"{together.by} {together.name}", ratio, count, asked)
        yield from ((code, finding) for code in codes if finding.verdict is not Verdict.CLEAR)


def _split_finding(
    rule: Rule, subject: str, ratio: Decimal | None, count: Decimal, asked: Asked
) -> Finding:
    missing = () if ratio is not None else ("the ceiling of the organisation's own procedures",)
    return judge(
        rule,
        subject=subject,
        on=asked.agreement.on,
        value=ratio,
        inputs={"count": count, "window_days": WINDOW},
        missing=missing,
        dates=asked.dates,
        context=asked.agreement.context,
        special=asked.agreement.special,
    )


def _close(group: Sequence[Purchase], ceiling: Decimal) -> list[str]:
    """Those of a group that make a sum over the ceiling within a window of days."""
    small = [one for one in group if 0 < one.amount <= ceiling]
    span = timedelta(days=int(WINDOW))
    found: dict[str, None] = {}
    first, total = 0, Decimal(0)
    for last, one in enumerate(small):
        total += one.amount
        while small[first].awarded_on < one.awarded_on - span:
            total -= small[first].amount
            first += 1
        if last > first and total > ceiling:
            found.update((piece.reference, None) for piece in small[first : last + 1])
    return list(found)
