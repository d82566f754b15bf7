"""Projects, actions: what every action on a project's facts does besides writing them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import F

from sapar.design.projects.models import Project
from sapar.ground.kernel import NotPermitted
from sapar.ground.parties.models import Person, User
from sapar.ground.record.actions import Actor, Stamp, source_named


def moved(project: Project) -> None:
    """The project's facts have changed: stored readings of it are out of date."""
    Project.objects.filter(pk=project.pk).update(revision=F("revision") + 1)


def person_of(user: User) -> Person:
    """The person a user acts as. Raises NotPermitted for a user who is nobody's."""
    if user.person is None:
        raise NotPermitted(
            "You are signed in, but not as a person who holds a post",
            remedy="Ask your administrator to link your account to your person.",
        )
    return user.person


def actor_of(user: User) -> Actor:
    """A user as the journal names them: the person, else the user name."""
    return Actor(user.person.name if user.person else user.get_username(), user.pk)


def entry_by(user: User) -> Stamp:
    """The stamp of facts that a person enters now: they are the source."""
    person = person_of(user)
    source = source_named(f"entry:{person.code}", f"Entry by {person.name}")
    return Stamp(datetime.now(UTC), source)
