"""Projects, permissions: who sees a project, and at which levels of mandate someone stands in it.

Everything follows from the posts that a user's person holds today. What may be seen is decided by
today's posts, whichever day is read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from sapar.design.projects.models import Partner, Project, ProjectPost
from sapar.ground.parties.models import Holding, Mandate


def visible_to(user: Any) -> QuerySet[Project]:
    """Public projects for whoever is signed in, and those that a mandate of the user reaches.

    All of them for a superuser, none for somebody unknown.
    """
    if not (user.is_authenticated and user.is_active):
        return Project.objects.none()
    if user.is_superuser:
        return Project.objects.all()
    return _reached_by(_mandates_of(user)) | Project.objects.filter(public=True)


def may_see(user: Any, project: Project) -> bool:
    """Whether some mandate of the user reaches the project."""
    return visible_to(user).filter(pk=project.pk).exists()


def levels_of(user: Any, project: Project) -> frozenset[str]:
    """The levels of mandate at which the user stands in a project; none for a superuser's sake."""
    return frozenset(
        level
        for level, projects in projects_by_level(user).items()
        if projects.filter(pk=project.pk).exists()
    )


def projects_by_level(user: Any) -> dict[str, QuerySet[Project]]:
    """For each level of mandate that the user holds somewhere, the projects it reaches."""
    by_level: dict[str, list[Mandate]] = {}
    for mandate in _mandates_of(user):
        by_level.setdefault(mandate.level, []).append(mandate)
    return {level: _reached_by(mandates) for level, mandates in by_level.items()}


def offices_of(user: Any) -> frozenset[int]:
    """The offices in which the user holds a post today."""
    return frozenset(_holdings_of(user).values_list("post__office_id", flat=True))


def _today() -> date:
    return datetime.now(UTC).date()


def _holdings_of(user: Any) -> QuerySet[Holding]:
    """The posts a user's person holds today, by what is on record today."""
    person = getattr(user, "person_id", None)
    if person is None or not user.is_active:
        return Holding.objects.none()
    today = _today()
    known: QuerySet[Holding] = Holding.objects.known_at(today)
    return known.filter(
        Q(held_to=None) | Q(held_to__gte=today), person_id=person, effective_on__lte=today
    )


def _mandates_of(user: Any) -> list[Mandate]:
    posts = _holdings_of(user).values("post_id")
    return list(Mandate.objects.filter(post_id__in=posts).select_related("post__office"))


def _reached_by(mandates: list[Mandate]) -> QuerySet[Project]:
    """Projects of the posts, and those that the posts' organisations carry out or join."""
    own = [m.post_id for m in mandates if m.reach == Mandate.Reach.OWN]
    organisations = [
        m.post.office.organisation_id for m in mandates if m.reach == Mandate.Reach.ORGANISATION
    ]
    reached = Q(pk__in=ProjectPost.objects.filter(post_id__in=own).values("project_id"))
    if organisations:
        partners = Partner.objects.known_at(_today()).filter(organisation_id__in=organisations)
        reached |= Q(executing_id__in=organisations) | Q(pk__in=partners.values("project_id"))
    return Project.objects.filter(reached)
