from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.reports.reports_made import (
    ASKED,
    LATER,
    RATES,
    SECOND,
    budget,
    cost,
    facts,
    ledgers,
    money_in,
    terms,
)

from sapar.exchange.reports.rules.claims import When, Why
from sapar.exchange.reports.rules.facts import Asked
from sapar.exchange.reports.rules.report import build_report, rows_behind
from sapar.ground.kernel import InvalidInput, Period


def amount(report, number: int, name: str = "so_far") -> Decimal:
    return getattr(report.financial.line(number), name).amount


def test_costs_stand_by_the_day_they_were_incurred():
    report = build_report(
        facts(cost("100", date(2009, 5, 1)), cost("40"), cost("7", date(2011, 1, 1))), ASKED
    )
    line = report.financial.line(1)
    assert (line.before.amount, line.now.amount) == (Decimal(100), Decimal(40))
    assert line.variation == Decimal(140 - 100_000)


def test_a_final_report_takes_in_the_costs_of_closing_that_arose_after_the_end():
    late = date(2012, 2, 1)
    found = facts(cost("9", late, category="evaluation"), cost("5", late))
    whole = Period(date(2009, 1, 1), date(2011, 12, 31))
    assert amount(build_report(found, Asked(whole, LATER, final=True)), 1) == 9
    assert amount(build_report(found, Asked(whole, LATER)), 1) == 0


def test_lines_7_to_13_are_sums_of_the_lines_above():
    report = build_report(
        facts(cost("100"), cost("50", heading="2"), cost("3", heading="10"),
              cost("4", heading="12"), cost("6", heading="8", category="indirect")),
        ASKED,
    )  # fmt: skip
    assert [amount(report, n) for n in (7, 8, 9, 11, 12, 13)] == [150, 6, 156, 159, 4, 163]


def test_indirect_costs_are_claimed_up_to_seven_per_cent_of_all_direct_costs():
    report = build_report(
        facts(cost("1000", date(2009, 5, 1)), cost("130", date(2009, 5, 1), "8"),
              cost("1000"), cost("10", heading="8")),
        ASKED,
    )  # fmt: skip
    assert amount(report, 8, "before") == 70
    # What was above the ceiling before counts against what is below it now.
    assert amount(report, 8) == 140
    assert amount(report, 8, "now") == 70


def test_the_allowed_reallocation_is_a_share_of_the_budget_as_last_agreed():
    moved = budget("unilateral", date(2009, 6, 1), h1="110000", h2="40000", h8="11900")
    report = build_report(
        facts(versions=(budget(h1="100000", h2="50000", h8="11900"), moved)), ASKED
    )
    line = report.financial.line(1)
    assert (line.agreed, line.moved, line.budget) == (100_000, 10_000, 110_000)
    assert line.allowed == Decimal("15000.00")
    assert report.financial.line(8).allowed == 0
    later = facts(versions=(moved,), terms=terms("eu_grant_2013"))
    assert build_report(later, ASKED).financial.line(1).allowed == Decimal("27500")


def test_spending_beyond_the_allowed_reallocation_is_told():
    report = build_report(facts(cost("120000")), ASKED)
    assert "5,000.00 EUR lie beyond" in report.financial.line(1).explanation


def test_an_unverified_formula_is_told_in_its_line():
    report = build_report(facts(), ASKED)
    assert report.financial.line(11).explanation.startswith("UNVERIFIED")
    assert report.financial.line(7).explanation == ""


def test_costs_outside_the_period_or_not_eligible_or_under_no_heading_are_left_out():
    report = build_report(
        facts(cost("1", date(2008, 12, 31)), cost("2", eligible=False), cost("4", heading="99"),
              cost("8", heading="")),
        ASKED,
    )  # fmt: skip
    assert amount(report, 13) == 0
    steps = {
        step.code: step.before.amount + step.now.amount for step in report.reconciliation.steps
    }
    assert steps[Why.OUTSIDE] == -1
    assert steps[Why.INELIGIBLE] == -2
    assert steps[Why.NO_HEADING] == -12


def test_tax_that_comes_back_is_left_out_and_tax_that_is_lost_stands_under_line_12():
    report = build_report(
        facts(cost("112", vat_status="claimed", vat_amount=Decimal(12)),
              cost("224", vat_status="refused", vat_amount=Decimal(24))),
        ASKED,
    )  # fmt: skip
    assert (amount(report, 1), amount(report, 12)) == (300, 24)
    step = next(one for one in report.reconciliation.steps if one.code == Why.TAX_OUT)
    assert step.rests_on == "UNVERIFIED: rule eu.cost.vat"


