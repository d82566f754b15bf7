"""The demo: three projects, and who sees which of them after one click."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import projects_by_level, visible_to
from sapar.examples.demo import DEMO_USERS, LIVE, RER, TWIN, load_examples, running_twin
from sapar.exchange.projectfiles.checks import problems_in
from sapar.ground.kernel.period import months_between
from sapar.ground.parties.models import User
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import JournalEntry

BY = Actor("test")
LEVEL = {
    "project-manager": "project_manager",
    "finance-officer": "finance",
    "headquarters-desk": "headquarters",
    "task-manager": "donor",
    "evaluator": "evaluation",
}


@pytest.fixture
def loaded(db: None) -> None:
    load_examples(BY)


def test_all_examples_are_loaded_once(loaded: None) -> None:
    assert set(Project.objects.values_list("code", flat=True)) == {RER, TWIN, LIVE}
    before = (Project.objects.count(), User.objects.count(), JournalEntry.objects.count())
    assert load_examples(BY) == ()
    after = (Project.objects.count(), User.objects.count(), JournalEntry.objects.count())
    assert after == before


@pytest.mark.parametrize("name", LEVEL)
def test_each_role_stands_at_its_level_in_both_twins(loaded: None, name: str) -> None:
    user = User.objects.get(username=name)
    assert not user.has_usable_password()
    assert set(visible_to(user).values_list("code", flat=True)) == {RER, TWIN, LIVE}
    reached = projects_by_level(user)
    assert set(reached) == {LEVEL[name]}
    assert set(reached[LEVEL[name]].values_list("code", flat=True)) == {TWIN, LIVE}


def test_the_outsider_sees_only_what_is_public(loaded: None) -> None:
    outsider = User.objects.get(username="outsider")
    assert set(visible_to(outsider).values_list("code", flat=True)) == {RER}
    assert projects_by_level(outsider) == {}
    assert set(User.objects.values_list("username", flat=True)) == set(DEMO_USERS)


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2027, 1, 31), date(2028, 2, 29)])
def test_the_running_twin_is_in_its_eighth_month_whatever_the_day(today: date) -> None:
    file = running_twin(today)
    start = file.project.periods[0].starts
    assert start is not None
    assert months_between(start.first, today) == 8
    now = datetime.combine(today, datetime.max.time(), UTC)
    assert list(problems_in(file, now)) == []
    assert len(file.reports) <= 1
