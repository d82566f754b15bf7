"""Stored readings: copies of the live ones, made again whenever facts or rules have moved."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.making import milestone_row, project_row

from sapar.design.projects.actions import moved
from sapar.design.projects.models import Project
from sapar.watch.alerts.models import Standing, StandingCriticality
from sapar.watch.alerts.queries.loading import load_facts
from sapar.watch.alerts.queries.readings import current_watch, reading_of
from sapar.watch.alerts.queries.standings import (
    bring_up_to_date,
    criticality_from,
    standings,
    waiting_at,
)
from sapar.watch.alerts.rules.reading import read_project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = date(2020, 9, 1)
LATE = date(2020, 3, 1)
room = import_module("sapar.watch.alerts.queries.standings")


def portfolio(count: int = 3) -> list[Project]:
    """Every second project has a milestone half a year late; of the others little is known."""
    made = []
    for number in range(count):
        project = project_row(f"P{number:03d}")
        if number % 2 == 0:
            milestone_row(project, LATE)
        made.append(project)
    return made


def every() -> object:
    return Project.objects.all()


def assert_stored_as_live() -> None:
    lines = StandingCriticality.objects.select_related("standing__project").filter(as_of=ON)
    by_project: dict[str, list[object]] = {code: [] for code in codes()}
    for line in lines:
        by_project[line.standing.project.code].append(criticality_from(line))
    for row in standings(every(), ON, limit=1000).rows:
        live = reading_of(row.project_id, ON)
        assert (row.strip, row.way) == (live.strip, live.way)
        found = sorted(by_project[row.code], key=lambda one: one.key)
        assert found == sorted(live.criticalities, key=lambda one: one.key)
        severities = [one.severity for one in live.criticalities]
        counted = tuple(severities.count(name) for name in ("red", "amber", "unknown"))
        assert (row.red, row.amber, row.unknown) == counted


def codes() -> list[str]:
    return list(Project.objects.values_list("code", flat=True))


def test_what_is_stored_equals_what_is_read_live() -> None:
    portfolio(4)
    assert bring_up_to_date(every(), ON) == 4
    assert_stored_as_live()
    assert StandingCriticality.objects.filter(severity="red").exists()


def test_what_is_up_to_date_is_not_read_again() -> None:
    portfolio(3)
    assert bring_up_to_date(every(), ON) == 3
    assert bring_up_to_date(every(), ON) == 0
    assert bring_up_to_date(every(), ON + DAY) == 3


def test_a_project_whose_facts_moved_is_read_again_and_the_others_are_not() -> None:
    first, *_ = portfolio(3)
    bring_up_to_date(every(), ON)
    before = Standing.objects.get(project=first, as_of=ON)
    milestone_row(first, LATE - 30 * DAY)
    moved(first)
    assert bring_up_to_date(every(), ON) == 1
    assert not Standing.objects.filter(pk=before.pk).exists()
    assert Standing.objects.count() == 3
    assert_stored_as_live()


def test_other_rules_make_every_stored_reading_out_of_date(monkeypatch) -> None:
    portfolio(2)
    bring_up_to_date(every(), ON)
    monkeypatch.setattr(room, "default_rulebook", lambda: SimpleNamespace(fingerprint="other"))
    assert bring_up_to_date(every(), ON) == 2
    assert set(Standing.objects.values_list("rules", flat=True)) == {"other"}


def test_reading_a_page_costs_the_same_statements_for_one_project_and_for_many() -> None:
    counted = {}
    for count in (1, 30, 60):
        for number in range(Project.objects.count(), count):
            milestone_row(project_row(f"P{number:03d}"), LATE)
        bring_up_to_date(every(), ON)
        with CaptureQueriesContext(connection) as asked:
            standings(every(), ON)
            waiting_at(every(), ["project_manager", "regional_office", "headquarters"], ON)
        counted[count] = len(asked)
    assert counted == dict.fromkeys((1, 30, 60), counted[1])


def test_refreshing_costs_the_same_statements_but_for_inserts_by_the_batch() -> None:
    counted = {}
    for count in (1, 30):
        for number in range(Project.objects.count(), count):
            milestone_row(project_row(f"P{number:03d}"), LATE)
        Standing.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            bring_up_to_date(every(), ON)
        counted[count] = len([q for q in asked if not q["sql"].startswith("INSERT")])
    assert counted[1] == counted[30]


def test_a_reader_who_comes_second_stores_nothing_twice(monkeypatch) -> None:
    portfolio(3)
    real = load_facts

    def while_another_reads(projects):
        monkeypatch.setattr(room, "load_facts", real)
        assert bring_up_to_date(every(), ON) == 3
        return real(projects)

    monkeypatch.setattr(room, "load_facts", while_another_reads)
    bring_up_to_date(every(), ON)
    assert Standing.objects.count() == 3
    assert_stored_as_live()


def test_facts_that_move_while_they_are_read_leave_the_reading_out_of_date(monkeypatch) -> None:
    project, *_ = portfolio(1)
    real = load_facts

    def while_facts_move(projects):
        milestone_row(project, LATE - 60 * DAY)
        moved(project)
        return real(projects)

    monkeypatch.setattr(room, "load_facts", while_facts_move)
    bring_up_to_date(every(), ON)
    monkeypatch.setattr(room, "load_facts", real)
    assert bring_up_to_date(every(), ON) == 1
    assert_stored_as_live()


def test_rounds_of_many_projects_are_all_stored(monkeypatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 2)
    portfolio(5)
    assert bring_up_to_date(every(), ON) == 5
    assert_stored_as_live()


def test_a_page_is_sorted_cut_and_counted() -> None:
    portfolio(5)
    page = standings(every(), ON, limit=2)
    assert (page.total, [row.code for row in page.rows]) == (5, ["P000", "P002"])
    by_code = standings(every(), ON, order="code", offset=4)
    assert [row.code for row in by_code.rows] == ["P004"]
    red = standings(every(), ON, severity="red")
    assert [row.code for row in red.rows] == ["P000", "P002", "P004"]


def test_who_must_act_sees_red_first_and_only_what_stands_at_their_level() -> None:
    portfolio(4)
    page = waiting_at(every(), ["regional_office", "headquarters"], ON)
    shown = [row.criticality for row in page.rows]
    assert page.total == len(shown) > 0
    assert {one.level for one in shown} <= {"regional_office", "headquarters"}
    assert all(one.severity.needs_someone for one in shown)
    ranks = [(one.severity.rank, one.due_on or date.max) for one in shown]
    assert ranks == sorted(ranks)
    assert waiting_at(every(), ["finance"], ON).total == 0


def test_whoever_let_a_clock_run_out_keeps_seeing_what_it_was_about() -> None:
    portfolio(1)
    gone = waiting_at(every(), ["project_manager"], ON, passed=True)
    assert gone.total > 0
    for row in gone.rows:
        rungs = [rung.level for rung in row.criticality.ladder]
        assert rungs[0] == "project_manager"
        assert row.criticality.level != "project_manager"
    assert waiting_at(every(), ["donor"], ON, passed=True).total == 0


def test_only_the_projects_asked_for_are_shown() -> None:
    portfolio(3)
    bring_up_to_date(every(), ON)
    one = Project.objects.filter(code="P000")
    assert [row.code for row in standings(one, ON).rows] == ["P000"]
    assert {row.project for row in waiting_at(one, ["headquarters", "donor"], ON).rows} <= {"P000"}


@pytest.mark.postgres
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="DATABASE_URL names no PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_time_store_each_reading_once() -> None:
    portfolio(20)

    def refresh(_: int) -> None:
        try:
            bring_up_to_date(every(), ON)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(refresh, range(6)))
    assert Standing.objects.filter(as_of=ON).count() == 20
    watch = current_watch()
    expected = sum(
        len(read_project(facts, ON, watch).criticalities) for _, facts in load_facts(every())
    )
    assert StandingCriticality.objects.count() == expected
