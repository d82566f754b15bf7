"""The table of all rates, read in one statement, as known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from sapar.ground.record.actions import source_named
from sapar.money.rates.models import Rate
from sapar.money.rates.queries import rate_table
from sapar.money.rates.rules import Missing, Quote

pytestmark = pytest.mark.django_db


def record(value: str, recorded: datetime, **more) -> Rate:
    fields = {
        "series": "unore",
        "base": "USD",
        "currency": "KGS",
        "effective_on": date(2009, 6, 1),
        "source": source_named("list", "A list"),
        "basis": "sourced",
    }
    return Rate.objects.create(**{**fields, **more}, value=Decimal(value), recorded_at=recorded)


def at(month: int, day: int) -> datetime:
    return datetime(2009, month, day, 12, tzinfo=UTC)


def known(as_of: date) -> Decimal | None:
    found = rate_table(as_of).on_day("KGS", date(2009, 6, 20))
    return found.value if isinstance(found, Quote) else None


def test_a_correction_holds_from_the_day_it_was_recorded() -> None:
    first = record("42.5", at(6, 2))
    record("43.5", at(7, 1), supersedes=first)
    assert known(date(2009, 6, 1)) is None
    assert known(date(2009, 6, 30)) == Decimal("42.5")
    assert known(date(2009, 7, 1)) == Decimal("43.5")


def test_a_rate_withdrawn_is_missing() -> None:
    first = record("42.5", at(6, 2))
    record("42.5", at(7, 1), supersedes=first, withdrawn=True)
    found = rate_table(date(2009, 7, 1)).on_day("KGS", date(2009, 6, 20))
    assert found == Missing("unore", "KGS", ("2009-06-20",))


def test_any_number_of_rates_costs_one_statement(django_assert_num_queries) -> None:
    for count in (1, 20):
        record("42.5", at(6, 2), effective_on=date(2009, 6, count))
        with django_assert_num_queries(1):
            rate_table(date(2009, 12, 31))


@pytest.mark.parametrize(("value", "currency"), [("0", "KGS"), ("-1", "KGS"), ("1", "USD")])
def test_the_database_takes_no_rate_that_is_none(value: str, currency: str) -> None:
    with pytest.raises(IntegrityError):
        record(value, at(6, 2), currency=currency)
