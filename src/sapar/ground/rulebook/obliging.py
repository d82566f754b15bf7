"""Judging an obligation: whether a thing that is asked for exists, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.finding import Clause, Finding, Status, Verdict
from sapar.ground.kernel.period import add_months
from sapar.ground.rulebook.dating import (
    Dates,
    InForce,
    NothingInForce,
    SpecialCondition,
    in_force,
)
from sapar.ground.rulebook.deciding import check_given
from sapar.ground.rulebook.schema import Kind, Rule, Unit, placeholders


def judge_obligation(
    rule: Rule,
    *,
    subject: str,
    on: date,
    counted_from: date | None,
    present_on: date | None,
    given: Mapping[str, object] | None = None,
    inputs: Mapping[str, object] | None = None,
    dates: Dates,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> Finding:
    """A thing must exist by its day: red when it is lacking after it, amber in the days before.

    `counted_from` is the day from which the time in force runs, `present_on` the day since which
    the thing exists (None while it does not; a day after `on` does not count yet). `given` answers
    `needed_when`; a thing that is not asked for is clear. The finding's value is the days it was
    or is late, negative while there is time, its limit 0; `due_on`, `present_on` and `needed`
    stand in the inputs. What is there at last is clear, with the days it was late as its value.
    Raises InvalidInput for a rule that is no obligation.
    """
    if rule.kind is not Kind.OBLIGATION:
        raise InvalidInput(
            f"A {rule.kind} is no obligation", where=rule.id, remedy="Judge a value by it instead."
        )
    answers = given or {}
    check_given(rule, answers)
    there = present_on if present_on and present_on <= on else None
    told: dict[str, object] = {**(inputs or {}), **answers, "present_on": there}
    try:
        asked: InForce | None = in_force(rule, dates, on=on, context=context, special=special)
    except NothingInForce as nothing:
        return _finding(
            rule, Verdict.UNKNOWN, None, told, subject=subject, on=on, missing=nothing.missing
        )
    assert asked is not None
    if asked.exception:
        told["exception"] = asked.exception
    needed, missing = _needed(rule, asked, answers)
    told["needed"] = needed
    if needed is False:
        return _finding(rule, Verdict.CLEAR, None, told, subject=subject, on=on, asked=asked)
    if counted_from is None:
        missing = (*missing, rule.counted_from)
    if missing or counted_from is None:
        return _finding(
            rule,
            Verdict.UNKNOWN,
            None,
            told,
            subject=subject,
            on=on,
            asked=asked,
            missing=missing,
        )
    due = due_on(rule, asked, counted_from)
    late = Decimal(((there or on) - due).days)
    told["due_on"] = due
    verdict = _verdict(asked, there, late)
    return _finding(rule, verdict, late, told, subject=subject, on=on, asked=asked)


def due_on(rule: Rule, asked: InForce, counted_from: date) -> date:
    """The last day on which the thing may come to exist, in full months, weeks, years or days."""
    assert isinstance(asked.value, Decimal), "the schema gives every obligation a number"
    count = int(asked.value)
    match rule.unit:
        case Unit.MONTHS:
            return add_months(counted_from, count)
        case Unit.YEARS:
            return add_months(counted_from, 12 * count)
        case Unit.WEEKS:
            return counted_from + timedelta(weeks=count)
    return counted_from + timedelta(days=count)


def _needed(
    rule: Rule, asked: InForce, answers: Mapping[str, object]
) -> tuple[bool | None, tuple[str, ...]]:
    met = {n: c.met_by(answers.get(n), answers) for n, c in asked.needed_when.items()}
    if False in met.values():
        return False, ()
    open_ = tuple(rule.inputs[name].asks for name, answer in met.items() if answer is None)
    return (None if open_ else True), open_


def _verdict(asked: InForce, there: date | None, late: Decimal) -> Verdict:
    if there:
        return Verdict.CLEAR
    if late > 0:
        return Verdict.RED
    warned = asked.amber is not None and -late < asked.amber
    return Verdict.AMBER if warned else Verdict.CLEAR


def _finding(
    rule: Rule,
    verdict: Verdict,
    late: Decimal | None,
    told: Mapping[str, object],
    *,
    subject: str,
    on: date,
    asked: InForce | None = None,
    missing: tuple[str, ...] = (),
) -> Finding:
    assert rule.says is not None, "the schema gives every obligation its sentences"
    template = rule.says.for_verdict(verdict)
    lacking = sorted(set(placeholders(template)) - {"value", "limit", "missing", *told})
    if lacking:
        raise InvalidInput(
            f"The sentence for {verdict} needs {', '.join(lacking)}",
            where=rule.id,
            remedy="Hand these in as inputs.",
        )
    clause = asked.clause if asked else Clause("", Status.UNVERIFIED)
    if verdict is Verdict.AMBER and asked and asked.amber_clause:
        clause = asked.amber_clause
    return Finding(
        rule=rule.id,
        subject=subject,
        verdict=verdict,
        template=template,
        on=on,
        value=late,
        limit=None if late is None else Decimal(0),
        unit=Unit.DAYS.value,
        clause=clause,
        inputs=told,
        missing=missing,
        closes_when=rule.closes_when,
    )
