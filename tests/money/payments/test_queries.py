from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sapar.design.projects.models import Project
from sapar.ground.parties.models import Office, Organisation
from sapar.ground.record.models import Source
from sapar.money.payments.models import PaymentRequest, RequestStep
from sapar.money.payments.queries import requests_of, requests_waiting_at

pytestmark = pytest.mark.django_db


class Chain:
    """A project with two offices, between which requests travel."""

    def __init__(self) -> None:
        organisation = Organisation.objects.create(code="o", name="O")
        self.here, self.there = (
            Office.objects.create(code=code, name=code, organisation=organisation)
            for code in ("here", "there")
        )
        self.source = Source.objects.create(key="s", title="S")
        self.project = Project.objects.create(code="P", title="P")

    def request(self, code: str) -> PaymentRequest:
        return PaymentRequest.objects.create(
            project=self.project, code=code, purpose="Printing", amount=10, currency="USD"
        )

    def step(self, request: PaymentRequest, kind: str, day: int, waits_at=None) -> None:
        at = datetime(2009, 6, day, 9, tzinfo=UTC)
        RequestStep.objects.create(
            project=self.project,
            request=request,
            kind=kind,
            by_office=self.here,
            waits_at=waits_at,
            at=at,
            effective_on=at.date(),
            recorded_at=at,
            source=self.source,
            basis="sourced",
        )


@pytest.fixture
def chain() -> Chain:
    return Chain()


def on(day: int) -> date:
    return date(2009, 6, day)


def test_a_request_waits_where_its_last_step_left_it(chain):
    request = chain.request("R-1")
    chain.step(request, "submitted", 2, chain.here)
    chain.step(request, "certified", 9, chain.there)
    (before,), (after,) = (requests_of(chain.project.pk, on(day)) for day in (8, 12))
    assert (before.waits_at, before.days_waiting, before.days_in_all) == ("here", 6, 6)
    assert (after.waits_at, after.days_waiting, after.days_in_all) == ("there", 3, 10)
    assert [step.kind for step in after.steps] == ["submitted", "certified"]


def test_a_settled_request_waits_nowhere_and_its_days_stand_still(chain):
    request = chain.request("R-1")
    chain.step(request, "submitted", 2, chain.here)
    chain.step(request, "paid", 20)
    (row,) = requests_of(chain.project.pk, on(30))
    assert (row.settled, row.waits_at, row.days_waiting, row.days_in_all) == (True, "", 0, 18)


def test_what_waits_longest_comes_first_and_settled_requests_last(chain):
    for code, day in (("R-1", 5), ("R-2", 2), ("R-3", 1)):
        chain.step(chain.request(code), "submitted", day, chain.here)
    chain.step(PaymentRequest.objects.get(code="R-3"), "paid", 6)
    assert [row.code for row in requests_of(chain.project.pk, on(9))] == ["R-2", "R-1", "R-3"]


def test_an_office_sees_only_what_waits_there_now(chain):
    for code in ("R-1", "R-2"):
        chain.step(chain.request(code), "submitted", 2, chain.here)
    chain.step(PaymentRequest.objects.get(code="R-2"), "certified", 3, chain.there)
    projects = Project.objects.all()
    here = requests_waiting_at({chain.here.pk}, projects, on(4))
    there = requests_waiting_at({chain.there.pk}, projects, on(4))
    assert [(row.code, row.days) for row in here] == [("R-1", 2)]
    assert [(row.code, row.days) for row in there] == [("R-2", 1)]
    assert requests_waiting_at({chain.here.pk}, Project.objects.none(), on(4)) == ()
    assert requests_waiting_at(set(), projects, on(4)) == ()


def test_the_past_does_not_know_a_later_step(chain):
    request = chain.request("R-1")
    chain.step(request, "submitted", 2, chain.here)
    chain.step(request, "paid", 9)
    assert len(requests_waiting_at({chain.here.pk}, Project.objects.all(), on(8))) == 1
    assert requests_waiting_at({chain.here.pk}, Project.objects.all(), on(9)) == ()
    assert requests_of(chain.project.pk, on(1)) == ()
