"""Judging a measured value by a threshold; the answer is a finding with all its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.finding import Clause, Finding, Status, Verdict
from sapar.ground.rulebook.dating import (
    Dates,
    InForce,
    NothingInForce,
    SpecialCondition,
    in_force,
)
from sapar.ground.rulebook.schema import Kind, Rule, Worse, placeholders

_NO_CLAUSE = Clause("", Status.UNVERIFIED)


def judge(
    rule: Rule,
    *,
    subject: str,
    on: date,
    value: Decimal | None,
    inputs: Mapping[str, object] | None = None,
    missing: Sequence[str] = (),
    dates: Dates,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> Finding:
    """A value past the red limit is red, past the amber limit amber, else clear.

    A value that is not known, a fact that is missing, a date without a value in force: all give
    `unknown`, never clear. `value` is in the rule's unit. The finding's limit is the one that was
    passed, or the one that would be passed next, and the clause is the one which that limit rests
    on. An exception that applied stands in the inputs as `exception`. Raises InvalidInput for a
    rule that is no threshold.
    """
    if rule.kind is not Kind.THRESHOLD:
        raise InvalidInput(
            f"{'An' if rule.kind is Kind.OBLIGATION else 'A'} {rule.kind} is not judged",
            where=rule.id,
            remedy="Ask for its limit in force, decide by it, or judge it as an obligation.",
        )
    _refuse_inexact(rule, value)
    lacking = tuple(missing)
    if value is None and not lacking:
        lacking = ("the measured value",)
    try:
        limits: InForce | None = in_force(rule, dates, on=on, context=context, special=special)
    except NothingInForce as nothing:
        limits, lacking = None, (*lacking, *nothing.missing)
    told = dict(inputs or {})
    if limits and limits.exception:
        told["exception"] = limits.exception
    if limits is None or value is None or lacking:
        verdict, limit = Verdict.UNKNOWN, None
    else:
        verdict, limit = verdict_of(rule, value, limits)
    clause = limits.clause if limits else _NO_CLAUSE
    if limits and limits.amber_clause and limit is not None and verdict is not Verdict.RED:
        clause = limits.amber_clause
    return Finding(
        rule=rule.id,
        subject=subject,
        verdict=verdict,
        template=_template(rule, verdict, told),
        on=on,
        value=value,
        limit=limit,
        unit=rule.unit.value,
        clause=clause,
        inputs=told,
        missing=lacking,
        closes_when=rule.closes_when,
    )


def verdict_of(rule: Rule, value: Decimal, limits: InForce) -> tuple[Verdict, Decimal]:
    """A known value against limits in force: the verdict, and the limit passed or next to pass."""
    assert limits.red is not None, "a threshold in force has a red limit"
    broken = _past(rule.worse, value, limits.red)
    if broken or (rule.broken_at_limit and value == limits.red):
        return Verdict.RED, limits.red
    if limits.amber is None:
        return Verdict.CLEAR, limits.red
    if _past(rule.worse, value, limits.amber):
        return Verdict.AMBER, limits.amber
    return Verdict.CLEAR, limits.amber


def _past(worse: Worse | None, value: Decimal, limit: Decimal) -> bool:
    return value < limit if worse is Worse.BELOW else value > limit


def _refuse_inexact(rule: Rule, value: Decimal | None) -> None:
    if value is not None and not (isinstance(value, Decimal) and value.is_finite()):
        raise InvalidInput(
            f"'{value}' is not an exact number",
            where=rule.id,
            remedy="Give a finite Decimal, or None where the value is not known.",
        )


def _template(rule: Rule, verdict: Verdict, inputs: Mapping[str, object]) -> str:
    assert rule.says is not None, "the schema gives every threshold its sentences"
    template = rule.says.for_verdict(verdict)
    lacking = sorted(set(placeholders(template)) - {"value", "limit", "missing", *inputs})
    if lacking:
        raise InvalidInput(
            f"The sentence for {verdict} needs {', '.join(lacking)}",
            where=rule.id,
            remedy="Hand these in as inputs.",
        )
    return template
