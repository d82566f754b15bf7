"""Which stamp and which day each fact of a project file carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sapar.exchange.projectfiles.schema import FactForm, Form, ProjectFile
from sapar.exchange.projectfiles.schema.base import DayFact, LooseFact
from sapar.exchange.projectfiles.schema.design import PeriodForm, TargetForm
from sapar.exchange.projectfiles.schema.ledger import StepForm
from sapar.ground.kernel import PartialDate
from sapar.ground.record.models import Basis

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Stamped:
    """When a fact was recorded, the key of its source if it has one, and its basis."""

    recorded: datetime
    source: str | None
    basis: Basis


def parts(form: Form, path: Path = ()) -> Iterator[tuple[Path, Form]]:
    """A form and every form inside it, each with its path of keys."""
    yield path, form
    for name in type(form).model_fields:
        value = getattr(form, name)
        if isinstance(value, Form):
            yield from parts(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Form):
                    yield from parts(item, (*path, name, index))


def facts(file: ProjectFile) -> Iterator[tuple[Path, FactForm]]:
    """Every fact of a file with its path of keys."""
    for path, form in parts(file):
        if isinstance(form, FactForm):
            yield path, form


def stamp_of(file: ProjectFile, fact: FactForm, now: datetime) -> Stamped:
    """A fact's own stamp counts before its kind's default, and that before the file's."""
    chain = (fact, getattr(file.defaults, fact.table), file)
    recorded = next((stamp.recorded for stamp in chain if stamp.recorded), now)
    source = next((stamp.source for stamp in chain if stamp.source), None)
    basis = next((stamp.basis for stamp in chain if stamp.basis), Basis.SOURCED)
    return Stamped(recorded, source, basis)


def day_of(file: ProjectFile, fact: FactForm, recorded: datetime) -> date:
    """The day a fact is about: as given, else as its kind implies, else the day it was recorded.

    A month or a year counts from its first day.
    """
    implied: date | None = None
    match fact:
        case DayFact(on=date() as day):
            implied = day
        case LooseFact(on=PartialDate() as when) | PeriodForm(starts=PartialDate() as when):
            implied = when.first
        case StepForm(at=moment):
            implied = moment.date()
        case TargetForm(kind="baseline"):
            implied = _bounds(file)[0]
        case TargetForm(kind="end"):
            implied = _bounds(file)[1]
    return implied or recorded.date()


def _bounds(file: ProjectFile) -> tuple[date | None, date | None]:
    """First and last day of the project, by what was agreed before what was planned or came."""
    order = {"agreed": 0, "planned": 1, "actual": 2}
    periods = sorted(file.project.periods, key=lambda period: order[period.kind])
    start = next((period.starts.first for period in periods if period.starts), None)
    end = next((period.ends.last for period in periods if period.ends), None)
    return start, end
