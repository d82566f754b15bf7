"""The money promised in a project file: agreements, their amendments, and the budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from sapar.exchange.projectfiles.schema.base import (
    Amount,
    Currency,
    Day,
    DayFact,
    Form,
    Ref,
    Shown,
    Sum,
    Text,
    Text20,
    Text40,
    Text60,
    Text100,
    Text200,
    Text300,
    exact_number,
)
from sapar.exchange.projectfiles.schema.parties import Organisation, Post
from sapar.ground.kernel import Status
from sapar.ground.rulebook.checking import problem_at
from sapar.ground.rulebook.schema import Mode
from sapar.money.agreements.models import (
    Amendment,
    AmendmentRequest,
    ConflictTreatment,
    ReportDue,
)
from sapar.money.budget.models import BudgetAmount, BudgetVersion

Share = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(gt=0, le=1, max_digits=7, decimal_places=6),
    Shown("above 0, up to 1"),
]


Level = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(max_digits=20, decimal_places=6),
    Shown("number"),
]
Units = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=0, max_digits=20, decimal_places=4),
    Shown("number, not negative"),
]
Numbered = Annotated[int, Field(ge=1, le=32_000), Shown("1 and up")]


class TermsForm(DayFact):
    """The terms as signed or amended; `on` is the day they take effect."""

    table: ClassVar[str] = "terms"

    signed_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    amount: Sum
    currency: Currency | None = None
    eu_rate: Share | None = None
    """The donor's share of eligible costs."""

    @model_validator(mode="after")
    def ends_after_start(self) -> TermsForm:
        """An agreement cannot end before it starts."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise problem_at(("ends_on",), f"{self.ends_on} is before the start, {self.starts_on}")
        return self


class PackForm(DayFact):
    """A rulebook that the agreement's transactions are judged under, from a day."""

    table: ClassVar[str] = "packs"
    pack: Text60


class ReportDueForm(DayFact):
    """A report that the agreement asks for; `on` is the day it is due."""

    table: ClassVar[str] = "reports_due"

    kind: ReportDue.Kind
    period_from: Day
    period_to: Day

    @model_validator(mode="after")
    def ends_after_start(self) -> ReportDueForm:
        """A period cannot end before it starts."""
        if self.period_to < self.period_from:
            raise problem_at(("period_to",), f"{self.period_to} is before {self.period_from}")
        return self


class AmendmentRequestForm(DayFact):
    """An amendment that was asked for, and what for."""

    table: ClassVar[str] = "amendment_requests"
    happens: ClassVar[bool] = True

    purpose: AmendmentRequest.Purpose
    asks: Text


class AmendmentForm(DayFact):
    """A change of the agreement, by one side's notice or signed by both; `on` is when it counts."""

    table: ClassVar[str] = "amendments"

    number: Numbered
    kind: Amendment.Kind
    signed_on: Day | None = None
    what: Text

    @model_validator(mode="after")
    def signed_by_both(self) -> AmendmentForm:
        """An addendum is signed; a notice need not be."""
        if self.kind is Amendment.Kind.ADDENDUM and not self.signed_on and not self.withdrawn:
            raise problem_at(("signed_on",), "an addendum needs the day of its last signature")
        return self


class SpecialConditionForm(DayFact):
    """What the agreement says otherwise than the general conditions, in place of a rule's values.

    A threshold has `red` and perhaps `amber`; a deadline or parameter has `value`, or `method`
    where the rule names a way of doing.
    """

    table: ClassVar[str] = "special_conditions"

    rule: Text100
    """The id of the rule whose values it replaces."""
    label: Text200
    document: Text300
    clause: Text100 | None = None
    signed_on: Day
    amber: Level | None = None
    red: Level | None = None
    value: Level | None = None
    method: Text60 | None = None
    status: Status = Status.UNVERIFIED
    """How well the wording was checked."""

    @model_validator(mode="after")
    def says_one_thing(self) -> SpecialConditionForm:
        """It carries limits, or a value, or a method; never two of these, never none."""
        ways = (self.red is not None, self.value is not None, self.method is not None)
        if sum(ways) != 1 and not self.withdrawn:
            raise problem_at(("value",), "give exactly one of red, value and method")
        if self.amber is not None and self.red is None:
            raise problem_at(("amber",), "it belongs to a red limit; give red too")
        return self


