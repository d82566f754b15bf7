"""What the record cannot hold is rounded or refused, and always reported."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.iati.made import (
    activity,
    budget,
    imported,
    indicator,
    period,
    planned,
    result,
    transaction,
    value,
)

from sapar.design.logframe.models import Target
from sapar.design.projects.models import Place, Sector, Statement
from sapar.exchange.iati.fitting import DIGITS, MONEY, held
from sapar.ground.parties.models import Organisation
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.money.ledger.models import Entry
from sapar.watch.monitoring.models import ActualValue

LONG = "ж" * 5000
NAMED = "<narrative>N</narrative>"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_number_is_held_to_fifteen_digits_or_not_at_all(number):
    kept = held(number, MONEY)
    if kept is None:
        assert abs(number) >= 10**DIGITS
    else:
        assert abs(kept - number) <= max(Decimal(1).scaleb(-MONEY), abs(number).scaleb(1 - DIGITS))
        assert len(kept.normalize().as_tuple().digits) <= DIGITS
        assert kept.as_tuple().exponent >= -MONEY
        assert held(kept, MONEY) == kept


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=8))
def test_a_number_that_fits_is_kept_as_it_is(number):
    assert held(number, MONEY) == number


@pytest.mark.parametrize("text", ["0", "0E+50", "-0.000000000000000000"])
def test_nought_is_nought_however_it_is_written(text):
    assert held(Decimal(text), MONEY) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1234567.12345678", "1234567.12345678"),
        ("-9999999999999.99", "-9999999999999.99"),
        ("1e3", "1000"),
        ("100.000000000000000000", "100"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_an_amount_that_fits_is_on_record_without_a_word(tmp_path, text, kept):
    outcome = imported(tmp_path, activity("A", transaction(text), budget(text), planned(text)))
    assert outcome.refusals == []
    for model in (Entry, BudgetAmount, PlannedSpending):
        assert model.objects.get().amount == Decimal(kept)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("33333.333333333336", "33333.33333333"),
        ("0.000000001", "0"),
        ("1234567890123.456", "1234567890123.46"),
    ],
)
def test_an_amount_with_more_digits_is_rounded_and_reported(tmp_path, text, kept):
    outcome = imported(tmp_path, activity("A", transaction(text)))
    assert Entry.objects.get().amount == Decimal(kept)
    (refusal,) = outcome.refusals
    assert refusal.what == "transaction"
    assert text in refusal.reason.replace("1E-9", "0.000000001")
    assert "is on record" in refusal.reason
    assert "kept as evidence" in refusal.remedy
    assert outcome.stored.transactions == 1


@pytest.mark.django_db
def test_an_amount_too_large_to_be_exact_is_refused_and_the_rest_stays(tmp_path):
    huge = "1" + "0" * 20
    outcome = imported(
        tmp_path, activity("A", transaction(huge), transaction("5"), budget(huge), planned(huge))
    )
    assert [refusal.what for refusal in outcome.refusals] == [
        *("transaction", "budget", "planned-disbursement")
    ]
    assert (outcome.read.transactions, outcome.stored.transactions) == (2, 1)
    assert (outcome.read.budgets, outcome.stored.budgets) == (1, 0)
    assert Entry.objects.get().amount == 5


@pytest.mark.django_db
def test_a_rounded_amount_is_no_change_when_the_activity_changes_elsewhere(tmp_path):
    odd = transaction("33333.333333333336")
    imported(tmp_path, activity("A", odd))
    imported(tmp_path, activity("A", odd, budget("1")))
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_shares_degrees_and_measured_values_are_kept_exactly_or_reported(tmp_path):
    values = value("target", "1.1234567"), value("actual", "1" + "0" * 17)
    outcome = imported(
        tmp_path,
        activity(
            "A",
            '<recipient-country code="KG" percentage="33.3333333333"/>',
            '<sector code="1" percentage="33.33333333333"/>',
            "<location><point><pos>42.8746123456789 74.5</pos></point></location>",
            result("R", indicator("I", period(2011, *values))),
        ),
    )
    assert Place.objects.get(country="KG").percentage == Decimal("33.3333333333")
    assert Sector.objects.get().percentage == Decimal("33.3333333333")
    assert Place.objects.get(country="").latitude == Decimal("42.874612345679")
    assert Target.objects.get().value == Decimal("1.123457")
    assert not ActualValue.objects.exists()
    assert [refusal.what for refusal in outcome.refusals] == [
        *("sector", "location/point"),
        *("result/indicator/period/target", "result/indicator/period/actual"),
    ]


@pytest.mark.django_db
def test_a_revised_planned_disbursement_replaces_the_original_and_says_so(tmp_path):
    outcome = imported(
        tmp_path, activity("A", planned("100"), planned("150", kind="2"), planned("7", 2012))
    )
    assert sorted(PlannedSpending.objects.values_list("amount", flat=True)) == [7, 150]
    (refusal,) = outcome.refusals
    assert refusal.reason == "A revised one replaces the original from 2011-01-01"


@pytest.mark.django_db
def test_no_text_is_cut_however_long(tmp_path):
    outcome = imported(
        tmp_path,
        activity(
            "A",
            f'<title><narrative xml:lang="{LONG}">{LONG}</narrative></title>',
            f'<description type="{LONG}"><narrative>x</narrative></description>',
            f'<recipient-region code="{LONG}"/>',
            f'<sector vocabulary="{LONG}" code="{LONG}"/>',
            f"<location><name><narrative>{LONG}</narrative></name></location>",
            f'<participating-org ref="{LONG}" role="1">{NAMED}</participating-org>',
            transaction(ref=LONG, more=f"<description><narrative>{LONG}</narrative></description>"),
            result(LONG, indicator(LONG, period(2011, value("target", "1", **{"sex": LONG})))),
        ),
    )
    assert outcome.refusals == []
    title = Statement.objects.get(topic="title")
    assert (title.text, title.language) == (LONG, LONG)
    assert Statement.objects.exclude(topic="title").get().topic == f"description {LONG}"
    assert set(Place.objects.values_list("region", "name")) == {(LONG, ""), ("", LONG)}
    assert Sector.objects.values_list("vocabulary", "code").get() == (LONG, LONG)
    assert Entry.objects.values_list("reference", "description").get() == (LONG, LONG)
    assert Target.objects.get().disaggregation == f"sex={LONG}"
    assert Target.objects.get().indicator.title == LONG
    assert Organisation.objects.get().name == f"N ({LONG})"
