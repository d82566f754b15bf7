"""Parties, queries: who holds a post, who was assessed on what, what became of institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sapar.ground.parties.models import CompetenceAssessment, Holding, Succession
from sapar.ground.record.origins import Origin, origin_of


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A person in a post: from when, until when, and whether the post was handed over."""

    person: str
    held_from: date
    held_to: date | None
    handed_over_on: date | None
    now: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One competence that a post asks for, and whether its holder was found to meet it."""

    person: str
    competence: str
    met: bool
    on: date
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """What happened to an institution, when, and who took its place."""

    organisation: str
    kind: str
    successor: str
    on: date
    dated_as: str
    instrument: str
    note: str
    origin: Origin


def holdings_of(post_ids: Collection[int], as_of: date) -> Mapping[int, tuple[HoldingRow, ...]]:
    """Everyone known to hold or have held each post, the newest first."""
    held: dict[int, list[HoldingRow]] = defaultdict(list)
    facts = Holding.objects.known_at(as_of).filter(post_id__in=post_ids)
    for fact in facts.select_related("person", "source").order_by("-effective_on", "-id"):
        ended = fact.held_to is not None and fact.held_to < as_of
        row = HoldingRow(
            person=fact.person.name,
            held_from=fact.effective_on,
            held_to=fact.held_to,
            handed_over_on=fact.handed_over_on,
            now=fact.effective_on <= as_of and not ended,
            origin=origin_of(fact),
        )
        held[fact.post_id].append(row)
    return {post: tuple(rows) for post, rows in held.items()}


def assessments_of(
    post_ids: Collection[int], as_of: date
) -> Mapping[int, tuple[AssessmentRow, ...]]:
    """What the holders of each post were assessed on, in the order of the competences."""
    found: dict[int, list[AssessmentRow]] = defaultdict(list)
    facts = CompetenceAssessment.objects.known_at(as_of).filter(post_id__in=post_ids)
    for fact in facts.select_related("person", "source").order_by("competence", "-effective_on"):
        row = AssessmentRow(
            fact.person.name,
            fact.competence,
            fact.met,
            fact.effective_on,
            fact.note,
            origin_of(fact),
        )
        found[fact.post_id].append(row)
    return {post: tuple(rows) for post, rows in found.items()}


def successions_of(organisation_ids: Collection[int], as_of: date) -> tuple[SuccessionRow, ...]:
    """What became of institutions, oldest first."""
    facts = Succession.objects.known_at(as_of).filter(organisation_id__in=organisation_ids)
    related = facts.select_related("organisation", "successor", "source")
    return tuple(
        SuccessionRow(
            organisation=fact.organisation.name,
            kind=fact.get_kind_display(),
            successor=fact.successor.name if fact.successor else "",
            on=fact.effective_on,
            dated_as=fact.dated_as,
            instrument=fact.instrument,
            note=fact.note,
            origin=origin_of(fact),
        )
        for fact in related.order_by("effective_on", "id")
    )
