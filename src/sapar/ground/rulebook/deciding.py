"""Deciding a case by a table, and judging what was done by the outcome the table asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.finding import Clause, Finding, Status, Verdict
from sapar.ground.rulebook.checking import nearest
from sapar.ground.rulebook.dating import (
    Dates,
    InForce,
    NothingInForce,
    SpecialCondition,
    in_force,
)
from sapar.ground.rulebook.schema import Kind, Row, Rule

UNDECIDED = "Cannot be decided, because this is not on record: {missing}."
AS_ASKED = "What was done, {chosen}, is enough where {outcome} is asked for."
NOT_AS_ASKED = "What was done, {chosen}, is not enough; {outcome} is asked for. {consequence}"
AS_ROW = "{consequence}"

_NO_CLAUSE = Clause("", Status.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table says of a case: the outcome, what follows, and the clause.

    `outcome` is empty where nothing could be decided; `missing` then says what is lacking.
    """

    rule: str
    outcome: str
    consequence: str
    clause: Clause
    verdict: Verdict | None = None
    accepts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    inputs: Mapping[str, object] = field(default_factory=dict)


def decide(
    rule: Rule,
    given: Mapping[str, object],
    *,
    dates: Dates,
    on: date,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> Decision:
    """The one row that matches a case decides; where none does, nothing is assumed.

    `given` holds the table's inputs by name: words, Decimals, days, booleans, lists; None or
    absent means not known. A special condition with a word settles every case. Raises
    InvalidInput for a rule that is no table, an unknown input, a value of the wrong kind, and
    for two rows that match.
    """
    if rule.kind is not Kind.TABLE:
        raise InvalidInput(
            f"A {rule.kind} decides no case", where=rule.id, remedy="Judge a value by it instead."
        )
    check_given(rule, given)
    try:
        found = in_force(rule, dates, on=on, context=context, special=special)
    except NothingInForce as nothing:
        case = {name: given.get(name) for name in rule.inputs}
        return Decision(rule.id, "", "", _NO_CLAUSE, missing=nothing.missing, inputs=case)
    return decide_case(rule, found, given)


def decide_case(rule: Rule, found: InForce, given: Mapping[str, object]) -> Decision:
    """The same by rows already known to be in force: for many cases under one agreement.

    The inputs are taken as they are; `check_given` checks them. Raises InvalidInput for two rows
    that match.
    """
    case = {name: given.get(name) for name in rule.inputs}
    if found.exception:
        case["exception"] = found.exception
    if isinstance(found.value, str):
        agreed = f"Agreed otherwise: {found.exception}."
        return Decision(rule.id, found.value, agreed, found.clause, inputs=case)
    matching = [row for row in found.rows if row.matches(case)]
    if len(matching) > 1:
        raise _two_match(rule, found, matching)
    if not matching:
        return Decision(
            rule.id, "", "", found.clause, missing=_lacking(rule, found, case), inputs=case
        )
    return _decided(rule, found, matching[0], case)


def judge_table(
    rule: Rule,
    *,
    subject: str,
    on: date,
    given: Mapping[str, object],
    chosen: str | None = None,
    dates: Dates,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> Finding:
    """What was done must be what the table asks for, or something it accepts instead.

    Where rows carry verdicts, the row that matches judges and `chosen` is not asked. A case that
    cannot be decided is `unknown`. The finding's inputs hold the case, `outcome`, `consequence`
    and `chosen`. Raises InvalidInput for a table that only decides, and for a word in `chosen`
    that is no outcome of the table.
    """
    decision = decide(rule, given, dates=dates, on=on, context=context, special=special)
    judges = bool(rule.chosen) or any(r.verdict for v in rule.values.values() for r in v.rows)
    if not judges:
        raise InvalidInput(
            "The table decides and does not judge", where=rule.id, remedy="Ask for its decision."
        )
    missing = decision.missing
    if rule.chosen and chosen is None:
        missing = (*missing, rule.chosen)
    if rule.chosen and chosen is not None:
        _check_chosen(rule, chosen)
    verdict, template = _verdict(decision, chosen, missing)
    return Finding(
        rule=rule.id,
        subject=subject,
        verdict=verdict,
        template=template,
        on=on,
        unit=rule.unit.value,
        clause=decision.clause,
        inputs={
            **decision.inputs,
            "outcome": _spaced(decision.outcome),
            "consequence": decision.consequence,
            "chosen": _spaced(chosen or ""),
        },
        missing=missing,
        closes_when=rule.closes_when,
    )


def check_given(rule: Rule, given: Mapping[str, object]) -> None:
    """Inputs are the ones the rule asks for, each of the kind it holds. Raises InvalidInput."""
    for name, value in given.items():
        if name not in rule.inputs:
            raise InvalidInput(
                f"The rule asks for no '{name}'",
                where=rule.id,
                remedy=nearest(name, list(rule.inputs)) or f"It asks for {', '.join(rule.inputs)}.",
            )
        if value is not None and not rule.inputs[name].holds(value):
            raise InvalidInput(
                f"'{value}' is no {_spaced(rule.inputs[name].kind)}, as '{name}' holds",
                where=rule.id,
                remedy="Give it in that kind, or None where it is not known.",
            )


def _verdict(
    decision: Decision, chosen: str | None, missing: tuple[str, ...]
) -> tuple[Verdict, str]:
    if missing:
        return Verdict.UNKNOWN, UNDECIDED
    if decision.verdict:
        return decision.verdict, AS_ROW
    # A row without a verdict beside others with one, or an outcome agreed by special condition.
    if chosen is None or chosen == decision.outcome or chosen in decision.accepts:
        return Verdict.CLEAR, AS_ROW if chosen is None else AS_ASKED
    return Verdict.RED, NOT_AS_ASKED


def _decided(rule: Rule, found: InForce, row: Row, case: Mapping[str, object]) -> Decision:
    return Decision(
        rule=rule.id,
        outcome=row.outcome,
        consequence=row.consequence,
        clause=row.ref.cited if row.ref else found.clause,
        verdict=row.verdict,
        accepts=row.accepts,
        inputs=case,
    )


def _lacking(rule: Rule, found: InForce, case: Mapping[str, object]) -> tuple[str, ...]:
    """What would decide: the inputs that open rows wait for, or else a row for the case."""
    open_rows = [row for row in found.rows if row.matches(case) is None]
    names = sorted({name for row in open_rows for name in row.lacks(case)})
    if names:
        return tuple(rule.inputs[name].asks for name in names)
    told = ", ".join(f"{_spaced(name)} {case[name]}" for name in rule.inputs)
    return (f"a row of the table for {told}",)


def _check_chosen(rule: Rule, chosen: str) -> None:
    known = sorted({row.outcome for values in rule.values.values() for row in values.rows})
    if chosen not in known:
        raise InvalidInput(
            f"'{chosen}' is no outcome of the table",
            where=rule.id,
            remedy=nearest(chosen, known) or f"It knows {', '.join(known)}.",
        )


def _two_match(rule: Rule, found: InForce, rows: list[Row]) -> InvalidInput:
    numbers = " and ".join(str(found.rows.index(row) + 1) for row in rows)
    return InvalidInput(
        f"Rows {numbers} of the table match the same case",
        where=rule.id,
        remedy="Make their conditions exclude each other.",
    )


def _spaced(word: str) -> str:
    return word.replace("_", " ")