class ConflictTreatmentForm(DayFact):
    """What was agreed where two rulebooks disagree, and who owns it."""

    table: ClassVar[str] = "conflict_treatments"
    happens: ClassVar[bool] = True

    topic: Text60
    treatment: ConflictTreatment.Treatment
    owner: Post | None = None
    note: Text | None = None


class BudgetForm(DayFact):
    """An amount of the budget, for a period where one is given."""

    table: ClassVar[str] = "budget"

    kind: BudgetAmount.Kind = BudgetAmount.Kind.ORIGINAL
    period_from: Day | None = None
    period_to: Day | None = None
    amount: Amount
    currency: Currency | None = None
    committed: bool = True
    """Whether it binds; an indicative amount does not."""

    @model_validator(mode="after")
    def ends_after_start(self) -> BudgetForm:
        """A period cannot end before it starts."""
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise problem_at(("period_to",), f"{self.period_to} is before {self.period_from}")
        return self


class HeadingForm(Form):
    """A main heading of the agreement's budget."""

    code: Text20
    title: Text200
    budget: tuple[BudgetForm, ...] = ()


class OwnLineForm(Form):
    """A line of the organisation's own budget, and the heading of the donor that it falls under."""

    code: Text40
    title: Text200
    heading: Annotated[Text20, Ref("headings")]


class LineForm(Form):
    """A line of a version of the budget. Its dates and its source are those of the version.

    Its amount is the product of `units` and `unit_cost`; a line without these gives `amount`.
    """

    heading: Annotated[Text20, Ref("headings")]
    line: Text20
    """Its number, below that of its heading: `1.1.2` under heading `1`."""
    title: Text300
    unit: Text60 | None = None
    units: Units | None = None
    unit_cost: Amount | None = None
    amount: Amount | None = None
    currency: Currency | None = None

    @property
    def worth(self) -> Decimal:
        """What the line comes to."""
        if self.amount is not None:
            return self.amount
        return (self.units or Decimal(0)) * (self.unit_cost or Decimal(0))

    @model_validator(mode="after")
    def comes_to_its_product(self) -> LineForm:
        """Units times their cost is the amount, and one of the two is given."""
        if (self.units is None) != (self.unit_cost is None):
            raise problem_at(("units",), "units and unit_cost belong together")
        if self.units is None or self.unit_cost is None:
            if self.amount is None:
                raise problem_at(("amount",), "give units and unit_cost, or an amount")
        elif self.amount not in (None, product := self.units * self.unit_cost):
            raise problem_at(("amount",), f"{self.units} times {self.unit_cost} is {product}")
        if self.line != self.heading and not self.line.startswith(f"{self.heading}."):
            raise problem_at(("line",), f"'{self.line}' does not stand below '{self.heading}'")
        return self


class BudgetVersionForm(DayFact):
    """The budget as it stood from `on`: as signed, changed by notice, or by an addendum."""

    table: ClassVar[str] = "budget_versions"

    number: Numbered
    kind: BudgetVersion.Kind
    amendment: Numbered | None = None
    """The number of the amendment that brought it."""
    lines: tuple[LineForm, ...] = ()

    @model_validator(mode="after")
    def has_lines(self) -> BudgetVersionForm:
        """A version without lines would be a budget of nothing."""
        if not self.lines and not self.withdrawn:
            raise problem_at(("lines",), "it has no lines")
        return self


class AgreementForm(Form):
    """A financing agreement between a donor and the organisation that carries the project out."""

    code: Text60
    donor: Organisation
    mode: Mode
    """The contract mode; `custom` where the sources do not say which."""
    terms: tuple[TermsForm, ...] = ()
    packs: tuple[PackForm, ...] = ()
    reports_due: tuple[ReportDueForm, ...] = ()
    amendment_requests: tuple[AmendmentRequestForm, ...] = ()
    amendments: tuple[AmendmentForm, ...] = ()
    special_conditions: tuple[SpecialConditionForm, ...] = ()
    conflict_treatments: tuple[ConflictTreatmentForm, ...] = ()
    headings: tuple[HeadingForm, ...] = ()
    own_lines: tuple[OwnLineForm, ...] = ()
    budget_versions: tuple[BudgetVersionForm, ...] = ()


class SpendingForm(DayFact):
    """What is planned to be spent from `on` to `period_to`."""

    table: ClassVar[str] = "planned_spending"

    period_to: Day
    amount: Amount
    currency: Currency | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> SpendingForm:
        """A period cannot end before it starts."""
        if self.on and self.period_to < self.on:
            raise problem_at(("period_to",), f"{self.period_to} is before the start, {self.on}")
        return self
