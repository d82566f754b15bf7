from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.making import stamp
from tests.money.judging.projects_made import TODAY, double_project, spent

from sapar.design.projects.models import Partner, ProjectPost
from sapar.money.agreements.models import Agreement, ConflictTreatment, PackInForce

READ = {"as_of": TODAY.isoformat()}


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("\u00a0", " ")


@pytest.fixture
def agreement(yard) -> Agreement:
    made = double_project()
    for name in ("manager", "finance", "evaluator"):
        ProjectPost.objects.create(project=made.project, post=yard.posts[name])
    Partner.objects.create(
        project=made.project, organisation=yard.donor, role="donor", **stamp(date(2009, 1, 1))
    )
    spent(made, "5000", date(2009, 5, 1))
    spent(made, "75", date(2011, 1, 15), description="Late training")
    return made


@pytest.mark.parametrize(
    ("who", "status", "form"),
    [
        ("manager", 200, True),
        ("finance", 200, True),
        ("donor", 200, False),
        ("evaluator", 200, False),
        ("outsider", 404, False),
    ],
)
def test_who_reads_the_register_and_who_finds_the_form(agreement, signed_in, who, status, form):
    answer = signed_in(who).get("/projects/D/rulebooks/")
    assert answer.status_code == status
    assert (b"/projects/D/treatment/" in answer.content) is form
    decision = signed_in(who).get("/projects/D/treatment/?agreement=A&topic=interest")
    assert decision.status_code == (404 if status == 404 else 200 if form else 403)
    assert (b"<textarea" in decision.content) is form


def test_the_register_begins_with_one_sentence(agreement, signed_in):
    page = signed_in("manager").get("/projects/D/rulebooks/", READ).content.decode()
    told = text_of(page)
    assert "<h1>Two rulebooks disagree on 14 topics; 14 have no owner.</h1>" in page
    for words in ("Rate of exchange", "13 %", "7 %", "nobody owns it", "not verified"):
        assert words in told
    assert page.count('<tr id="') == 14
    assert page.count("<summary>Why?</summary>") >= 14


def test_the_ledger_is_shown_under_each_rulebook_and_what_differs_with_its_reason(
    agreement, signed_in
):
    told = text_of(signed_in("manager").get("/projects/D/rulebooks/", READ).content.decode())
    assert "1 entry stands otherwise under the two rulebooks" in told
    assert "Late training" in told
    assert "The cost arose 15 days outside the implementation period" in told
    for words in ("EUR 5,000", "EUR 75", "EUR 5,075", "not eligible", "no rule speaks against it"):
        assert words in told


def test_a_past_reading_knows_nothing_that_came_later_and_offers_no_form(agreement, signed_in):
    day = {"as_of": "2010-06-30"}
    page = signed_in("manager").get("/projects/D/rulebooks/", day).content.decode()
    assert "Late training" not in page
    assert "0 entries stand otherwise" in page
    assert "/projects/D/treatment/" not in page


def test_a_treatment_is_recorded_and_the_sentence_changes(agreement, yard, signed_in):
    client = signed_in("finance")
    address = "/projects/D/treatment/?agreement=A&topic=interest"
    given = {
        "owner": yard.posts["finance"].pk,
        "treatment": "ring_fence",
        "note": "By letter",
    }
    answer = client.post(address, given)
    assert answer.status_code == 302
    assert answer.url == "/projects/D/rulebooks/?agreement=A#interest"
    page = client.get("/projects/D/rulebooks/").content.decode()
    assert "Two rulebooks disagree on 14 topics; 13 have no owner." in page
    assert "Post of the finance" in page
    assert "By letter" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"owner": "", "treatment": "stricter"}, "What is agreed needs an owner"),
        ({"owner": "999", "treatment": "stricter"}, "Who owns it"),
        ({"owner": "", "treatment": "prayer"}, "What was agreed"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is_written(agreement, signed_in, given, said):
    answer = signed_in("finance").post("/projects/D/treatment/?agreement=A&topic=interest", given)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not ConflictTreatment.objects.exists()


@pytest.mark.parametrize("who", ["donor", "evaluator"])
def test_whoever_only_reads_cannot_record(agreement, yard, signed_in, who):
    given = {"owner": yard.posts["finance"].pk, "treatment": "stricter", "note": ""}
    answer = signed_in(who).post("/projects/D/treatment/?agreement=A&topic=interest", given)
    assert answer.status_code == 403
    assert not ConflictTreatment.objects.exists()


@pytest.mark.parametrize("query", ["agreement=A&topic=weather", "agreement=B&topic=interest", ""])
def test_a_topic_or_agreement_that_is_not_there_has_no_page(agreement, signed_in, query):
    assert signed_in("finance").get(f"/projects/D/treatment/?{query}").status_code == 404


def test_long_lists_come_in_pages(agreement, signed_in):
    for _ in range(30):
        spent(agreement, "1", date(2011, 1, 15))
    client = signed_in("manager")
    first = client.get("/projects/D/rulebooks/", READ).content.decode()
    last = client.get("/projects/D/rulebooks/", {**READ, "page": "99"}).content.decode()
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in last
    assert "Late training" in last
    assert first.count('data-label="Under each rulebook"') == 25
    assert last.count('data-label="Under each rulebook"') == 6


def test_one_entry_and_many_cost_the_same_number_of_queries(agreement, signed_in):
    client, counts = signed_in("manager"), []
    for more in (0, 40):
        for _ in range(more):
            spent(agreement, "1", date(2011, 1, 15), document_reference="")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/projects/D/rulebooks/", READ).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_project_without_agreements_or_rulebooks_says_what_is_missing(yard, signed_in):
    yard.project("P/1")
    client = signed_in("manager")
    told = text_of(client.get("/projects/P/1/rulebooks/").content.decode())
    assert "Under which rulebooks A stands is not on record" in told
    assert "No two rulebooks are on record as disagreeing" in told


def test_one_rulebook_is_judged_and_compared_with_nothing(yard, signed_in):
    project = yard.project("P/1")
    agreement = Agreement.objects.get(project=project)
    PackInForce.objects.create(
        project=project, agreement=agreement, pack="eu_grant", **stamp(date(2020, 1, 1))
    )
    told = text_of(signed_in("manager").get("/projects/P/1/rulebooks/").content.decode())
    assert "stands under one rulebook only" in told


def test_the_project_page_leads_to_it(agreement, signed_in):
    page = signed_in("manager").get("/projects/D/").content.decode()
    assert 'href="/projects/D/rulebooks/"' in page
