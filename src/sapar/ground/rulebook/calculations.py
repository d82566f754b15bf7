"""Named calculations that rules refer to, and the examples that prove both right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, TypeVar

from sapar.ground.kernel.errors import InvalidInput, SaparError
from sapar.ground.kernel.finding import Finding
from sapar.ground.rulebook.checking import nearest
from sapar.ground.rulebook.dating import Dates, NothingInForce, in_force
from sapar.ground.rulebook.deciding import decide, judge_table
from sapar.ground.rulebook.evaluation import judge
from sapar.ground.rulebook.obliging import judge_obligation
from sapar.ground.rulebook.schema import Example, Kind, Rule, Unit

Calculated = Decimal | date | str | None | Mapping[str, object]
CalculationT = TypeVar("CalculationT", bound=Callable[..., Any])

_registered: dict[str, Callable[..., Calculated]] = {}


def calculation(name: str) -> Callable[[CalculationT], CalculationT]:
    """A pure function becomes the calculation of this name; a name is given once.

    The function takes the keywords that examples give and returns a number, a day, None where
    facts are lacking, or a mapping with `value` and further inputs for the sentence. For
    deadlines and parameters it also receives the value in force, under the name of the rule's
    unit: `days`, `months`, `share`.
    """

    def register(function: CalculationT) -> CalculationT:
        if name in _registered and _registered[name] is not function:
            raise InvalidInput(
                f"Two functions claim the calculation '{name}'",
                where=f"{function.__module__}.{function.__qualname__}",
                remedy="Give one of them another name.",
            )
        _registered[name] = function
        return function

    return register


def calculation_named(name: str) -> Callable[..., Calculated]:
    """The function behind a name. Raises InvalidInput where none is registered."""
    if name not in _registered:
        raise InvalidInput(
            f"No calculation is called '{name}'. {nearest(name, sorted(_registered))}".rstrip(),
            remedy="Register it with @calculation, or import the module that does.",
        )
    return _registered[name]


def calculation_names() -> tuple[str, ...]:
    """All names registered so far, in order of the alphabet."""
    return tuple(sorted(_registered))


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """Whether an example came out as its rule expects, with both sides in words."""

    ok: bool
    title: str
    expected: str
    got: str


def run_examples(rule: Rule) -> list[ExampleOutcome]:
    """Each example of a rule is calculated and judged, and compared with what it expects.

    Numbers are compared to as many decimals as the expectation writes. An example that cannot
    run is a failure which says why, never an error.
    """
    return [_outcome(rule, example, number) for number, example in enumerate(rule.examples, 1)]


def _outcome(rule: Rule, example: Example, number: int) -> ExampleOutcome:
    title = example.title or f"example {number}"
    expected = {key: getattr(example.expect, key) for key in example.expect.model_fields_set}
    try:
        got = _result(rule, example)
    except (SaparError, TypeError, ValueError, ArithmeticError, KeyError) as error:
        return ExampleOutcome(False, title, _told(expected), f"{error}")
    ok = all(key in got and _same(want, got[key]) for key, want in expected.items())
    return ExampleOutcome(ok, title, _told(expected), _told({k: got.get(k) for k in expected}))


def _result(rule: Rule, example: Example) -> dict[str, object]:
    match rule.kind:
        case Kind.THRESHOLD:
            return _judged(rule, example)
        case Kind.TABLE:
            return _decided(rule, example)
        case Kind.OBLIGATION:
            return _obliged(rule, example)
    return _used(rule, example)


def _judged(rule: Rule, example: Example) -> dict[str, object]:
    given = _exact(example.given)
    calculated = _calculated(rule, given) if rule.calculation else dict(given)
    value = calculated.pop("value", None)
    missing = calculated.pop("missing", ())
    if not isinstance(missing, list | tuple):
        missing = (missing,)
    if not isinstance(value, Decimal | None):
        raise InvalidInput(f"'{value}' is not a number to judge", remedy="Correct the example.")
    finding = judge(
        rule,
        subject="example",
        on=_day(example),
        value=value,
        inputs={**given, **example.inputs, **calculated},
        missing=tuple(str(name) for name in missing),
        dates=_dates(example),
        context=example.context,
    )
    return _found(finding)


def _decided(rule: Rule, example: Example) -> dict[str, object]:
    given = _exact(example.given)
    chosen = given.pop("chosen", None)
    if not isinstance(chosen, str | None):
        raise InvalidInput(f"'{chosen}' is no word that could be chosen", remedy="Correct it.")
    dates, on = _dates(example), _day(example)
    decision = decide(rule, given, dates=dates, on=on, context=example.context)
    got: dict[str, object] = {"outcome": decision.outcome or None}
    if example.expect.verdict is None:
        return got
    finding = judge_table(
        rule,
        subject="example",
        on=on,
        given=given,
        chosen=chosen,
        dates=dates,
        context=example.context,
    )
    return {**_found(finding), **got}


def _obliged(rule: Rule, example: Example) -> dict[str, object]:
    given = _exact(example.given)
    days = {name: given.pop(name, None) for name in ("counted_from", "present_on")}
    for name, day in days.items():
        if not isinstance(day, date | None):
            raise InvalidInput(f"'{day}' in '{name}' is no day", remedy="Correct the example.")
    finding = judge_obligation(
        rule,
        subject="example",
        on=_day(example),
        given=given,
        inputs=example.inputs,
        dates=_dates(example),
        context=example.context,
        **days,  # type: ignore[arg-type]  # both were checked to be days
    )
    return _found(finding)


def _found(finding: Finding) -> dict[str, object]:
    # A sentence that cannot be filled must fail here and not on a reader's screen.
    says = finding.says
    return {
        "verdict": finding.verdict,
        "value": finding.value,
        "limit": finding.limit,
        "says": says,
    }


def _used(rule: Rule, example: Example) -> dict[str, object]:
    try:
        found = in_force(rule, _dates(example), on=_day(example), context=example.context)
    except NothingInForce:
        return {"limit": None, "value": None}
    got: dict[str, object] = {"limit": found.value}
    if rule.calculation:
        given = {**_exact(example.given), rule.unit.value: found.value}
        got["value"] = _calculated(rule, given)["value"]
    elif rule.unit is Unit.METHOD:
        got["value"] = found.value
    return got


def _calculated(rule: Rule, given: Mapping[str, object]) -> dict[str, object]:
    assert rule.calculation is not None
    result = calculation_named(rule.calculation)(**given)
    return dict(result) if isinstance(result, Mapping) else {"value": result}


def _exact(given: Mapping[str, object]) -> dict[str, object]:
    """Whole numbers as Decimal too, so that a division never leaves exact arithmetic."""
    return {
        key: [_number(item) for item in value] if isinstance(value, list) else _number(value)
        for key, value in given.items()
    }


def _number(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _dates(example: Example) -> Dates:
    return Dates(example.contract_date, example.event_date, example.report_date)


def _day(example: Example) -> date:
    """The day of judging: the latest the example names, for all it names is then known."""
    named = (example.contract_date, example.event_date, example.report_date)
    return max((day for day in named if day), default=date.max)


def _same(want: object, got: object) -> bool:
    if isinstance(want, Decimal) and isinstance(got, Decimal):
        with localcontext() as exact:
            exact.prec = 60
            decimals = Decimal(1).scaleb(int(want.as_tuple().exponent))
            return got.quantize(decimals, ROUND_HALF_UP) == want
    return want == got


def _told(parts: Mapping[str, object]) -> str:
    order = ("verdict", "outcome", "value", "limit")
    named = [key for key in order if key in parts]
    return ", ".join(
        f"{key} {'none' if parts[key] is None else _plain(parts[key])}" for key in named
    )


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
