from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from sapar.design.projects.models import Place, ProjectPhase
from sapar.web.portfolio import PER_PAGE, Asked


def codes(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/projects/([^/]+)/', page)


def test_one_project_and_thirty_cost_the_same_number_of_queries(yard, signed_in):
    client = signed_in("manager")

    def count() -> int:
        client.get("/projects/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/projects/").status_code == 200
        return len(queries)

    yard.project("P-0")
    one = count()
    for number in range(1, 30):
        yard.project(f"P-{number}")
    assert count() == one


def test_the_list_comes_a_page_at_a_time(yard, signed_in):
    for number in range(PER_PAGE + 3):
        yard.project(f"P-{number:02d}")
    client = signed_in("manager")
    first = client.get("/projects/", {"order": "code"}).content.decode()
    second = client.get("/projects/", {"order": "code", "page": 2}).content.decode()
    assert len(codes(first)) == PER_PAGE
    assert codes(second) == ["P-25", "P-26", "P-27"]
    assert 'href="/projects/?page=2&amp;order=code"' in first
    assert "Page 2 of 2" in second
    assert ">Next<" not in second


def test_the_list_is_narrowed_by_text_country_phase_and_severity(yard, signed_in):
    first, second = yard.project("P-1"), yard.project("Q-2", days_late=-30)
    fact = {"effective_on": "2020-01-01", "recorded_at": "2020-01-01T00:00Z", "basis": "sourced"}
    Place.objects.create(project=second, country="TJ", source=yard.source, **fact)
    ProjectPhase.objects.create(project=first, phase="closed", source=yard.source, **fact)
    client = signed_in("manager")
    for query, left in [
        ({"q": "q-2"}, ["Q-2"]),
        ({"q": "title of p"}, ["P-1"]),
        ({"country": "TJ"}, ["Q-2"]),
        ({"country": "KG"}, ["P-1", "Q-2"]),
        ({"phase": "closed"}, ["P-1"]),
        ({"phase": "closed", "country": "TJ"}, []),
        ({"severity": "amber"}, ["P-1"]),
    ]:
        page = client.get("/projects/", {**query, "order": "code"}).content.decode()
        assert codes(page) == left, query


def test_an_empty_answer_says_what_to_do(yard, signed_in):
    yard.project("P-1")
    page = signed_in("manager").get("/projects/", {"q": "nothing like it"}).content.decode()
    assert "Take away one of the conditions" in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_a_page_number_that_makes_no_sense_is_harmless(yard, signed_in, page):
    yard.project("P-1")
    assert signed_in("manager").get("/projects/", {"page": page}).status_code == 200


def test_words_that_mean_nothing_count_as_not_given():
    asked = Asked.from_query(QueryDict("severity=purple&order=drop+table&phase=x&page=0"))
    assert (asked.severity, asked.order, asked.phase, asked.offset) == ("", "worst", "", 0)
