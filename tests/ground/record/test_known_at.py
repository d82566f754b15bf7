"""What was known on a day: the question in SQL and the one in Python have the same answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.design.projects.models import Project, ProjectPhase
from sapar.ground.record.models import Source
from sapar.ground.record.rules import Dated
from sapar.watch.alerts.queries.loading import load_facts

FIRST = date(2009, 1, 1)
HOURS = st.integers(0, 24 * 12 - 1)


@pytest.fixture
def project(db: None) -> Project:
    return Project.objects.create(code="P", title="P")


def clean(project: Project) -> Source:
    while ProjectPhase.objects.exists():
        ProjectPhase.objects.filter(superseded_by=None).delete()
    return Source.objects.get_or_create(key="s", defaults={"title": "S"})[0]


CHAINS = st.lists(
    st.lists(st.tuples(HOURS, st.booleans()), min_size=1, max_size=4), min_size=1, max_size=3
)
"""Chains of rows, each superseding the one before: hour of recording, and whether withdrawn."""


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chains=CHAINS)
def test_sql_and_python_know_the_same_facts_on_every_day(
    project: Project, chains: list[list[tuple[int, bool]]]
) -> None:
    source = clean(project)
    for number, chain in enumerate(chains):
        before = None
        for hour, withdrawn in chain:
            before = ProjectPhase.objects.create(
                project=project,
                phase=f"p{number}",
                effective_on=FIRST,
                recorded_at=datetime(2009, 1, 1, tzinfo=UTC) + timedelta(hours=hour),
                source=source,
                basis="sourced",
                supersedes=before,
                withdrawn=withdrawn,
            )
    ((_, facts),) = load_facts(Project.objects.filter(pk=project.pk))
    for day in (FIRST + timedelta(days=n) for n in range(-1, 13)):
        by_sql = set(ProjectPhase.objects.known_at(day).values_list("id", flat=True))
        by_python = {one.dated.id for one in facts.phases if one.dated.known(day)}
        by_view = {one.dated.id for one in facts.known(day).phases}
        assert by_sql == by_python == by_view


@pytest.mark.parametrize("zone", ["Asia/Bishkek", "America/New_York"])
def test_the_end_of_a_day_is_the_same_for_readers_in_every_time_zone(
    project: Project, zone: str
) -> None:
    source = clean(project)
    ProjectPhase.objects.create(
        project=project,
        phase="late",
        effective_on=FIRST,
        recorded_at=datetime(2009, 1, 1, 23, 30, tzinfo=UTC),
        source=source,
        basis="sourced",
    )
    with timezone.override(zone):
        assert ProjectPhase.objects.known_at(FIRST).exists()
        assert not ProjectPhase.objects.known_at(FIRST - timedelta(days=1)).exists()


@given(
    st.integers(0, 20), st.none() | st.integers(0, 20), st.lists(st.integers(-2, 22), max_size=5)
)
def test_a_fact_is_known_from_its_recording_until_its_replacement(
    recorded: int, replaced: int | None, days: list[int]
) -> None:
    end = None if replaced is None else FIRST + timedelta(days=replaced)
    fact = Dated(1, FIRST, FIRST + timedelta(days=recorded), end)
    for day in days:
        expected = day >= recorded and (replaced is None or day < replaced)
        assert fact.known(FIRST + timedelta(days=day)) is expected


def test_the_last_day_that_can_be_written_can_be_asked_for(project: Project) -> None:
    assert not ProjectPhase.objects.known_at(date.max).exists()
