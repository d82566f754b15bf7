"""A small project, the people around it, and a web floor that needs no collected files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from sapar.design.projects.models import Partner, Place, Project, ProjectPeriod, ProjectPost
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.models import Source
from sapar.money.agreements.models import Agreement, ReportDue

PEOPLE = ("manager", "finance", "donor", "evaluator")


def ago(days: int) -> date:
    return datetime.now(UTC).date() - timedelta(days=days)


def dated(days: int, source: Source) -> dict[str, object]:
    """A fact of so many days ago that was recorded the same day."""
    day = ago(days)
    recorded = datetime.combine(day, time(9), tzinfo=UTC)
    return {
        "effective_on": day,
        "recorded_at": recorded,
        "source": source,
        "basis": "illustrative",
    }


@dataclass(frozen=True)
class Yard:
    """Where tests build: a source, two organisations, an office, and people by what they do."""

    source: Source
    executing: Organisation
    donor: Organisation
    office: Office
    users: dict[str, User]
    posts: dict[str, Post]

    def project(self, code: str = "P/1", *, days_late: int = 20, fictional: bool = False):
        """A project of two years with one report that is late, on record since it was due."""
        project = Project.objects.create(
            code=code, title=f"Title of {code}", fictional=fictional, executing=self.executing
        )
        for name in ("manager", "finance", "evaluator"):
            ProjectPost.objects.create(project=project, post=self.posts[name])
        start = dated(400, self.source)
        ProjectPeriod.objects.create(
            project=project, kind="agreed", starts_on=ago(400), ends_on=ago(-330), **start
        )
        Place.objects.create(project=project, country="KG", **start)
        Partner.objects.create(project=project, organisation=self.donor, role="donor", **start)
        agreement = Agreement.objects.create(
            project=project, code="A", donor=self.donor, mode="eu_grant_2008"
        )
        due = {**start, "effective_on": ago(days_late)}
        ReportDue.objects.create(
            project=project,
            agreement=agreement,
            kind="interim",
            period_from=ago(400),
            period_to=ago(days_late + 60),
            **due,
        )
        return project


@pytest.fixture
def yard(db) -> Yard:
    source = Source.objects.create(key="made-up", title="Made up for tests")
    executing = Organisation.objects.create(code="ex", name="Executing organisation")
    giver = Organisation.objects.create(code="do", name="Donor organisation")
    office = Office.objects.create(code="office", organisation=executing, name="Office")
    away = Office.objects.create(code="away", organisation=giver, name="Delegation")
    levels = {
        "manager": ("project_manager", "own", office),
        "finance": ("finance", "own", office),
        "donor": ("donor", "organisation", away),
        "evaluator": ("evaluation", "own", office),
    }
    users: dict[str, User] = {}
    posts: dict[str, Post] = {}
    for name, (level, reach, place) in levels.items():
        person = Person.objects.create(code=name, name=f"The {name}")
        posts[name] = Post.objects.create(code=name, office=place, title=f"Post of the {name}")
        Mandate.objects.create(post=posts[name], level=level, reach=reach)
        Holding.objects.create(post=posts[name], person=person, **dated(500, source))
        users[name] = User.objects.create(username=name, person=person)
    stranger = Person.objects.create(code="outsider", name="An outsider")
    users["outsider"] = User.objects.create(username="outsider", person=stranger)
    return Yard(source, executing, giver, office, users, posts)


@pytest.fixture
def signed_in(yard: Yard, web_files) -> Callable[[str], Client]:
    """A browser in which one of the people is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(yard.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def web_files(settings, tmp_path):
    """Style sheets from their source folder; the built ones exist only after collectstatic."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = str(tmp_path)
    settings.DEMO = False
    return settings
