"""The design in a project file: identity, results, indicators, work plan, risks, undertakings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import PartnerRole, Phase, ProjectPeriod
from sapar.design.workplan.models import MilestoneDate
from sapar.exchange.projectfiles.schema.base import (
    Country,
    Currency,
    Day,
    DayFact,
    Form,
    LooseFact,
    Number,
    Ref,
    Shown,
    Sum,
    Text,
    Text20,
    Text40,
    Text60,
    Text80,
    Text100,
    Text120,
    Text200,
    Text300,
    When,
    exact_number,
)
from sapar.exchange.projectfiles.schema.parties import Organisation, Post
from sapar.ground.rulebook.checking import problem_at
from sapar.together.instruments.models import UndertakingState

Step = Annotated[int, Field(ge=1, le=5), Shown("1 to 5")]
Weight = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(gt=0, max_digits=6, decimal_places=4),
    Shown("number above 0"),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=0, le=100, max_digits=9, decimal_places=4),
    Shown("0 to 100"),
]

Latitude = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=-90, le=90, max_digits=12, decimal_places=8),
    Shown("degrees north, -90 to 90"),
]
Longitude = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=-180, le=180, max_digits=12, decimal_places=8),
    Shown("degrees east, -180 to 180"),
]


class PeriodForm(LooseFact):
    """From when to when the project runs; a month stays a month."""

    table: ClassVar[str] = "periods"

    kind: ProjectPeriod.Kind
    starts: When | None = None
    ends: When | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> PeriodForm:
        """A project cannot end before it starts."""
        if self.starts and self.ends and self.ends.last < self.starts.first:
            raise problem_at(("ends",), f"{self.ends} is before the start, {self.starts}")
        return self


class PhaseForm(DayFact):
    """The phase of the cycle that the project entered."""

    table: ClassVar[str] = "phases"
    phase: Phase


class PlaceForm(DayFact):
    """A country, or a place in it, where the project works."""

    table: ClassVar[str] = "places"

    country: Country | None = None
    region: Text20 | None = None
    name: Text200 | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    percentage: Percent | None = None
    """The place's share of the project."""


class SectorForm(DayFact):
    """A sector the project works in, by a vocabulary of IATI's list; 1 is OECD-DAC five digits."""

    table: ClassVar[str] = "sectors"

    vocabulary: Annotated[Text20, Field(max_length=10)] = "1"
    code: Text60
    percentage: Percent | None = None


class PartnerForm(DayFact):
    """An organisation takes part in the project in one role."""

    table: ClassVar[str] = "partners"

    organisation: Organisation
    role: PartnerRole
    note: Text300 | None = None


class StatementForm(LooseFact):
    """What one source says about one topic; sources that disagree stand side by side."""

    table: ClassVar[str] = "statements"

    topic: Text60
    text: Text
    language: Annotated[Text20, Field(max_length=10)] = "en"
    dated_as: Text60 | None = None
    """The date in the words of the source, where it is not a plain date."""


class ProjectForm(Form):
    """What the project is. Its code must not be on record yet."""

    code: Text120
    title: Text
    summary: Text | None = None
    fictional: bool = False
    """Whether it is invented; every page then says so."""
    public: bool = False
    """Whether it holds published facts only, so that everyone who signs in may read it."""
    executing: Organisation | None = None
    periods: tuple[PeriodForm, ...] = ()
    phases: tuple[PhaseForm, ...] = ()
    places: tuple[PlaceForm, ...] = ()
    sectors: tuple[SectorForm, ...] = ()
    partners: tuple[PartnerForm, ...] = ()
    statements: tuple[StatementForm, ...] = ()


