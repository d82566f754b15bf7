"""The shape of a rule file: one rule, its dated values with their sources, and its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sapar.ground.kernel.finding import Clause, Status, Verdict
from sapar.ground.rulebook.checking import problem_at

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Literal = Decimal | bool | date | str


class Kind(StrEnum):
    """What a rule is: a limit that is judged, a time that is granted, or a value that is used."""

    THRESHOLD = "threshold"
    DEADLINE = "deadline"
    PARAMETER = "parameter"


class Mode(StrEnum):
    """The contract mode of a financing agreement; it decides which rules apply."""

    EU_GRANT_2008 = "eu_grant_2008"
    EU_GRANT_2013 = "eu_grant_2013"
    FAFA_2003 = "fafa_2003"
    CONTRIBUTION_2014 = "contribution_2014"
    CONTRIBUTION_2019 = "contribution_2019"
    OWN = "own"
    CUSTOM = "custom"


class Level(StrEnum):
    """The ladder of mandates, lowest first; a criticality climbs it when its clock runs out."""

    PROJECT_MANAGER = "project_manager"
    REGIONAL_OFFICE = "regional_office"
    HEADQUARTERS = "headquarters"
    DONOR = "donor"

    @property
    def rank(self) -> int:
        """0 for the project manager, 3 for the donor."""
        return list(Level).index(self)

    @property
    def above(self) -> Level | None:
        """The next level up; None above the donor."""
        ladder = list(Level)
        return ladder[self.rank + 1] if self.rank + 1 < len(ladder) else None


class About(StrEnum):
    """What a finding is about."""

    RESULTS = "results"
    TIME = "time"
    MONEY = "money"
    PEOPLE = "people"
    RULES = "rules"
    PARTNERS = "partners"
    MONITORING = "monitoring"


class Cause(StrEnum):
    """Where trouble of this kind usually comes from."""

    PEOPLE = "people"
    RULES = "rules"
    SET_UP = "set_up"
    MONITORING = "monitoring"
    PARTNERS = "partners"
    EXTERNAL = "external"


class Basis(StrEnum):
    """Which date decides the value that applies."""

    CONTRACT_DATE = "contract_date"
    EVENT_DATE = "event_date"
    REPORT_DATE = "report_date"


class Worse(StrEnum):
    """On which side of its limits a measured value is bad."""

    BELOW = "below"
    ABOVE = "above"


class Unit(StrEnum):
    """What a rule's values count; `method` is a named way of doing instead of a number."""

    RATIO = "ratio"
    SHARE = "share"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    AMOUNT = "amount"
    POINTS = "points"
    STEPS = "steps"
    METHOD = "method"


class Strict(BaseModel):
    """Unknown keys are refused at every depth, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Strict):
    """Where a value stands written and how well that was checked."""

    title: Text
    status: Status
    clause: str = ""
    href: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""

    @property
    def cited(self) -> Clause:
        """The reference as findings carry it."""
        title = f"{self.title}, {self.clause}" if self.clause else self.title
        return Clause(title, self.status, self.href)


class Values(Strict):
    """What applies: red and perhaps amber for a threshold, one value for other kinds."""

    amber: Decimal | None = None
    red: Decimal | None = None
    value: Decimal | str | None = None
    ref: Reference

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

    @model_validator(mode="after")
    def _something(self) -> Expectation:
        if not self.model_fields_set:
            raise problem_at([], "an example must expect a verdict, a value or a limit")
        return self


class Example(Strict):
    """A worked case that runs with the tests and is printed with the rule.

    `given` goes into the calculation, or holds the value where the rule has none; `inputs` are
    what the sentence needs beside it.
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
    """A rule as its file states it."""

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
        judged = self.kind is Kind.THRESHOLD
        for key in ("worse", "says", "next_step", "closes_when"):
            if judged and not getattr(self, key):
                raise problem_at([key], f"a threshold needs '{key}'")
        if not judged and (self.worse or self.broken_at_limit):
            raise problem_at(["worse"], f"a {self.kind} is not judged; leave 'worse' out")
        if not judged and self.escalation:
            raise problem_at(["escalation"], f"a {self.kind} is not judged, so nothing escalates")
        if self.unit is Unit.METHOD and self.kind is not Kind.PARAMETER:
            raise problem_at(["unit"], f"a {self.kind} needs a number, not a method")
        times = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
        if self.kind is Kind.DEADLINE and self.unit not in times:
            raise problem_at(["unit"], "a deadline counts days, weeks, months or years")

    def _check_values(self, path: list[object], values: Values) -> None:
        if values.ends:
            if values.red is not None or values.amber is not None:
                raise problem_at([*path, "value"], "null ends the rule; leave red and amber out")
        elif self.kind is Kind.THRESHOLD:
            self._check_limits(path, values)
        elif values.red is not None or values.amber is not None:
            raise problem_at(path, f"a {self.kind} has one 'value', not red and amber")
        elif values.value is None:
            raise problem_at(path, "'value' is missing; write null where the rule ends")
        elif isinstance(values.value, str) is not (self.unit is Unit.METHOD):
            wanted = "the name of a method" if self.unit is Unit.METHOD else "a number"
            raise problem_at([*path, "value"], f"should be {wanted}, for the unit is {self.unit}")
        elif self.kind is Kind.DEADLINE and Decimal(values.value) < 0:
            raise problem_at([*path, "value"], "a deadline cannot be negative")

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
