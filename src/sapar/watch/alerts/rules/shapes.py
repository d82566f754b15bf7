"""What the watch answers: criticalities, the strip of four readings, and the project's way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sapar.ground.kernel import Finding, Verdict

LADDER = ("project_manager", "regional_office", "headquarters", "donor")


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of mandate that a criticality reached, and the day it got there."""

    level: str
    on: date


@dataclass(frozen=True, slots=True)
class Criticality:
    """A finding that needs someone: since when, with whom it stands, and when it climbs.

    `true_since` is the day the facts known now say it began, never later than `known_since`, the
    day the record first showed it. `due_on` is the day it climbs from `level` if nothing is
    decided; None on the top rung, and where nothing could ever be judged, which has no clock.
    """

    project: str
    rule: str
    subject: str
    severity: Verdict
    true_since: date
    known_since: date
    level: str
    due_on: date | None
    finding: Finding
    ladder: tuple[Rung, ...] = ()
    answered: bool = False
    cause: str = ""

    @property
    def judged(self) -> bool:
        """Whether it ever could be judged: what never could has no clock and does not climb."""
        return self.severity.needs_someone or self.due_on is not None or len(self.ladder) > 1

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same criticality on another day."""
        return (self.rule, self.subject)


@dataclass(frozen=True, slots=True)
class StripReading:
    """One of the four readings at a project's head: results, time, money, people.

    `headline` is a sentence part such as '14% of 38% planned by now', kept as template and inputs
    so that it can be said in the reader's language; the finding says why.
    """

    name: str
    verdict: Verdict
    template: str
    inputs: Mapping[str, object]
    finding: Finding | None

    @property
    def headline(self) -> str:
        """The sentence part in the language it was written in."""
        return self.sentence(self.template)

    def sentence(self, template: str) -> str:
        """A translated template filled with this reading's own values."""
        return template.format_map(self.inputs)


@dataclass(frozen=True, slots=True)
class Station:
    """A report on the way: due, and given if it was."""

    kind: str
    due_on: date
    given_on: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A criticality where it rose on the way."""

    on: date
    severity: Verdict
    title: str


@dataclass(frozen=True, slots=True)
class Way:
    """A project's journey: from start to end, stations, and marks; dates unknown are None."""

    starts_on: date | None
    ends_on: date | None
    as_of: date
    stations: tuple[Station, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a project stands on a day by what was known that day."""

    project: str
    as_of: date
    criticalities: tuple[Criticality, ...]
    findings: tuple[Finding, ...]
    strip: tuple[StripReading, ...]
    way: Way
