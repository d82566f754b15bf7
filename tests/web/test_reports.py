"""The financial report as a file from the project's page."""

from __future__ import annotations

import pytest

from sapar.design.projects.models import Project, ProjectPost
from sapar.examples.twin import twin_project_file
from sapar.exchange.projectfiles.actions import load_project
from sapar.ground.record.actions import Actor

PERIOD = {"from": "2009-03-01", "to": "2010-02-28", "as_of": "2010-05-31"}
ADDRESS = "/projects/TWIN/financial-report/"


@pytest.fixture
def twin(yard) -> Project:
    load_project(twin_project_file(), by=Actor("test"))
    project = Project.objects.get(code="TWIN")
    for name in ("manager", "finance"):
        ProjectPost.objects.create(project=project, post=yard.posts[name])
    return project


@pytest.mark.parametrize(
    ("form", "begins"), [("xlsx", b"PK\x03\x04"), ("pdf", b"%PDF-"), ("odd", b"PK\x03\x04")]
)
def test_the_report_comes_as_the_file_that_was_asked_for(twin, signed_in, form, begins):
    answer = signed_in("finance").get(ADDRESS, {**PERIOD, "form": form})
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    name = "TWIN-2009-03-01-2010-02-28"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}.')


def test_the_page_of_the_project_offers_it_beside_each_report_due(twin, signed_in):
    page = signed_in("manager").get("/projects/TWIN/", {"as_of": "2010-05-31"}).content.decode()
    assert f"{ADDRESS}?from=2009-03-01&amp;to=2010-02-28&amp;form=xlsx" in page


def test_who_does_not_see_the_project_finds_no_report(twin, signed_in):
    assert signed_in("outsider").get(ADDRESS, PERIOD).status_code == 404


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({**PERIOD, "from": "soon"}, "is not a day"),
        ({**PERIOD, "to": "2008-01-01"}, "Exchange the two dates"),
        ({"as_of": "2010-05-31"}, "Choose a period from the list of reports"),
    ],
)
def test_a_period_that_cannot_be_read_is_told(twin, signed_in, asked, says):
    answer = signed_in("manager").get(ADDRESS, asked)
    assert answer.status_code == 400
    assert says in answer.content.decode()