def test_a_cost_that_nobody_judged_is_claimed_and_counted():
    report = build_report(facts(cost("5", eligible=None)), ASKED)
    assert amount(report, 1) == 5
    assert any("nobody has judged" in note for note in report.notes)


def test_every_figure_leads_back_to_its_rows():
    one, other = cost("1", reference="a"), cost("2", date(2009, 3, 3), reference="b")
    report = build_report(facts(one, other), ASKED)
    assert rows_behind(report, report.financial.line(13).so_far) == ("b", "a")


def test_other_currencies_are_converted_by_the_rule_of_the_contract():
    by_mean = build_report(facts(cost("1000", currency="USD")), ASKED)
    mean = sum(
        (RATES.of_month("USD", date(2010, month, 1)).value for month in range(1, 13)), Decimal(0)
    )
    assert amount(by_mean, 1) == (Decimal(1000) / (mean / 12)).quantize(Decimal("0.01"))
    spent = by_mean.financial.line(1).spent
    assert [(one.currency, one.entries, one.spent) for one in spent] == [("USD", 1, 1000)]
    assert "eu.fx.report" in by_mean.rates[0]


def test_a_missing_rate_is_named_with_what_to_do():
    with pytest.raises(InvalidInput, match=r"2010-06.*sapar rates import") as refused:
        build_report(facts(cost("1", currency="CHF")), ASKED)
    assert "CHF" in refused.value.what


@pytest.mark.parametrize(
    ("period", "as_of", "says"),
    [
        (Period(date(2013, 1, 1), date(2013, 2, 1)), date(2014, 1, 1), "outside the agreement"),
        (SECOND, date(2010, 6, 1), "the day it is read"),
    ],
)
def test_a_period_that_cannot_be_reported_is_refused(period, as_of, says):
    with pytest.raises(InvalidInput, match=says):
        build_report(facts(), Asked(period, as_of))


def test_no_budget_no_report():
    with pytest.raises(InvalidInput, match="No budget stood on 2010-12-31"):
        build_report(facts(versions=()), ASKED)


@settings(max_examples=25, deadline=None)
@given(ledgers)
def test_totals_are_those_of_the_ledger(ledger):
    """In euro only: what stands under line 13 and what is left out is the ledger, to the cent."""
    ours = tuple(
        one for one in ledger
        if one.entry.currency == "EUR" and one.on <= SECOND.end
    )  # fmt: skip
    report = build_report(facts(*ours), ASKED)
    ledger_sum = sum(
        (one.entry.amount.quantize(Decimal("0.01"), "ROUND_HALF_UP") for one in ours), Decimal(0)
    )
    left_out = sum((one.books for one in report.reconciliation.details
                    if one.left_out not in ("", "line_12")), Decimal(0))  # fmt: skip
    tax = sum((one.tax_out for one in report.reconciliation.details), Decimal(0))
    over = sum((row.so_far.amount for row in report.financial.under(8) if row.over), Decimal(0))
    assert amount(report, 13) == ledger_sum - left_out - tax + over


@settings(max_examples=40, deadline=None)
@given(ledgers, st.booleans(), st.sampled_from(("", "USD", "EUR")),
       st.sampled_from(("eu_grant_2008", "eu_grant_2013", "contribution_2019", "own")))  # fmt: skip
def test_the_reconciliation_closes_to_nought(ledger, final, accounts, mode):
    asked = Asked(SECOND, LATER, final, accounts)
    paid = facts(*ledger, terms=terms(mode))
    if mode == "eu_grant_2013":
        paid = facts(*ledger, terms=terms(mode), instalments=(
            money_in("9000", date(2009, 2, 1)), money_in("12000", date(2010, 2, 1))))  # fmt: skip
    report = build_report(paid, asked)
    assert [report.reconciliation.open(when) for when in When] == [0, 0]
    by_line = sum((one.now.amount for one in report.financial.rows if one.main
                   and one.number in (1, 2, 3, 4, 5, 6, 8, 10, 12)), Decimal(0))  # fmt: skip
    assert by_line == amount(report, 13, "now")


@settings(max_examples=20, deadline=None)
@given(ledgers)
def test_the_list_of_expenditure_adds_up_to_the_report(ledger):
    report = build_report(facts(*ledger), ASKED)
    over = sum((row.so_far.amount for row in report.financial.under(8) if row.over), Decimal(0))
    listed = sum((one.amount for one in report.items), Decimal(0))
    assert listed + over == amount(report, 13)
