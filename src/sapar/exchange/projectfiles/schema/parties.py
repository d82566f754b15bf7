"""The parties in a project file: organisations, offices, people and posts."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import model_validator

from sapar.exchange.projectfiles.schema.base import (
    Country,
    Day,
    DayFact,
    Form,
    LooseFact,
    Ref,
    Text,
    Text40,
    Text60,
    Text100,
    Text120,
    Text200,
    Text300,
    Zone,
)
from sapar.ground.parties.models import Constituent, Mandate, SuccessionKind
from sapar.ground.rulebook.checking import problem_at

Organisation = Annotated[Text120, Ref("organisations")]
Office = Annotated[Text60, Ref("offices")]
Person = Annotated[Text60, Ref("people")]
Post = Annotated[Text60, Ref("posts")]


class SuccessionForm(LooseFact):
    """The institution was merged, split, renamed, dissolved, or lost a competence to another."""

    table: ClassVar[str] = "successions"
    happens: ClassVar[bool] = True

    kind: SuccessionKind
    successor: Organisation | None = None
    instrument: Text300 | None = None
    """The decree or law that did it."""
    dated_as: Text40 | None = None
    """The date in the words of the source, where it is not a plain date."""
    note: Text | None = None


class OrganisationForm(Form):
    """An institution. One that is on record under the same code is used as it is."""

    code: Text120
    name: Text300
    constituent: Constituent = Constituent.OTHER
    country: Country | None = None
    successions: tuple[SuccessionForm, ...] = ()


class OfficeForm(Form):
    """A place of an organisation where work is done and papers wait."""

    code: Text60
    organisation: Organisation
    name: Text200
    city: Text100 | None = None
    country: Country | None = None
    time_zone: Zone = "UTC"


class PersonForm(Form):
    """Someone who holds posts; in an example a role, never a name."""

    code: Text60
    name: Text200


class HoldingForm(DayFact):
    """A person holds the post from `on`, until `held_to` if it has ended."""

    table: ClassVar[str] = "holdings"

    person: Person
    held_to: Day | None = None
    handed_over_on: Day | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> HoldingForm:
        """Nobody leaves a post before taking it."""
        if self.on and self.held_to and self.held_to < self.on:
            raise problem_at(("held_to",), f"{self.held_to} is before the first day, {self.on}")
        return self


class AssessmentForm(DayFact):
    """How a person was assessed on one competence that the post asks for."""

    table: ClassVar[str] = "assessments"
    happens: ClassVar[bool] = True

    person: Person
    competence: Text60
    met: bool
    note: Text | None = None


class MandateForm(Form):
    """What the post may do: the level it stands at, for its own projects or for all."""

    level: Mandate.Level
    reach: Mandate.Reach = Mandate.Reach.OWN


class PostForm(Form):
    """A seat in an office, whoever sits in it."""

    code: Text60
    office: Office
    title: Text200
    on_project: bool = True
    """Whether the post belongs to this project."""
    key: bool = False
    """Whether it is a key post, which the rules watch."""
    required_competences: tuple[Text60, ...] = ()
    mandates: tuple[MandateForm, ...] = ()
    holdings: tuple[HoldingForm, ...] = ()
    assessments: tuple[AssessmentForm, ...] = ()
