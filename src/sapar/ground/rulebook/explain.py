"""A rule told in plain text: what it asks, since when, on whose word, and its examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sapar.ground.kernel.finding import Status
from sapar.ground.rulebook.calculations import run_examples
from sapar.ground.rulebook.dating import InForce
from sapar.ground.rulebook.schema import Kind, Reference, Row, Rule, Unit, Values, Worse

_STATUS = {
    Status.PRIMARY: "primary source",
    Status.SECONDARY: "secondary source",
    Status.COMPUTED: "computed from data",
    Status.UNVERIFIED: "UNVERIFIED",
}


def describe(rule: Rule) -> str:
    """A reader learns what a rule asks, where it stands written, and sees it at work.

    Plain text, no trailing line break. Import the rooms whose calculations the rule names before,
    or its examples are told as failures.
    """
    return "\n".join(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    yield _kind(rule)
    if rule.modes:
        yield f"Applies to contracts of mode: {', '.join(rule.modes)}."
    if rule.inputs:
        yield f"Asks for: {'; '.join(asked.asks for asked in rule.inputs.values())}."
    if rule.chosen:
        yield f"Judged by it: {rule.chosen}."
    yield ""
    yield f"Values, chosen by the {rule.basis.value.replace('_', ' ')}:"
    for day in sorted(rule.values):
        yield f"  from {day}: {in_words(rule, rule.values[day])}"
        yield from _sources(rule.values[day])
    for exception in rule.exceptions:
        told = " and ".join(f"{key} is {_word(want)}" for key, want in exception.when.items())
        yield f"  except where {told} ({exception.label}): {in_words(rule, exception)}"
        yield from _sources(exception)
    if rule.next_step:
        yield ""
        yield f"Next step: {rule.next_step}"
    if rule.closes_when:
        yield f"Closes when: {rule.closes_when}"
    if rule.escalation:
        days = rule.escalation.clock_days
        level = rule.escalation.starts_at.value.replace("_", " ")
        yield f"Starts at: {level}; climbs after {days.red} days red, {days.amber} days amber."
    yield ""
    yield "Examples:"
    for outcome in run_examples(rule):
        result = "ok" if outcome.ok else f"FAILS, got {outcome.got}"
        yield f"  {outcome.title}: {outcome.expected} ({result})"


def _kind(rule: Rule) -> str:
    about = f"A {rule.kind} about {rule.about}, in {rule.unit}"
    if rule.kind is Kind.OBLIGATION:
        return f"An obligation about {rule.about}, in {rule.unit}: something must exist by a day."
    if rule.kind is Kind.TABLE:
        return f"A table about {rule.about}: exactly one row matches a case, or nothing is decided."
    if rule.kind is not Kind.THRESHOLD:
        return f"{about}."
    reaching = " or at" if rule.broken_at_limit else ""
    return f"{about}. It is broken {rule.worse}{reaching} the red limit."


def in_words(rule: Rule, values: Values | InForce) -> str:
    """Values of a rule as a reader says them: `7 %`, `6 months`, `red over 25 %`."""
    if isinstance(values, Values) and values.ends:
        return "no longer in force"
    if rule.kind is Kind.TABLE and values.rows:
        outcomes = dict.fromkeys(_shown(row.outcome, Unit.WORD) for row in values.rows)
        return f"chooses between {', '.join(outcomes)}"
    if rule.kind is Kind.OBLIGATION:
        return _obligation(rule, values)
    if rule.kind is not Kind.THRESHOLD:
        return _shown(values.value, rule.unit)
    side = "under" if rule.worse is Worse.BELOW else "over"
    red = f"red {side} {_shown(values.red, rule.unit)}"
    if values.amber is None:
        return red
    return f"{red}, amber {side} {_shown(values.amber, rule.unit)}"


def _obligation(rule: Rule, values: Values | InForce) -> str:
    told = f"{_shown(values.value, rule.unit)} from {rule.counted_from}"
    if values.amber is not None:
        told += f", with {_shown(values.amber, Unit.DAYS)} of warning"
    if values.needed_when:
        cases = (f"{rule.inputs[n].asks} is {c.told()}" for n, c in values.needed_when.items())
        told += f"; asked for where {' and '.join(cases)}"
    return told


def row_lines(row: Row) -> Iterator[str]:
    """A row of a table in words: its case, the outcome, what follows, what else is accepted."""
    verdict = f" [{row.verdict}]" if row.verdict else ""
    yield f"where {row.told()}: {_shown(row.outcome, Unit.WORD)}{verdict}"
    yield f"  {row.consequence}"
    if row.accepts:
        others = ", ".join(_shown(word, Unit.WORD) for word in row.accepts)
        yield f"  Taken as enough too, on no clause: {others}."


def _sources(values: Values) -> Iterator[str]:
    for row in values.rows:
        yield from (f"    {line}" for line in row_lines(row))
        if row.ref:
            yield from (f"    {line}" for line in _reference(row.ref))
    yield from _reference(values.ref)
    if values.amber_ref:
        yield f"    amber: {values.amber_ref.cited.title} [{_STATUS[values.amber_ref.status]}]"


def _shown(value: Decimal | str | None, unit: Unit) -> str:
    if isinstance(value, Decimal):
        if unit is Unit.SHARE:
            return f"{(value * 100).normalize():f} %"
        return f"{value.normalize():,f} {unit}"
    return str(value).replace("_", " ")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reference(ref: Reference) -> Iterator[str]:
    yield f"    {ref.cited.title} [{_STATUS[ref.status]}]"
    if ref.href:
        yield f"    {ref.href}"
