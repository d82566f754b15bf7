from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from sapar.watch.alerts.models import Answer
from sapar.watch.alerts.queries import reading_of, today
from sapar.watch.correctives.models import Measure, MeasureDone

RULE = "watch.report_late"


@pytest.fixture
def late(yard):
    """A project with a late report, and the query that names the criticality."""
    project = yard.project("P/1", days_late=20)
    found = [c for c in reading_of(project.pk, today()).criticalities if c.rule == RULE]
    assert len(found) == 1
    return project, urlencode({"rule": RULE, "subject": found[0].subject})


def address(page: str, query: str) -> str:
    return f"{reverse(page, args=['P/1'])}?{query}"


def measure_form(yard, **changed) -> dict[str, object]:
    given = {
        "title": "Two people write the report together",
        "owner": yard.posts["manager"].pk,
        "deadline": (datetime.now(UTC).date() + timedelta(days=30)).isoformat(),
        "expected": "",
        "cause": "monitoring",
    }
    return {**given, **changed}


def test_the_page_says_since_when_with_whom_why_and_what_to_do(late, signed_in):
    page = signed_in("manager").get(address("criticality", late[1])).content.decode()
    assert "is 20 days late" in page
    assert "known since" in page
    assert 'aria-current="step">' in page
    assert 'href="/rules/watch.report_late/"' in page
    assert "Hand in the report" in page
    assert "Decide a measure" in page
    assert "No explanation is on record" in page
    assert "raised" in page


@pytest.mark.parametrize(
    ("who", "decides", "answers"),
    [
        ("manager", True, True),
        ("finance", False, True),
        ("donor", False, True),
        ("evaluator", False, True),
    ],
)
def test_buttons_are_those_that_the_mandate_allows(late, signed_in, who, decides, answers):
    page = signed_in(who).get(address("criticality", late[1])).content.decode()
    assert ("Decide a measure" in page) is decides
    assert ("Acknowledge or explain" in page) is answers


def test_a_criticality_that_never_was_is_not_found(late, signed_in):
    client = signed_in("manager")
    for query in ("rule=watch.burn_gap&subject=x", "", "rule=nonsense"):
        assert client.get(address("criticality", query)).status_code == 404
        assert client.get(address("measure", query)).status_code == 404


def test_the_manager_decides_a_measure_and_sees_it(late, yard, signed_in):
    client = signed_in("manager")
    answer = client.post(address("measure", late[1]), measure_form(yard), follow=True)
    page = answer.content.decode()
    assert "The measure is decided" in page
    assert "Two people write the report together" in page
    assert "Too early: its deadline is ahead" in page
    decided = Measure.objects.get()
    assert (decided.rule, decided.cause) == (RULE, "monitoring")
    assert decided.decisions.get().level == "project_manager"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": " "}, "What will be done: This field is required"),
        ({"owner": ""}, "Who does it: This field is required"),
        ({"owner": "999999"}, "Who does it: Select a valid choice"),
        ({"deadline": "2001-01-01"}, "Until: The deadline must lie ahead"),
        ({"deadline": "soon"}, "Until: Enter a valid date"),
        ({"expected": "much"}, "Enter a number"),
        ({"cause": "weather"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_on_top(late, yard, signed_in, changed, says):
    form = measure_form(yard, **changed)
    answer = signed_in("manager").post(address("measure", late[1]), form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert not Measure.objects.exists()


@pytest.mark.parametrize("who", ["finance", "donor", "evaluator"])
def test_who_may_not_decide_is_told_so_and_nothing_changes(late, yard, signed_in, who):
    answer = signed_in(who).post(address("measure", late[1]), measure_form(yard))
    assert answer.status_code == 403
    assert "Your mandate does not decide corrective measures" in answer.content.decode()
    assert not Measure.objects.exists()


def test_an_outsider_cannot_even_find_the_form(late, yard, signed_in):
    answer = signed_in("outsider").post(address("measure", late[1]), measure_form(yard))
    assert answer.status_code == 404
    assert not Measure.objects.exists()


def test_an_explanation_is_shown_and_closes_nothing(late, signed_in):
    client = signed_in("donor")
    given = {"kind": "explained", "text": "The office moved."}
    page = client.post(address("answer", late[1]), given, follow=True).content.decode()
    assert "The office moved." in page
    assert "is 20 days late" in page
    assert Answer.objects.get().level == "donor"


def test_an_explanation_needs_words(late, signed_in):
    given = {"kind": "explained", "text": " "}
    answer = signed_in("manager").post(address("answer", late[1]), given)
    assert answer.status_code == 400
    assert "An explanation without words explains nothing" in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_measure_is_recorded_as_carried_out_once(late, yard, signed_in):
    client = signed_in("manager")
    client.post(address("measure", late[1]), measure_form(yard))
    done = address("done", urlencode({"measure": Measure.objects.get().code}))
    page = client.post(done, {"note": "Sent"}, follow=True).content.decode()
    assert "It is on record that the measure was carried out" in page
    again = client.post(done, {"note": "Sent again"})
    assert again.status_code == 400
    assert "already on record as done" in again.content.decode()
    assert MeasureDone.objects.count() == 1


def test_the_past_shows_what_stood_and_offers_no_decision(late, signed_in):
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    query = f"{late[1]}&as_of={yesterday}"
    client = signed_in("manager")
    page = client.get(address("criticality", query)).content.decode()
    assert "is 19 days late" in page
    assert "Decisions are taken today, not in the past" in page
    assert "Decide a measure" not in page
    assert "<textarea" not in client.get(address("measure", query)).content.decode()
