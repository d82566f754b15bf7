"""The shape of a rule file: one rule, its dated values with their sources, and its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Annotated

from pydantic import Field, model_validator

from sapar.ground.kernel.finding import Verdict
from sapar.ground.rulebook.checking import problem_at
from sapar.ground.rulebook.tables import Asked, Condition, Row, check_conditions, check_rows
from sapar.ground.rulebook.vocabulary import (
    About,
    Basis,
    Cause,
    Kind,
    Level,
    Literal,
    Mode,
    Name,
    Reference,
    RuleId,
    Strict,
    Text,
    Unit,
    Worse,
)

__all__ = [
    "About",
    "Asked",
    "Basis",
    "Cause",
    "ClockDays",
    "Condition",
    "Escalation",
    "Example",
    "Expectation",
    "Kind",
    "LabelledException",
    "Level",
    "Literal",
    "Mode",
    "Name",
    "Pack",
    "Reference",
    "Row",
    "Rule",
    "RuleId",
    "Says",
    "Strict",
    "Text",
    "Unit",
    "Values",
    "Worse",
    "placeholders",
]

_TIMES = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)


class Values(Strict):
    """What applies: limits of a threshold, rows of a table, one value for other kinds.

    `ref` is the source of all but `amber`, where `amber_ref` names another: a warning level that
    is the software's own must not cite the donor. For an obligation `value` is the time granted,
    `amber` the days of warning before it is over, and `needed_when` says in which cases the
    thing is asked for at all.
    """

    amber: Decimal | None = None
    red: Decimal | None = None
    value: Decimal | str | None = None
    rows: tuple[Row, ...] = ()
    needed_when: dict[Name, Condition] = Field(default_factory=dict)
    ref: Reference
    amber_ref: Reference | None = None

    @property
    def ends(self) -> bool:
        """Whether `value: null` ends the rule from this date."""
        return "value" in self.model_fields_set and self.value is None


class LabelledException(Values):
    """A labelled case with values of its own, for which all conditions in `when` must hold."""

    id: Name
    label: Text
    when: Annotated[dict[Name, Literal], Field(min_length=1)]
    since: date | None = None
    until: date | None = None
    document: str = ""
    signed_on: date | None = None


class Says(Strict):
    """The sentence for each verdict; `{value}`, `{limit}` and inputs in braces are filled in."""

    red: Text
    amber: Text
    clear: Text
    unknown: Text

    def for_verdict(self, verdict: Verdict) -> str:
        """The template that belongs to a verdict."""
        return str(getattr(self, verdict.value))

    @model_validator(mode="after")
    def _placeholders(self) -> Says:
        for verdict in Verdict:
            try:
                names = set(placeholders(self.for_verdict(verdict)))
            except ValueError as error:
                raise problem_at([verdict.value], f"the braces do not match ({error})") from None
            odd = sorted(n for n in names if not re.fullmatch(r"[a-z][a-z0-9_]*", n))
            if odd:
                raise problem_at([verdict.value], f"'{{{odd[0]}}}' is not a plain name in braces")
            if verdict is Verdict.UNKNOWN and names - {"missing"}:
                raise problem_at(
                    [verdict.value],
                    "only {missing} can be filled in where facts are missing",
                )
        return self


class ClockDays(Strict):
    """Days before an unanswered criticality climbs one level."""

    red: Annotated[int, Field(gt=0)]
    amber: Annotated[int, Field(gt=0)]


class Escalation(Strict):
    """Who hears of it first, and how long each level has."""

    starts_at: Level
    clock_days: ClockDays


class Expectation(Strict):
    """What an example must come to; a null limit means that nothing is in force."""

    verdict: Verdict | None = None
    value: Decimal | date | str | None = None
    limit: Decimal | str | None = None
    outcome: Name | None = None

    @model_validator(mode="after")
    def _something(self) -> Expectation:
        if not self.model_fields_set:
            raise problem_at([], "an example must expect a verdict, a value, a limit or an outcome")
        return self


class Example(Strict):
    """A worked case that runs with the tests and is printed with the rule.

    `given` goes into the calculation, or holds the value where the rule has none; `inputs` are
    what the sentence needs beside it. For a table `given` holds the case, and `chosen` what was
    done; for an obligation `counted_from`, `present_on`, and what `needed_when` asks. The day of
    judging is the latest day that the example names.
    """

    given: dict[Name, Literal | list[Literal] | None]
    expect: Expectation
    title: str = ""
    inputs: dict[Name, Literal] = Field(default_factory=dict)
    contract_date: date | None = None
    event_date: date | None = None
    report_date: date | None = None
    context: dict[Name, Literal] = Field(default_factory=dict)


class Rule(Strict):
    """A rule as its file states it.

    `topics` are the matters of the conflict register that it speaks of. `inputs` are asked by a
    table and by the cases of an obligation. A table with `chosen` judges what was done, such as
    the procedure followed; one without is judged by the verdicts of its rows, or only decides.
    `counted_from` says in words from which day the time of an obligation runs.
    """

    id: RuleId
    title: Text
    kind: Kind
    about: About
    cause: Cause | None = None
    unit: Unit
    basis: Basis
    worse: Worse | None = None
    broken_at_limit: bool = False
    calculation: Name | None = None
    modes: tuple[Mode, ...] = ()
    values: Annotated[dict[date, Values], Field(min_length=1)]
    exceptions: tuple[LabelledException, ...] = ()
    says: Says | None = None
    next_step: str = ""
    closes_when: str = ""
    escalation: Escalation | None = None
    topics: tuple[Name, ...] = ()
    inputs: dict[Name, Asked] = Field(default_factory=dict)
    chosen: str = ""
    counted_from: str = ""
    examples: tuple[Example, ...]

    def applies_to(self, mode: Mode) -> bool:
        """A rule that names no modes applies to every contract."""
        return not self.modes or mode in self.modes

    @model_validator(mode="after")
    def _hangs_together(self) -> Rule:
        # Counted here, for pydantic would count only the examples that are sound.
        if len(self.examples) < 2:
            raise problem_at(["examples"], "a rule needs two examples at least")
        self._check_kind()
        for path, values in self._all_values():
            self._check_values(path, values)
        ids = [exception.id for exception in self.exceptions]
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                raise problem_at(["exceptions", index, "id"], f"'{id_}' is used twice")
        return self

    def _all_values(self) -> Iterator[tuple[list[object], Values]]:
        for day, values in self.values.items():
            yield ["values", day], values
        for index, exception in enumerate(self.exceptions):
            yield ["exceptions", index], exception

    def _check_kind(self) -> None:
        threshold, table = self.kind is Kind.THRESHOLD, self.kind is Kind.TABLE
        told = threshold or self.kind is Kind.OBLIGATION
        needed = ("worse", "says", "next_step", "closes_when") if threshold else ()
        for key in needed or (("says", "next_step", "closes_when") if told else ()):
            if not getattr(self, key):
                raise problem_at([key], f"{_a(self.kind)} needs '{key}'")
        if not threshold and (self.worse or self.broken_at_limit):
            raise problem_at(["worse"], f"{_a(self.kind)} has no side; leave 'worse' out")
        if self.escalation and not (told or table):
            raise problem_at(["escalation"], f"{_a(self.kind)} is not judged, so nothing escalates")
        if self.calculation and (table or self.kind is Kind.OBLIGATION):
            raise problem_at(["calculation"], f"{_a(self.kind)} calculates nothing")
        self._check_unit()
        self._check_inputs()

    def _check_unit(self) -> None:
        if self.unit is Unit.METHOD and self.kind is not Kind.PARAMETER:
            raise problem_at(["unit"], f"{_a(self.kind)} needs a number, not a method")
        if (self.unit is Unit.WORD) is not (self.kind is Kind.TABLE):
            raise problem_at(["unit"], "the unit 'word' belongs to tables, and they have no other")
        if self.kind in (Kind.DEADLINE, Kind.OBLIGATION) and self.unit not in _TIMES:
            raise problem_at(["unit"], f"{_a(self.kind)} counts days, weeks, months or years")

    def _check_inputs(self) -> None:
        table = self.kind is Kind.TABLE
        if self.inputs and not (table or self.kind is Kind.OBLIGATION):
            raise problem_at(["inputs"], f"{_a(self.kind)} has no inputs of its own")
        if table and not self.inputs:
            raise problem_at(["inputs"], "a table needs 'inputs'")
        if "chosen" in self.inputs:
            raise problem_at(["inputs", "chosen"], "this word is kept for what was done")
        if self.chosen and not table:
            raise problem_at(["chosen"], f"{_a(self.kind)} leaves nothing to choose")
        if bool(self.counted_from) is not (self.kind is Kind.OBLIGATION):
            raise problem_at(["counted_from"], "is for obligations, and each of them needs it")

    def _check_values(self, path: list[object], values: Values) -> None:
        if values.amber_ref and values.amber is None:
            raise problem_at([*path, "amber_ref"], "there is no 'amber' that it could be for")
        if values.needed_when and self.kind is not Kind.OBLIGATION:
            raise problem_at([*path, "needed_when"], "only an obligation may be asked for at times")
        check_conditions([*path, "needed_when"], values.needed_when, self.inputs)
        if values.ends:
            if values.red is not None or values.amber is not None or values.rows:
                raise problem_at([*path, "value"], "null ends the rule; leave the rest out")
        elif self.kind is Kind.TABLE:
            self._check_table(path, values)
        elif values.rows:
            raise problem_at([*path, "rows"], f"{_a(self.kind)} has no rows")
        elif self.kind is Kind.THRESHOLD:
            self._check_limits(path, values)
        else:
            self._check_one_value(path, values)

    def _check_one_value(self, path: list[object], values: Values) -> None:
        obliged = self.kind is Kind.OBLIGATION
        if values.red is not None or (values.amber is not None and not obliged):
            raise problem_at(path, f"{_a(self.kind)} has one 'value', not red and amber")
        if values.value is None:
            raise problem_at(path, "'value' is missing; write null where the rule ends")
        if isinstance(values.value, str) is not (self.unit is Unit.METHOD):
            wanted = "the name of a method" if self.unit is Unit.METHOD else "a number"
            raise problem_at([*path, "value"], f"should be {wanted}, for the unit is {self.unit}")
        if self.kind is Kind.DEADLINE and Decimal(values.value) < 0:
            raise problem_at([*path, "value"], "a deadline cannot be negative")
        if obliged and values.amber is not None and values.amber < 0:
            raise problem_at([*path, "amber"], "days of warning cannot be negative")

    def _check_table(self, path: list[object], values: Values) -> None:
        if values.red is not None or values.amber is not None or values.value is not None:
            raise problem_at(path, "a table has 'rows', not red, amber or value")
        if not values.rows:
            raise problem_at(path, "'rows' is missing; write 'value: null' where the table ends")
        check_rows(path, values.rows, self.inputs)
        outcomes = {row.outcome for row in values.rows}
        for index, row in enumerate(values.rows):
            where = [*path, "rows", index]
            if self.chosen and row.verdict:
                raise problem_at([*where, "verdict"], "what was chosen decides; leave it out")
            if row.accepts and not self.chosen:
                raise problem_at([*where, "accepts"], "needs 'chosen', which says what is compared")
            if odd := sorted(set(row.accepts) - outcomes):
                raise problem_at([*where, "accepts"], f"'{odd[0]}' is the outcome of no row")

    def _check_limits(self, path: list[object], values: Values) -> None:
        if values.value is not None:
            raise problem_at([*path, "value"], "a threshold has red and amber, not 'value'")
        if values.red is None:
            raise problem_at(path, "'red' is missing")
        if values.amber is None or values.amber == values.red:
            return
        if (values.amber > values.red) is not (self.worse is Worse.BELOW):
            raise problem_at([*path, "amber"], "amber must be reached before red; exchange the two")


class Pack(Strict):
    """What a folder of rules is: its name and whose rules they are."""

    id: Name
    title: Text
    describes: Text
    mode: Mode | None = None


def placeholders(template: str) -> Iterator[str]:
    """The names in braces of a template. Raises ValueError where the braces do not match."""
    for _, name, _, _ in Formatter().parse(template):
        if name is not None:
            yield name


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.OBLIGATION else f"a {kind}"
