from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapar.money.payments.models import PaymentRequest, RequestStep
from sapar.web.today import heading


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (0, "Nothing needs you today"),
        (1, "One thing needs you"),
        (3, "Three things need you"),
        (11, "11 things need you"),
    ],
)
def test_the_heading_says_how_much_there_is_to_do(count, says):
    assert heading(count) == says


def test_a_late_report_stands_with_the_project_manager_and_with_nobody_else(yard, signed_in):
    yard.project("P/1", days_late=5)
    manager = signed_in("manager").get("/").content.decode()
    assert "One thing needs you" in manager
    assert "is 5 days late" in manager
    assert "Decide a measure" in manager
    for other in ("finance", "donor", "evaluator", "outsider"):
        page = signed_in(other).get("/").content.decode()
        assert "Nothing needs you today" in page
        assert "days late" not in page.split("<table")[0]


def test_the_past_shows_no_button_that_decides(yard, signed_in):
    yard.project("P/1", days_late=20)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    page = signed_in("manager").get("/", {"as_of": yesterday}).content.decode()
    assert "is 19 days late" in page
    assert "Read it" in page
    assert "Decide a measure" not in page


def test_a_report_due_soon_is_told_before_it_is_late(yard, signed_in):
    yard.project("P/1", days_late=-12)
    page = signed_in("manager").get("/").content.decode()
    assert "One thing needs you" in page
    assert "Interim report is due on" in page
    assert "Nothing needs you today" in signed_in("finance").get("/").content.decode()


def waiting(yard, project, code: str, days: int) -> None:
    request = PaymentRequest.objects.create(
        project=project, code=code, purpose="Interpretation", amount=900, currency="USD"
    )
    moment = datetime.now(UTC) - timedelta(days=days)
    RequestStep.objects.create(
        project=project,
        request=request,
        kind="submitted",
        by_office=yard.office,
        waits_at=yard.office,
        at=moment,
        effective_on=moment.date(),
        recorded_at=moment,
        source=yard.source,
        basis="illustrative",
    )


def test_a_payment_request_waits_for_the_people_of_its_office(yard, signed_in):
    waiting(yard, yard.project("P/1"), "R-1", days=9)
    finance = signed_in("finance").get("/").content.decode()
    assert "Interpretation" in finance
    assert "waiting in your office for 9 days" in finance
    assert "Interpretation" not in signed_in("donor").get("/").content.decode()


def test_one_project_and_thirty_cost_the_same_number_of_queries(yard, signed_in):
    client = signed_in("manager")

    def count() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    waiting(yard, yard.project("P/0"), "R-0", days=3)
    one = count()
    for number in range(1, 30):
        waiting(yard, yard.project(f"P/{number}"), f"R-{number}", days=3)
    assert count() == one


def test_what_climbed_past_the_manager_stays_on_their_page(yard, signed_in):
    yard.project("P/1", days_late=60)
    manager = signed_in("manager").get("/").content.decode()
    ours, _, passed = manager.partition("Went past you and still open")
    assert "is 60 days late" not in ours
    assert "is 60 days late" in passed
    assert "Regional office" in passed or "Headquarters" in passed or "Donor" in passed
    assert "Went past you" not in signed_in("outsider").get("/").content.decode()
