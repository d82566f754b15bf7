from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.exchange.reports.reports_made import (
    ASKED,
    LATER,
    cost,
    facts,
    money_in,
    planned,
    terms,
)

from sapar.exchange.reports.rules.facts import Asked
from sapar.exchange.reports.rules.report import build_report
from sapar.ground.kernel import Period, Verdict

NEXT = (date(2011, 1, 1), date(2011, 12, 31))
PAID = date(2009, 2, 1)


def request(spent: str, *paid: str, rate: str = "0.8", forecast: str = "375000", **more):
    given = facts(
        cost(spent),
        terms=terms("eu_grant_2013", rate=rate),
        instalments=tuple(money_in(one, PAID) for one in paid),
        planned=(planned(forecast, *NEXT),),
        **more,
    )
    return build_report(given, ASKED).request


@pytest.mark.parametrize(
    ("rate", "paid", "spent", "forecast", "verdict", "asked"),
    [
        ("0.80", ["300000"], "250000", "375000", Verdict.RED, "200000"),
        ("0.80", ["300000"], "262500", "375000", Verdict.AMBER, "300000"),
        ("1.00", ["300000", "300000"], "600000", "350000", Verdict.CLEAR, "300000"),
    ],
)
def test_the_worked_examples_of_the_seventy_per_cent_rule(
    rate, paid, spent, forecast, verdict, asked
):
    found = request(spent, *paid, rate=rate, forecast=forecast)
    assert found.test.verdict is verdict
    assert found.asked == Decimal(asked)
    assert found.failed is (verdict is Verdict.RED)


def test_before_any_instalment_the_test_is_not_known():
    found = request("100")
    assert found.test.verdict is Verdict.UNKNOWN
    assert (found.cut, found.asked) == (0, 300_000)


def test_the_balance_is_what_costs_have_earned_less_what_was_paid_and_the_interest_due():
    whole = Asked(Period(date(2009, 1, 1), date(2011, 12, 31)), LATER, final=True)
    given = facts(
        cost("500000"),
        instalments=(money_in("260000", PAID),),
        interest=(money_in("1000", date(2010, 1, 1), "interest"),),
    )
    found = build_report(given, whole).request
    assert found.interest_due
    assert found.asked == Decimal(400_000 - 260_000 - 1000)
    small = build_report(
        facts(cost("100"), instalments=(money_in("250000", PAID),),
              interest=(money_in("1000", date(2010, 1, 1), "interest"),)),
        whole,
    ).request  # fmt: skip
    assert not small.interest_due
    assert small.asked == Decimal(80 - 250_000)


def test_the_balance_never_passes_the_grant():
    whole = Asked(Period(date(2009, 1, 1), date(2011, 12, 31)), LATER, final=True)
    given = facts(cost("900000"), terms=terms(amount="100000"))
    assert build_report(given, whole).request.asked == 100_000


def test_a_later_instalment_is_told_and_not_counted():
    late = (money_in("300000", PAID), money_in("5", date(2011, 3, 1)))
    given = facts(cost("300000"), instalments=late)
    found = build_report(given, ASKED).request
    assert found.paid == 300_000
    assert "1 later instalments" in found.notes[-1]


def test_the_forecast_counts_the_days_of_a_plan_and_ends_with_the_agreement():
    plan = planned("36500", date(2010, 12, 1), date(2011, 11, 30))
    ahead = build_report(facts(planned=(plan,)), ASKED).forecast
    assert (ahead.period.start, ahead.period.end) == NEXT
    assert ahead.whole.amount == Decimal(36_500 - 31 * 100)
    assert ahead.months[0].planned.rows == (plan.dated.id,)
    last = build_report(facts(), Asked(Period(*NEXT), LATER)).forecast
    assert last.period is None