class MeasuredForm(DayFact):
    """A value of an indicator: a number, a numerator and a denominator, or words."""

    period_from: Day | None = None
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    text: Text | None = None
    disaggregation: Text200 | None = None
    """The part of the whole that it counts, such as `women`; nothing for the total."""

    @model_validator(mode="after")
    def says_something(self) -> MeasuredForm:
        """A value is a number, a numerator with its denominator, or words."""
        if (self.numerator is None) != (self.denominator is None):
            raise problem_at(("numerator",), "numerator and denominator belong together")
        if self.value is None and self.numerator is None and not self.text and not self.withdrawn:
            raise ValueError("it carries neither a value nor a numerator nor text")
        if self.on and self.period_from and self.on < self.period_from:
            raise problem_at(("on",), f"{self.on} is before period_from, {self.period_from}")
        return self


class TargetForm(MeasuredForm):
    """A baseline, a milestone or the end target; `on` is the day it is for.

    Without `on`, a baseline is for the first day of the project and an end target for its last.
    """

    table: ClassVar[str] = "targets"
    kind: Target.Kind


class ValueForm(MeasuredForm):
    """A value that was measured; `on` is the last day of its period."""

    table: ClassVar[str] = "values"
    happens: ClassVar[bool] = True
    place: Text100 | None = None


class IndicatorForm(Form):
    """What is measured for a result, which way it should go, and how values are reported."""

    code: Text80
    title: Text
    unit: Text80 | None = None
    direction: Indicator.Direction = Indicator.Direction.RISE
    measure: Indicator.Measure = Indicator.Measure.NUMBER
    reporting: Indicator.Reporting = Indicator.Reporting.LEVEL
    scale: tuple[Text80, ...] = ()
    """The steps of an ordinal measure, lowest first."""
    disaggregation: tuple[Text80, ...] = ()
    verification: Text | None = None
    """Means of verification."""
    targets: tuple[TargetForm, ...] = ()
    values: tuple[ValueForm, ...] = ()


class ResultForm(Form):
    """A level of the results chain, with what it assumes."""

    code: Text80
    level: Result.Level
    title: Text
    assumptions: Text | None = None
    parent: Annotated[Text80, Ref("results")] | None = None
    indicators: tuple[IndicatorForm, ...] = ()


class PlanForm(DayFact):
    """From `on` to `ends_on` the activity is planned, at this cost."""

    table: ClassVar[str] = "plans"

    ends_on: Day
    cost: Sum | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> PlanForm:
        """An activity cannot end before it starts."""
        if self.on and self.ends_on < self.on:
            raise problem_at(("ends_on",), f"{self.ends_on} is before the start, {self.on}")
        return self


class MilestoneDateForm(DayFact):
    """The day the milestone is planned for, is now expected, or was reached."""

    table: ClassVar[str] = "dates"
    kind: MilestoneDate.Kind


class MilestoneForm(Form):
    """A point that shows the activity has got somewhere."""

    code: Text40
    title: Text
    weight: Weight = Decimal(1)
    """Its share of the activity."""
    dates: tuple[MilestoneDateForm, ...] = ()


class ActivityForm(Form):
    """An activity of the work plan."""

    code: Text40
    title: Text
    result: Annotated[Text80, Ref("results")] | None = None
    after: tuple[Annotated[Text40, Ref("activities")], ...] = ()
    """Codes of activities that must have ended before this one can."""
    plans: tuple[PlanForm, ...] = ()
    milestones: tuple[MilestoneForm, ...] = ()


class RatingForm(DayFact):
    """How likely the risk was held to be, and how hard it would hit: 1 low to 5 high."""

    table: ClassVar[str] = "ratings"
    happens: ClassVar[bool] = True

    likelihood: Step
    impact: Step
    happened: bool = False


class RiskForm(Form):
    """Something that may happen and would hurt the project."""

    code: Text40
    title: Text
    cause: Text20 | None = None
    response: Text | None = None
    owner: Post | None = None
    ratings: tuple[RatingForm, ...] = ()


class StateForm(DayFact):
    """Who owes the undertaking and where it stands."""

    table: ClassVar[str] = "states"
    happens: ClassVar[bool] = True

    owner: Organisation
    state: UndertakingState.State
    due_on: Day | None = None


class UndertakingForm(Form):
    """A commitment that an institution made to the project."""

    code: Text40
    text: Text
    states: tuple[StateForm, ...] = ()
