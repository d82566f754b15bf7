"""Projects, queries: what is on record about a project itself, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet

from sapar.design.projects.models import (
    Evidence,
    Partner,
    Phase,
    Place,
    Project,
    ProjectPeriod,
    ProjectPhase,
    ProjectPost,
    Statement,
)
from sapar.ground.codelists.places import country_name
from sapar.ground.kernel import PartialDate
from sapar.ground.parties.queries import (
    AssessmentRow,
    HoldingRow,
    SuccessionRow,
    assessments_of,
    holdings_of,
    successions_of,
)
from sapar.ground.record.origins import Origin, origin_of


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """The phase of the cycle that a project entered on a day."""

    phase: str
    on: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """From when to when, as exact as the source; None where that end is not on record."""

    kind: str
    starts: PartialDate | None
    ends: PartialDate | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A country or a place in it, and its share of the project where known."""

    country: str
    name: str
    percentage: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An organisation in a role."""

    organisation_id: int
    organisation: str
    constituent: str
    role: str
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What one source says about a topic."""

    text: str
    language: str
    dated_as: str
    on: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with what each source says of it, side by side; nobody picks a winner."""

    name: str
    says: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of the project: its office, its holders, and the competences it asks for."""

    id: int
    code: str
    title: str
    office: str
    key: bool
    holders: tuple[HoldingRow, ...]
    required: tuple[str, ...]
    assessed: tuple[AssessmentRow, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody on record holds it."""
        return not any(holder.now for holder in self.holders)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A document kept as it came."""

    title: str
    kind: str
    media_type: str
    size: int
    sha256: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a project is: phase, periods, places and partners by what was known on a day."""

    summary: str
    executing: str
    phases: tuple[PhaseRow, ...]
    periods: tuple[PeriodRow, ...]
    places: tuple[PlaceRow, ...]
    partners: tuple[PartnerRow, ...]
    successions: tuple[SuccessionRow, ...]

    @property
    def phase(self) -> str:
        """The phase it is in; empty where none is on record."""
        return self.phases[0].phase if self.phases else ""

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries it works in, each once, in the order of the record."""
        return tuple(dict.fromkeys(place.country for place in self.places if place.country))


def identity_of(project: Project, as_of: date, lang: str = "en") -> Identity:
    """What is on record about the project itself at the end of a day."""
    partners = _partners(project.pk, as_of)
    organisations = {row.organisation_id for row in partners}
    if project.executing_id:
        organisations.add(project.executing_id)
    phases = ProjectPhase.objects.known_at(as_of).filter(
        project_id=project.pk, effective_on__lte=as_of
    )
    return Identity(
        summary=project.summary,
        executing=project.executing.name if project.executing else "",
        phases=tuple(
            PhaseRow(fact.get_phase_display(), fact.effective_on, origin_of(fact))
            for fact in phases.select_related("source").order_by("-effective_on", "-id")
        ),
        periods=_periods(project.pk, as_of),
        places=_places(project.pk, as_of, lang),
        partners=partners,
        successions=successions_of(organisations, as_of),
    )


def statements_of(project_id: int, as_of: date) -> tuple[Topic, ...]:
    """What the sources say, topic by topic; sources that disagree stand side by side."""
    facts = Statement.objects.known_at(as_of).filter(project_id=project_id)
    ordered = facts.select_related("source").order_by("topic", "effective_on", "id")
    return tuple(
        Topic(
            name,
            tuple(
                StatementRow(f.text, f.language, f.dated_as, f.effective_on, origin_of(f))
                for f in group
            ),
        )
        for name, group in groupby(ordered, key=lambda fact: fact.topic)
    )


def posts_of(project_id: int, as_of: date) -> tuple[PostRow, ...]:
    """The posts of a project, key posts first, with who holds them and how they were assessed."""
    seats = list(
        ProjectPost.objects.filter(project_id=project_id)
        .select_related("post__office")
        .order_by("-key", "post__title", "id")
    )
    ids = [seat.post_id for seat in seats]
    holders, assessed = holdings_of(ids, as_of), assessments_of(ids, as_of)
    return tuple(
        PostRow(
            id=seat.post_id,
            code=seat.post.code,
            title=seat.post.title,
            office=seat.post.office.name,
            key=seat.key,
            holders=holders.get(seat.post_id, ()),
            required=tuple(seat.post.required_competences),
            assessed=assessed.get(seat.post_id, ()),
        )
        for seat in seats
    )


def evidence_of(project_id: int, as_of: date) -> tuple[EvidenceRow, ...]:
    """The documents kept for a project, newest first; their content is not read."""
    kept = Evidence.objects.filter(project_id=project_id, recorded_at__date__lte=as_of)
    related = kept.select_related("document").defer("document__packed")
    return tuple(
        EvidenceRow(
            one.document.title,
            one.kind,
            one.document.media_type,
            one.document.size,
            one.document.sha256,
            one.recorded_at,
        )
        for one in related.order_by("-recorded_at", "-id")
    )


def narrowed(
    projects: QuerySet[Project], as_of: date, *, text: str = "", country: str = "", phase: str = ""
) -> QuerySet[Project]:
    """Projects whose title or code holds a text, that work in a country, that are in a phase."""
    if text:
        projects = projects.filter(title__icontains=text) | projects.filter(code__icontains=text)
    if country:
        places = Place.objects.known_at(as_of).filter(country=country)
        projects = projects.filter(pk__in=places.values("project_id"))
    if phase:
        projects = projects.filter(pk__in=_in_phase(phase, as_of))
    return projects


def countries_among(
    projects: QuerySet[Project], as_of: date, lang: str = "en"
) -> tuple[tuple[str, str], ...]:
    """The countries that some of the projects work in, as code and name, by name."""
    places = Place.objects.known_at(as_of).filter(project__in=projects).exclude(country="")
    codes = places.order_by().values_list("country", flat=True).distinct()
    return tuple(sorted(((c, country_name(c, lang)) for c in codes), key=lambda pair: pair[1]))


def phase_choices() -> tuple[tuple[str, str], ...]:
    """The phases of the project cycle, in their order, as code and name."""
    return tuple((str(code), str(name)) for code, name in Phase.choices)


def _in_phase(phase: str, as_of: date) -> Iterable[int]:
    known = ProjectPhase.objects.known_at(as_of).filter(effective_on__lte=as_of)
    latest: dict[int, str] = dict(
        known.order_by("effective_on", "id").values_list("project_id", "phase")
    )
    return [project for project, is_in in latest.items() if is_in == phase]


def _partial(written: str, day: date | None) -> PartialDate | None:
    if written:
        return PartialDate.parse(written)
    return PartialDate(day.year, day.month, day.day) if day else None


def _periods(project_id: int, as_of: date) -> tuple[PeriodRow, ...]:
    facts = ProjectPeriod.objects.known_at(as_of).filter(project_id=project_id)
    return tuple(
        PeriodRow(
            fact.get_kind_display(),
            _partial(fact.starts_as, fact.starts_on),
            _partial(fact.ends_as, fact.ends_on),
            origin_of(fact),
        )
        for fact in facts.select_related("source").order_by("effective_on", "id")
    )


def _places(project_id: int, as_of: date, lang: str) -> tuple[PlaceRow, ...]:
    facts = Place.objects.known_at(as_of).filter(project_id=project_id)
    return tuple(
        PlaceRow(
            country=country_name(fact.country, lang) if fact.country else "",
            name=fact.name or fact.region,
            percentage="" if fact.percentage is None else f"{fact.percentage.normalize():f}",
            origin=origin_of(fact),
        )
        for fact in facts.select_related("source").order_by("id")
    )


def _partners(project_id: int, as_of: date) -> tuple[PartnerRow, ...]:
    facts = Partner.objects.known_at(as_of).filter(project_id=project_id)
    return tuple(
        PartnerRow(
            organisation_id=fact.organisation_id,
            organisation=fact.organisation.name,
            constituent=fact.organisation.get_constituent_display(),
            role=fact.get_role_display(),
            note=fact.note,
            origin=origin_of(fact),
        )
        for fact in facts.select_related("organisation", "source").order_by("role", "id")
    )
