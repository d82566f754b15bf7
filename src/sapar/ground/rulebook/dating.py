"""Which value of a rule applies: by date, by labelled exception, by special condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.finding import Clause, Status
from sapar.ground.rulebook.schema import (
    Basis,
    Condition,
    Kind,
    LabelledException,
    Row,
    Rule,
    Unit,
    Values,
)


class NothingInForce(InvalidInput):
    """No value of the rule can be said to apply; `missing` names what would decide it."""

    def __init__(self, what: str, missing: tuple[str, ...], *, where: str, remedy: str) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Dates:
    """The three days that can decide a value: of signature, of the event, of the report."""

    contract: date | None = None
    event: date | None = None
    report: date | None = None

    def for_basis(self, basis: Basis) -> date | None:
        """The day a rule with this basis goes by."""
        return {
            Basis.CONTRACT_DATE: self.contract,
            Basis.EVENT_DATE: self.event,
            Basis.REPORT_DATE: self.report,
        }[basis]


@dataclass(frozen=True, slots=True)
class SpecialCondition:
    """What one agreement says otherwise: it beats the general values from its day of signature.

    It replaces the values as a whole: without an amber of its own it has no amber. For a table
    `value` is the outcome that was agreed, whatever the case. Its source counts as unverified
    until someone says how it was checked.
    """

    rule: str
    label: str
    document: str
    clause: str
    signed_on: date
    amber: Decimal | None = None
    red: Decimal | None = None
    value: Decimal | str | None = None
    status: Status = Status.UNVERIFIED
    href: str = ""

    @property
    def cited(self) -> Clause:
        """The document and clause as findings carry them."""
        title = f"{self.document}, {self.clause}" if self.clause else self.document
        return Clause(title, self.status, self.href)


@dataclass(frozen=True, slots=True)
class InForce:
    """The values that apply, the clause they rest on, and the exception that put them there.

    `amber_clause` is set where the warning level rests on something else than the clause.
    """

    amber: Decimal | None
    red: Decimal | None
    value: Decimal | str | None
    clause: Clause
    exception: str = ""
    rows: tuple[Row, ...] = ()
    needed_when: Mapping[str, Condition] = field(default_factory=dict)
    amber_clause: Clause | None = None


def in_force(
    rule: Rule,
    dates: Dates,
    *,
    on: date,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> InForce:
    """A special condition beats an exception, an exception beats the general value.

    The general value is the newest that is not later than the rule's basis date. `on` is the day
    of judging: what was signed later does not count yet. `context` answers the conditions of
    exceptions; where an answer is lacking, no value is assumed. Raises NothingInForce.
    """
    agreed = _special_for(rule, on, special)
    if agreed:
        return InForce(agreed.amber, agreed.red, agreed.value, agreed.cited, agreed.label)
    day = dates.for_basis(rule.basis)
    if day is None:
        missing = rule.basis.value.replace("_", " ")
        raise NothingInForce(
            f"The {missing} decides which value applies, and it is not on record",
            (missing,),
            where=rule.id,
            remedy=f"Record the {missing}.",
        )
    general = value_on(rule, day)
    if general is None:
        raise NothingInForce(
            f"No value is in force on {day}",
            (f"a value of {rule.id} for {day}",),
            where=rule.id,
            remedy="Check the date, or record a special condition that settles it.",
        )
    exception = _exception_for(rule, day, on, context or {})
    applied = exception or general
    label = exception.label if exception else ""
    return InForce(
        amber=applied.amber,
        red=applied.red,
        value=applied.value,
        clause=applied.ref.cited,
        exception=label,
        rows=applied.rows,
        needed_when=applied.needed_when,
        amber_clause=applied.amber_ref.cited if applied.amber_ref else None,
    )


def value_on(rule: Rule, day: date) -> Values | None:
    """The newest general values not later than a day; None before the first and after an end."""
    begun = [start for start in rule.values if start <= day]
    values = rule.values[max(begun)] if begun else None
    return None if values is None or values.ends else values


def limit_in_force(
    rule: Rule,
    dates: Dates,
    *,
    on: date,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> tuple[Decimal, Clause]:
    """The number a parameter or deadline stands at, in the rule's unit, with its clause.

    Raises NothingInForce where none applies, InvalidInput for a threshold or a method.
    """
    value, clause = _value_in_force(rule, dates, on, context, special)
    if isinstance(value, str):
        raise InvalidInput(
            f"The rule gives a method, '{value}', not a number",
            where=rule.id,
            remedy="Ask for the method in force.",
        )
    return value, clause


def method_in_force(
    rule: Rule,
    dates: Dates,
    *,
    on: date,
    context: Mapping[str, object] | None = None,
    special: Iterable[SpecialCondition] = (),
) -> tuple[str, Clause]:
    """The method a parameter prescribes, such as `inforeuro_period_mean`, with its clause.

    Raises NothingInForce where none applies, InvalidInput where the rule gives a number.
    """
    value, clause = _value_in_force(rule, dates, on, context, special)
    if not isinstance(value, str):
        raise InvalidInput(
            "The rule gives a number, not a method",
            where=rule.id,
            remedy="Ask for the limit in force.",
        )
    return value, clause


def _value_in_force(
    rule: Rule,
    dates: Dates,
    on: date,
    context: Mapping[str, object] | None,
    special: Iterable[SpecialCondition],
) -> tuple[Decimal | str, Clause]:
    if rule.kind is Kind.THRESHOLD:
        raise InvalidInput(
            "A threshold has limits for red and amber, not one value",
            where=rule.id,
            remedy="Judge a measured value by it instead.",
        )
    if rule.kind is Kind.TABLE:
        raise InvalidInput(
            "A table has rows, not one value", where=rule.id, remedy="Decide a case by it instead."
        )
    found = in_force(rule, dates, on=on, context=context, special=special)
    assert found.value is not None, "the schema and _complete leave no value out"
    return found.value, found.clause


def _special_for(
    rule: Rule, on: date, special: Iterable[SpecialCondition]
) -> SpecialCondition | None:
    signed = [s for s in special if s.rule == rule.id and s.signed_on <= on]
    if not signed:
        return None
    newest = max(s.signed_on for s in signed)
    latest = [s for s in signed if s.signed_on == newest]
    if len(latest) > 1:
        raise InvalidInput(
            f"Two special conditions of {newest} speak of it: "
            + " and ".join(f"'{s.label}'" for s in latest),
            where=rule.id,
            remedy="Keep the one that the agreement contains.",
        )
    return _complete(rule, latest[0])


def _complete(rule: Rule, special: SpecialCondition) -> SpecialCondition:
    judged = rule.kind is Kind.THRESHOLD
    given = special.red if judged else special.value
    is_text = isinstance(special.value, str)
    if given is None or is_text is not (rule.unit in (Unit.METHOD, Unit.WORD)):
        wanted = "a red limit" if judged else f"a value in {rule.unit}"
        raise InvalidInput(
            f"The special condition '{special.label}' has no {wanted.removeprefix('a ')}",
            where=rule.id,
            remedy=f"Give {wanted} as {special.document} states it.",
        )
    return special


def _exception_for(
    rule: Rule, day: date, on: date, context: Mapping[str, object]
) -> LabelledException | None:
    standing = [e for e in rule.exceptions if _stands(e, day, on) and not _ruled_out(e, context)]
    unanswered = sorted({k for e in standing for k in e.when if context.get(k) is None})
    if unanswered:
        raise NothingInForce(
            "Whether an exception applies is not known",
            tuple(key.replace("_", " ") for key in unanswered),
            where=rule.id,
            remedy=f"Record {', '.join(key.replace('_', ' ') for key in unanswered)}.",
        )
    if len(standing) > 1:
        raise InvalidInput(
            "Two exceptions apply at once: " + " and ".join(f"'{e.label}'" for e in standing),
            where=rule.id,
            remedy="Make their conditions exclude each other.",
        )
    return standing[0] if standing else None


def _stands(exception: LabelledException, day: date, on: date) -> bool:
    begun = exception.since is None or exception.since <= day
    over = exception.until is not None and exception.until < day
    signed = exception.signed_on is None or exception.signed_on <= on
    return begun and not over and signed


def _ruled_out(exception: LabelledException, context: Mapping[str, object]) -> bool:
    return any(
        context.get(key) is not None and context[key] != wanted
        for key, wanted in exception.when.items()
    )
