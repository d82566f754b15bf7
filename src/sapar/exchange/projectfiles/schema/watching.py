"""The watch in a project file: progress reports, corrective measures, answers."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import model_validator

from sapar.exchange.projectfiles.schema.base import (
    Day,
    DayFact,
    Form,
    Number,
    Ref,
    Shown,
    Text,
    Text20,
    Text40,
    Text60,
    Text100,
    Text200,
)
from sapar.exchange.projectfiles.schema.parties import Post
from sapar.ground.parties.models import Mandate
from sapar.ground.rulebook.checking import problem_at
from sapar.watch.alerts.models import Answer
from sapar.watch.monitoring.models import ProgressReport

Level = Annotated[Mandate.Level, Shown("level of mandate")]


class ReportForm(DayFact):
    """A progress report as handed in; `on` is the day it came."""

    table: ClassVar[str] = "reports"
    happens: ClassVar[bool] = True

    period_from: Day
    period_to: Day
    own_rating: ProgressReport.Rating | None = None
    """The manager's own rating."""
    analysis: Text | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> ReportForm:
        """A period cannot end before it starts."""
        if self.period_to < self.period_from:
            raise problem_at(("period_to",), f"{self.period_to} is before {self.period_from}")
        return self


class DecisionForm(DayFact):
    """The measure was decided, by which level, who owns it and until when."""

    table: ClassVar[str] = "decisions"
    happens: ClassVar[bool] = True

    level: Level
    deadline: Day
    owner: Post | None = None
    expected: Number | None = None
    """The value that the rule's number should have reached on the deadline."""


class DoneForm(DayFact):
    """The measure was carried out."""

    table: ClassVar[str] = "done"
    happens: ClassVar[bool] = True
    note: Text | None = None


class MeasureForm(Form):
    """A corrective measure against one criticality."""

    code: Text40
    rule: Text100
    """The id of the rule whose criticality it answers."""
    subject: Text200 | None = None
    title: Text
    cause: Text20 | None = None
    decisions: tuple[DecisionForm, ...] = ()
    done: tuple[DoneForm, ...] = ()


class AnswerForm(DayFact):
    """Someone acknowledged or explained a criticality; it closes nothing."""

    table: ClassVar[str] = "answers"
    happens: ClassVar[bool] = True

    rule: Text100
    subject: Text200 | None = None
    kind: Answer.Kind
    text: Text | None = None
    by: Annotated[Text60, Ref("people")]
    level: Level
