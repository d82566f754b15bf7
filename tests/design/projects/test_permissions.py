from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from sapar.design.projects.models import Partner, Project, ProjectPost
from sapar.design.projects.permissions import (
    levels_of,
    may_see,
    offices_of,
    projects_by_level,
    visible_to,
)
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.models import Source

pytestmark = pytest.mark.django_db


def day(offset: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=offset)


def fact(offset: int = -100) -> dict[str, object]:
    source, _ = Source.objects.get_or_create(key="s", defaults={"title": "S"})
    recorded = datetime.now(UTC) + timedelta(days=offset)
    return {
        "effective_on": day(offset),
        "recorded_at": recorded,
        "source": source,
        "basis": "sourced",
    }


def office(code: str, organisation: Organisation) -> Office:
    return Office.objects.create(code=code, name=code, organisation=organisation)


def someone(name: str, place: Office, level: str, reach: str, **held: object) -> User:
    person = Person.objects.create(code=name, name=name)
    post = Post.objects.create(code=name, office=place, title=name)
    Mandate.objects.create(post=post, level=level, reach=reach)
    Holding.objects.create(post=post, person=person, **{**fact(), **held})
    return User.objects.create(username=name, person=person)


def attach(user: User, project: Project) -> None:
    ProjectPost.objects.create(project=project, post=user.person.holdings.get().post)


@pytest.fixture
def own() -> Project:
    executing = Organisation.objects.create(code="ex", name="Executing")
    return Project.objects.create(code="OWN", title="Own", executing=executing)


@pytest.fixture
def other() -> Project:
    return Project.objects.create(code="OTHER", title="Other")


def test_the_project_manager_sees_the_projects_of_the_post(own, other):
    manager = someone("pm", office("o", own.executing), "project_manager", "own")
    attach(manager, own)
    assert list(visible_to(manager)) == [own]
    assert (may_see(manager, own), may_see(manager, other)) == (True, False)
    assert levels_of(manager, own) == {"project_manager"}
    assert levels_of(manager, other) == frozenset()


def test_the_finance_officer_stands_in_finance_and_on_no_rung(own):
    officer = someone("fin", office("o", own.executing), "finance", "own")
    attach(officer, own)
    assert levels_of(officer, own) == {"finance"}


def test_the_task_manager_sees_what_the_donor_funds(own, other):
    giver = Organisation.objects.create(code="do", name="Donor")
    Partner.objects.create(project=own, organisation=giver, role="donor", **fact())
    manager = someone("tm", office("d", giver), "donor", "organisation")
    assert list(visible_to(manager)) == [own]
    assert levels_of(manager, own) == {"donor"}


def test_headquarters_sees_what_the_organisation_carries_out(own, other):
    desk = someone("hq", office("o", own.executing), "headquarters", "organisation")
    assert list(visible_to(desk)) == [own]


def test_an_outsider_sees_nothing(own):
    elsewhere = Organisation.objects.create(code="el", name="Elsewhere")
    outsider = someone("out", office("e", elsewhere), "headquarters", "organisation")
    assert not visible_to(outsider).exists()
    assert not may_see(outsider, own)


def test_a_post_of_the_organisation_without_reach_sees_no_project_of_others(own):
    assert not visible_to(someone("x", office("o", own.executing), "finance", "own")).exists()


def test_a_partner_withdrawn_or_superseded_opens_nothing(own):
    giver = Organisation.objects.create(code="do", name="Donor")
    first = Partner.objects.create(project=own, organisation=giver, role="donor", **fact())
    manager = someone("tm", office("d", giver), "donor", "organisation")
    Partner.objects.create(
        project=own,
        organisation=giver,
        role="donor",
        supersedes=first,
        withdrawn=True,
        **fact(-10),
    )
    assert not visible_to(manager).exists()


@pytest.mark.parametrize(
    ("held", "sees"),
    [
        ({"held_to": None}, True),
        ({"held_to": day(0)}, True),
        ({"held_to": day(-1)}, False),
        ({"effective_on": day(1)}, False),
        ({"effective_on": day(0)}, True),
        ({"recorded_at": datetime.now(UTC) + timedelta(days=2)}, False),
        ({"withdrawn": True}, False),
    ],
)
def test_only_posts_held_today_count(own, held, sees):
    manager = someone("pm", office("o", own.executing), "project_manager", "own", **held)
    attach(manager, own)
    assert may_see(manager, own) is sees
    assert (levels_of(manager, own) == {"project_manager"}) is sees
    assert bool(offices_of(manager)) is sees


def test_a_superuser_sees_all_but_stands_on_no_level(own, other):
    root = User.objects.create(username="root", is_superuser=True)
    assert set(visible_to(root)) == {own, other}
    assert levels_of(root, own) == frozenset()


def test_who_is_not_active_or_not_signed_in_sees_nothing(own):
    manager = someone("pm", office("o", own.executing), "project_manager", "own")
    attach(manager, own)
    manager.is_active = False
    for user in (manager, AnonymousUser(), User(username="x", is_superuser=True, is_active=False)):
        assert not visible_to(user).exists()
        assert levels_of(user, own) == frozenset()


def test_levels_are_kept_apart_project_by_project(own, other):
    place = office("o", own.executing)
    person = someone("two", place, "project_manager", "own")
    attach(person, own)
    second = Post.objects.create(code="second", office=place, title="second")
    Mandate.objects.create(post=second, level="regional_office")
    Holding.objects.create(post=second, person=person.person, **fact())
    ProjectPost.objects.create(project=other, post=second)
    by_level = projects_by_level(person)
    assert {level: list(found) for level, found in by_level.items()} == {
        "project_manager": [own],
        "regional_office": [other],
    }
