"""Parties, facts: who holds which post, how they were assessed, what became of institutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.ground.record.rules import Dated


@dataclass(frozen=True, slots=True)
class PostFact:
    """A post of a project as the rules see it."""

    code: str
    title: str
    key: bool
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldingFact:
    """A person in a post from `dated.effective_on`, both days included."""

    post: str
    person: str
    held_to: date | None
    handed_over_on: date | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    """Whether a person met one competence that a post asks for."""

    post: str
    person: str
    competence: str
    met: bool
    dated: Dated


@dataclass(frozen=True, slots=True)
class SuccessionFact:
    """An institution changed on `dated.effective_on`."""

    organisation: str
    successor: str
    kind: str
    dated: Dated
