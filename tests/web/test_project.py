from __future__ import annotations

import re
from datetime import date

import pytest

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import Statement
from sapar.examples.twin.generator import twin_project_file
from sapar.exchange.projectfiles.actions import load_project
from sapar.ground.parties.models import Person, User
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import Source
from sapar.watch.monitoring.models import ActualValue

ROOMS = (
    *("identity", "statements", "people", "logframe", "workplan", "agreements", "money"),
    *("payments", "reports", "risks", "undertakings", "measures", "evidence", "journal"),
    "criticalities",
)


def section(page: str, room: str) -> str:
    found = re.search(rf'<section class="close" id="{room}">(.*?)</section>', page, re.DOTALL)
    assert found, room
    return found.group(1)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def twin(db, client, web_files):
    load_project(twin_project_file(), by=Actor("tests"))
    desk = User.objects.create(username="desk", person=Person.objects.get(code="ow-desk"))
    client.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_room_of_an_empty_project_says_what_is_not_on_record(yard, signed_in):
    yard.project("P/1")
    page = signed_in("manager").get("/projects/P/1/").content.decode()
    for room in ("logframe", "workplan", "money", "payments", "risks", "undertakings"):
        assert "on record" in text_of(section(page, room)), room
    assert "No corrective measure is on record" in section(page, "measures")
    assert "No document is kept" in section(page, "evidence")


def test_every_room_of_the_twin_has_its_facts_with_basis_and_source(twin):
    page = twin.get("/projects/TWIN/", {"as_of": "2009-06-30"}).content.decode()
    for room in ROOMS:
        assert section(page, room)
    told = ("identity", "people", "workplan", "agreements", "money", "payments", "reports", "risks")
    for room in told:
        html = section(page, room)
        assert 'class="basis illustrative"' in html, room
        assert "Fictional figures of the twin project" in html, room


def test_the_head_shows_four_readings_each_with_its_reason(twin):
    page = twin.get("/projects/TWIN/", {"as_of": "2009-06-30"}).content.decode()
    strip = re.search(r'<section class="strip".*?</section>', page, re.DOTALL)
    assert strip
    for name in ("Results", "Time", "Money", "People"):
        assert name in strip.group()
    assert strip.group().count('<details class="why"') == 4
    assert 'href="/rules/watch.schedule_performance/?as_of=2009-06-30"' in strip.group()


def test_the_way_tells_its_story_in_words_and_opens_the_replay(twin):
    page = twin.get("/projects/TWIN/", {"as_of": "2009-06-30"}).content.decode()
    told = re.search(r'<desc id="way-words">(.*?)</desc>', page)
    assert told
    assert told.group(1).startswith("March 2008 to February 2011; month 16 of 36;")
    assert re.search(r'href="/projects/TWIN/replay/\?as_of=2008-\d\d-\d\d#events"', page)


def test_a_past_reading_shows_nothing_that_was_recorded_later(twin):
    page = twin.get("/projects/TWIN/", {"as_of": "2009-06-30"}).content.decode()
    assert "No action on this project is in the journal by this day" in section(page, "journal")
    later = re.compile(r"\b\d{1,2} (?:July|Aug|Sep|Oct|Nov|Dec)[a-z]* 2009\b|\b20(?:10|11)\b")
    for room in ("money", "payments", "people"):
        assert not later.search(text_of(section(page, room))), room
    assert "No action on this project" not in twin.get("/projects/TWIN/").content.decode()


def test_sources_that_disagree_stand_side_by_side(yard, signed_in):
    project = yard.project("P/1")
    other = Source.objects.create(key="other", title="Another source")
    for source, text in ((yard.source, "It began in March."), (other, "It began in May.")):
        Statement.objects.create(
            project=project,
            topic="start",
            text=text,
            effective_on="2020-01-01",
            recorded_at="2020-01-02T00:00Z",
            source=source,
            basis="sourced",
        )
    page = signed_in("manager").get("/projects/P/1/").content.decode()
    told = text_of(section(page, "statements"))
    assert "It began in March." in told
    assert "It began in May." in told
    assert "2 statements side by side" in told
    assert "Made up for tests" in told
    assert "Another source" in told


def measured(yard, project) -> Indicator:
    result = Result.objects.create(
        project=project, code="OP1", level="output", title="Officials trained", assumptions="Calm"
    )
    indicator = Indicator.objects.create(
        project=project,
        result=result,
        code="OP1-1",
        title="Number of officials",
        unit="officials",
        reporting="cumulative",
        verification="Lists of participants",
    )
    fact = {
        "project": project,
        "indicator": indicator,
        "source": yard.source,
        "basis": "illustrative",
        "recorded_at": "2020-02-01T00:00Z",
    }
    Target.objects.create(kind="baseline", effective_on="2020-01-01", value=0, **fact)
    Target.objects.create(kind="end", effective_on="2030-01-01", value=200, **fact)
    ActualValue.objects.create(effective_on="2020-01-31", value=50, **fact)
    return indicator


def test_the_logframe_is_the_matrix_read_live(yard, signed_in):
    measured(yard, yard.project("P/1"))
    page = signed_in("manager").get("/projects/P/1/logframe/").content.decode()
    told = text_of(page)
    for words in ("Lists of participants", "Assumes: Calm", "200 by 1 Jan 2030", "50 31 Jan 2020"):
        assert words in told
    assert "25 %" in told.replace("\u00a0", " ")
    assert "From 0 to 50 on the way to 200" in told


def test_the_logframe_of_a_day_before_a_value_was_recorded_does_not_know_it(yard, signed_in):
    measured(yard, yard.project("P/1"))
    address = "/projects/P/1/logframe/"
    before = text_of(signed_in("manager").get(address, {"as_of": "2020-01-31"}).content.decode())
    assert "not reported" in before
    assert "25 %" not in before.replace("\u00a0", " ")


def test_the_replay_reads_the_whole_page_as_of_a_day_without_scripts(twin):
    page = twin.get("/projects/TWIN/replay/", {"as_of": "2009-06-30"}).content.decode()
    assert 'value="2009-06-30"' in page
    assert 'href="/projects/TWIN/replay/?as_of=2009-05-31"' in page
    assert 'href="/projects/TWIN/replay/?as_of=2009-07-31"' in page
    events = section(page, "events")
    assert "raised" in events
    days = [date.fromisoformat(day) for day in re.findall(r"replay/\?as_of=([0-9-]+)", events)]
    assert days == sorted(days, reverse=True)
    assert max(days) <= date(2009, 6, 30)
    for room in ROOMS:
        assert section(page, room)
