"""`sapar watch` and `sapar replay` on the worked examples."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sapar.design.projects.models import Project
from sapar.watch.alerts.models import Standing

pytestmark = [pytest.mark.usefixtures("examples"), pytest.mark.django_db]

ROW = {"alert", "project", "severity", "true_since", "known_since", "level", "due_on", "finding"}
FINDING = {"rule", "value", "limit", "unit", "clause", "status", "says", "inputs"}
LEVELS = ("project_manager", "regional_office", "headquarters", "donor")
WATCH = ("watch", "--as-of", "2009-12-31", "--format", "json")


def rows_of(run_sapar, *words) -> list[dict]:
    result = run_sapar(*words)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_a_row_of_the_watch_says_all_that_it_must(run_sapar):
    rows = rows_of(run_sapar, *WATCH)
    assert {row["project"] for row in rows} == {"RER/06/14/EEC", "TWIN"}
    for row in rows:
        assert set(row) >= ROW
        assert set(row["finding"]) >= FINDING
        assert row["alert"] == row["finding"]["rule"]
        assert row["severity"] in {"red", "amber", "unknown"}
        assert row["level"] in LEVELS
        assert row["finding"]["says"]
        known = date.fromisoformat(row["known_since"])
        assert date.fromisoformat(row["true_since"]) <= known <= date(2009, 12, 31)
        assert row["due_on"] is None or date.fromisoformat(row["due_on"]) >= known


def test_one_project_is_the_part_of_all_that_is_its_own(run_sapar):
    every = rows_of(run_sapar, *WATCH)
    twin = rows_of(run_sapar, *WATCH, "--project", "TWIN")
    assert twin == [row for row in every if row["project"] == "TWIN"]
    assert twin


def test_before_anything_was_known_nothing_is_shown(run_sapar):
    assert rows_of(run_sapar, "watch", "--as-of", "1990-01-01", "--format", "json") == []


def test_the_table_counts_its_lines(run_sapar):
    count = len(rows_of(run_sapar, *WATCH, "--project", "TWIN"))
    shown = run_sapar("watch", "--as-of", "2009-12-31", "--project", "TWIN")
    assert f"As of 2009-12-31: {count} lines" in shown.stdout


def test_a_replay_tells_what_happened_to_each_criticality_in_order_of_time(run_sapar):
    rows = rows_of(run_sapar, "replay", "TWIN", "--to", "2009-12-31", "--format", "json")
    assert {row["event"] for row in rows} <= {"raised", "climbed", "answered", "closed"}
    assert {"raised", "climbed", "closed"} <= {row["event"] for row in rows}
    days = [row["as_of"] for row in rows]
    assert days == sorted(days)
    for row in rows:
        assert set(row) >= ROW | {"as_of", "event"}
        assert row["event"] != "raised" or row["known_since"] <= row["as_of"]


def test_a_part_of_a_replay_is_cut_from_the_whole(run_sapar):
    words = ("replay", "TWIN", "--to", "2009-12-31", "--format", "json")
    whole = rows_of(run_sapar, *words)
    part = rows_of(run_sapar, *words, "--from", "2009-06-01")
    assert part == [row for row in whole if row["as_of"] >= "2009-06-01"]
    assert 0 < len(part) < len(whole)


def test_what_a_replay_leaves_open_is_what_the_watch_shows(run_sapar):
    words = ("replay", "TWIN", "--to", "2009-12-31", "--format", "json")
    open_: set[tuple[str, str]] = set()
    for row in rows_of(run_sapar, *words):
        key = row["alert"], row["subject"]
        open_ = open_ - {key} if row["event"] == "closed" else open_ | {key}
    shown = rows_of(run_sapar, *WATCH, "--project", "TWIN")
    assert open_ == {(row["alert"], row["subject"]) for row in shown}


def test_a_replay_as_a_table(run_sapar):
    shown = run_sapar("replay", "TWIN", "--to", "2008-12-31")
    assert shown.exit_code == 0
    assert "raised" in shown.stdout


def test_keeping_the_readings_stores_the_day_and_forgets_those_long_past(run_sapar):
    run_sapar("watch", "--keep", "--as-of", "2009-01-31")
    run_sapar("watch", "--keep", "--as-of", "2009-06-30")
    kept = Standing.objects.filter(as_of__lte=date(2009, 6, 30))
    assert set(kept.values_list("as_of", flat=True)) == {date(2009, 6, 30)}
    assert kept.count() == Project.objects.count()


def test_a_watch_without_keeping_stores_nothing(run_sapar):
    before = Standing.objects.count()
    run_sapar("watch", "--as-of", "2009-03-31")
    assert Standing.objects.count() == before
