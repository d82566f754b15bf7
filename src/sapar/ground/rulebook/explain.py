"""A rule told in plain text: what it asks, since when, on whose word, and its examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sapar.ground.kernel.finding import Status
from sapar.ground.rulebook.calculations import run_examples
from sapar.ground.rulebook.schema import Kind, Reference, Rule, Unit, Values, Worse

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
    yield ""
    yield f"Values, chosen by the {rule.basis.value.replace('_', ' ')}:"
    for day in sorted(rule.values):
        yield f"  from {day}: {_values(rule, rule.values[day])}"
        yield from _reference(rule.values[day].ref)
    for exception in rule.exceptions:
        told = " and ".join(f"{key} is {_word(want)}" for key, want in exception.when.items())
        yield f"  except where {told} ({exception.label}): {_values(rule, exception)}"
        yield from _reference(exception.ref)
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
    if rule.kind is not Kind.THRESHOLD:
        return f"{about}."
    reaching = " or at" if rule.broken_at_limit else ""
    return f"{about}. It is broken {rule.worse}{reaching} the red limit."


def _values(rule: Rule, values: Values) -> str:
    if values.ends:
        return "no longer in force"
    if rule.kind is not Kind.THRESHOLD:
        return _shown(values.value, rule.unit)
    side = "under" if rule.worse is Worse.BELOW else "over"
    red = f"red {side} {_shown(values.red, rule.unit)}"
    if values.amber is None:
        return red
    return f"{red}, amber {side} {_shown(values.amber, rule.unit)}"


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
