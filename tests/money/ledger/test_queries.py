from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sapar.design.projects.models import Project
from sapar.ground.kernel import Money
from sapar.ground.parties.models import Organisation
from sapar.ground.record.models import Source
from sapar.money.agreements.models import Agreement
from sapar.money.budget.models import BudgetAmount, Heading
from sapar.money.ledger.models import Entry
from sapar.money.ledger.queries import headings_of, instalments_of, newest_entries, totals_of

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2009, 6, 30), date(2009, 7, 31)


class Books:
    """A project with one heading, on which tests enter amounts."""

    def __init__(self) -> None:
        donor = Organisation.objects.create(code="do", name="Donor")
        self.source = Source.objects.create(key="s", title="S")
        self.project = Project.objects.create(code="P", title="P")
        agreement = Agreement.objects.create(
            project=self.project, code="A", donor=donor, mode="own"
        )
        self.heading = Heading.objects.create(
            project=self.project, agreement=agreement, code="1", title="Staff"
        )

    def fact(self, on: str, recorded: str) -> dict[str, object]:
        return {
            "project": self.project,
            "heading": self.heading,
            "effective_on": on,
            "recorded_at": f"{recorded}T12:00Z",
            "source": self.source,
            "basis": "sourced",
        }

    def enter(self, kind: str, amount: str, currency: str = "EUR", **given: object) -> Entry:
        fact = self.fact(str(given.pop("on", "2009-06-01")), str(given.pop("rec", "2009-06-02")))
        return Entry.objects.create(kind=kind, amount=amount, currency=currency, **fact, **given)

    def budget(self, amount: str, kind: str = "original", on: str = "2009-01-01") -> None:
        fact = self.fact(on, on)
        BudgetAmount.objects.create(kind=kind, amount=amount, currency="EUR", **fact)


@pytest.fixture
def books() -> Books:
    return Books()


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_a_heading_shows_the_budget_first_agreed_and_the_budget_now(books):
    books.budget("1000")
    books.budget("1500", "revised", "2009-07-01")
    (before,) = headings_of(books.project.pk, JUNE)
    (after,) = headings_of(books.project.pk, JULY)
    assert (before.original, before.budget) == ((eur("1000"),), (eur("1000"),))
    assert (after.original, after.budget) == ((eur("1000"),), (eur("1500"),))


def test_spending_is_added_to_the_cent_and_compared_with_the_budget(books):
    books.budget("1000")
    for _ in range(3):
        books.enter("expenditure", "0.1")
    books.enter("commitment", "12.5")
    (row,) = headings_of(books.project.pk, JUNE)
    assert row.spent == (eur("0.3"),)
    assert row.committed == (eur("12.5"),)
    assert row.share == Decimal("0.0003")


def test_two_currencies_are_never_added_and_have_no_share(books):
    books.budget("1000")
    books.enter("expenditure", "10")
    books.enter("expenditure", "900", "KGS")
    (row,) = headings_of(books.project.pk, JUNE)
    assert row.spent == (eur("10"), Money(Decimal(900), "KGS"))
    assert row.share is None


def test_entries_recorded_or_dated_later_are_not_known_yet(books):
    books.enter("expenditure", "10")
    books.enter("expenditure", "5", rec="2009-07-02")
    books.enter("expenditure", "3", on="2009-07-15")
    (before,) = totals_of(books.project.pk, JUNE)
    (after,) = totals_of(books.project.pk, JULY)
    assert (before.total, before.count) == (eur("10"), 1)
    assert (after.total, after.count, after.latest) == (eur("18"), 3, date(2009, 7, 15))


def test_a_correction_takes_the_place_of_what_it_corrects_from_its_day_on(books):
    first = books.enter("expenditure", "10")
    books.enter("expenditure", "7", rec="2009-07-02", supersedes=first)
    assert totals_of(books.project.pk, JUNE)[0].total == eur("10")
    assert totals_of(books.project.pk, JULY)[0].total == eur("7")


def test_instalments_come_in_their_order_and_the_newest_entries_first(books):
    books.enter("instalment", "300", on="2009-06-10")
    books.enter("instalment", "200", on="2009-05-10")
    books.enter("expenditure", "1", on="2009-06-20")
    received = instalments_of(books.project.pk, JUNE)
    assert [row.amount for row in received] == [eur("200"), eur("300")]
    newest = newest_entries(books.project.pk, JUNE, limit=2)
    assert [row.amount for row in newest] == [eur("1"), eur("300")]
    assert newest[0].origin.title == "S"
