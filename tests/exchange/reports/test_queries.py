from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.making import moment, organisation, project_row, stamp

from sapar.exchange.reports.making import donor_report, financial_pdf, financial_workbook
from sapar.exchange.reports.queries import agreement_of, report_facts
from sapar.ground.kernel import InvalidInput, Period
from sapar.money.agreements.models import Agreement, AgreementTerms
from sapar.money.budget.models import BudgetAmount, BudgetVersion, Heading, OwnLine
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db
SIGNED, YEAR = date(2019, 12, 1), Period(date(2020, 1, 1), date(2020, 12, 31))
LATER = date(2021, 3, 1)


class Books:
    """A project with an agreement, a budget and a ledger."""

    def __init__(self) -> None:
        self.project = project_row("P/1")
        self.agreement = Agreement.objects.create(
            project=self.project, code="A", donor=organisation("donor"), mode="eu_grant_2013"
        )
        shared = {"project": self.project, "agreement": self.agreement}
        AgreementTerms.objects.create(
            signed_on=SIGNED, starts_on=YEAR.start, ends_on=date(2022, 12, 31), amount=80_000,
            currency="EUR", eu_rate=Decimal("0.8"), **shared, **stamp(SIGNED),
        )  # fmt: skip
        self.heading = Heading.objects.create(code="1", title="Staff", **shared)
        self.line = OwnLine.objects.create(
            code="11", title="Experts", heading=self.heading, **shared
        )
        version = BudgetVersion.objects.create(number=1, kind="original", **shared, **stamp(SIGNED))
        BudgetAmount.objects.create(
            project=self.project, heading=self.heading, version=version, line="1.1",
            title="Experts", unit="month", units=12, unit_cost=1000, amount=12_000,
            currency="EUR", **stamp(SIGNED),
        )  # fmt: skip

    def enter(self, amount: str, on: date, recorded: date | None = None, **more) -> Entry:
        given = {"kind": "expenditure", "currency": "EUR", "eligible": True, **more}
        return Entry.objects.create(
            project=self.project, agreement=self.agreement, heading=self.heading,
            own_line=self.line, amount=Decimal(amount), **given, **stamp(recorded or on, on),
        )  # fmt: skip

    def spent(self, as_of: date = LATER) -> Decimal:
        report = donor_report(self.project.pk, YEAR, as_of)
        return report.financial.line(13).so_far.amount


@pytest.fixture
def books() -> Books:
    return Books()


def test_a_correction_counts_net_and_later_facts_change_no_earlier_reading(books):
    day = date(2020, 5, 1)
    first = books.enter("100", day)
    books.enter("20", day)
    known = date(2021, 1, 15)
    assert books.spent(known) == 120
    books.enter("90", day, recorded=date(2021, 2, 1), supersedes=first)
    books.enter("-5", day, recorded=date(2021, 2, 2))
    assert books.spent(known) == 120
    assert books.spent(LATER) == 105


def test_an_entry_without_an_agreement_belongs_to_the_only_one(books):
    books.enter("7", date(2020, 5, 1))
    Entry.objects.update(agreement=None)
    assert books.spent() == 7


def test_one_row_and_many_rows_cost_the_same_number_of_statements(
    books, django_assert_max_num_queries
):
    books.enter("1", date(2020, 5, 1))
    with django_assert_max_num_queries(40) as few:
        report_facts(agreement_of(books.project.pk), LATER)
    for day in range(20):
        books.enter("1", date(2020, 6, 1) + timedelta(days=day), kind="expenditure")
        books.enter("1", date(2020, 6, 1) + timedelta(days=day), kind="instalment")
    with django_assert_max_num_queries(len(few)) as many:
        report_facts(agreement_of(books.project.pk), LATER)
    assert len(many) == len(few)


def test_pages_get_a_workbook_and_a_pdf(books):
    books.enter("10", date(2020, 5, 1))
    assert financial_workbook(books.project.pk, YEAR, LATER).startswith(b"PK")
    assert financial_pdf(books.project.pk, YEAR, LATER, final=True).startswith(b"%PDF")


def test_a_project_without_an_agreement_is_told_so():
    other = project_row("P/2")
    with pytest.raises(InvalidInput, match=r"P/2: It has no agreement.*Record an agreement"):
        donor_report(other.pk, YEAR, LATER)


def test_several_agreements_have_to_be_told_apart(books):
    Agreement.objects.create(
        project=books.project, code="B", donor=organisation("other"), mode="own"
    )
    with pytest.raises(InvalidInput, match="--agreement as one of A, B"):
        donor_report(books.project.pk, YEAR, LATER)
    with pytest.raises(InvalidInput, match="No terms are in force"):
        donor_report(books.project.pk, YEAR, LATER, agreement="B")


def test_the_reading_ends_with_its_day(books):
    entry = books.enter("10", date(2020, 5, 1), recorded=date(2021, 2, 20))
    assert entry.recorded_at == moment(date(2021, 2, 20))
    assert books.spent(date(2021, 2, 19)) == 0
    assert books.spent(date(2021, 2, 20)) == 10
