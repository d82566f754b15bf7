"""Worked cases: how one entry stands under a rulebook, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.money.judging.ledgers_made import END, REPORT, agreement, contract, judged, row

from sapar.ground.kernel import Status, Verdict
from sapar.ground.rulebook import SpecialCondition, default_rulebook
from sapar.money.judging.rules import Standing, differing, judge_entries, limits_of

WINDOW = "eu.cost.eligibility_window"


def main(entry, **more):
    return judged(entry, **more).reasons(0)[0]


@pytest.mark.parametrize(
    ("on", "category", "standing"),
    [
        (date(2015, 5, 20), "", Standing.ELIGIBLE),
        (END, "", Standing.ELIGIBLE),
        (date(2017, 1, 1), "", Standing.NOT_ELIGIBLE),
        (date(2013, 12, 31), "", Standing.NOT_ELIGIBLE),
        (date(2013, 12, 31), "evaluation", Standing.NOT_ELIGIBLE),
        (REPORT, "evaluation", Standing.ELIGIBLE),
        (REPORT, "expenditure_verification", Standing.ELIGIBLE),
        (REPORT, "final_report", Standing.ELIGIBLE),
        (date(2017, 7, 1), "evaluation", Standing.NOT_ELIGIBLE),
    ],
)
def test_the_day_a_cost_arose_decides_with_three_exceptions(on, category, standing):
    reason = main(row(on=on, category=category))
    assert reason.standing is standing
    assert reason.rule == ("" if standing is Standing.ELIGIBLE else WINDOW)


def test_a_late_posting_of_a_cost_that_arose_in_time_counts():
    assert main(row(on=END, posted_on=date(2017, 3, 1))).standing is Standing.ELIGIBLE


def test_a_closing_cost_is_unknown_while_the_day_of_the_report_is():
    entry = row(on=date(2017, 2, 1), category="evaluation")
    made = judged(entry, of=agreement(report=None))
    assert made.reasons(0)[0].standing is Standing.UNKNOWN
    assert made.why(0)[0].missing == ("the day by which the final report is sent",)


def test_without_terms_nothing_is_eligible():
    from dataclasses import replace

    bare = replace(agreement(), terms=None)
    assert main(row(), of=bare).standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("category", "standing"),
    [
        *((name, Standing.NOT_ELIGIBLE) for name in ("debt", "provision", "double_funded")),
        *((name, Standing.NOT_ELIGIBLE) for name in ("exchange_loss", "in_kind")),
        ("land_buildings", Standing.UNKNOWN),
        ("indirect", Standing.ELIGIBLE),
    ],
)
def test_the_nature_of_a_cost(category, standing):
    reason = main(row(category=category))
    assert reason.standing is standing
    assert reason.status is Status.UNVERIFIED


def test_a_cost_without_a_document_cannot_be_judged_but_a_flat_rate_needs_none():
    reason = main(row(documented=False))
    assert (reason.standing, reason.rule) == (Standing.UNKNOWN, "eu.cost.justified")
    assert main(row(documented=False, category="indirect")).standing is Standing.ELIGIBLE


@pytest.mark.parametrize(
    ("status", "documented", "allows", "standing"),
    [
        ("claimed", True, True, Standing.NOT_ELIGIBLE),
        ("refused", True, True, Standing.ELIGIBLE),
        ("refused", True, False, Standing.NOT_ELIGIBLE),
        ("not_recoverable", True, None, Standing.UNKNOWN),
        ("no_answer", True, True, Standing.NOT_ELIGIBLE),
        ("exempt", True, True, Standing.NOT_ELIGIBLE),
        ("", True, True, Standing.UNKNOWN),
    ],
)
def test_tax_is_judged_by_what_became_of_it_and_the_rest_of_the_entry_apart(
    status, documented, allows, standing
):
    entry = row("112", vat_status=status, vat_amount=Decimal(12), documented=documented)
    of = agreement(signed=date(2016, 1, 15), basic_act_allows=allows)
    made = judged(entry, of=of)
    rest, tax = made.reasons(0)
    assert rest.standing is Standing.ELIGIBLE
    assert tax is not None
    assert (tax.standing, tax.rule) == (
        standing,
        "" if standing is Standing.ELIGIBLE else "eu.cost.vat",
    )
    assert made.total(standing, "EUR") == (112 if standing is Standing.ELIGIBLE else 12)


def test_an_entry_that_is_tax_is_judged_as_tax_whole():
    made = judged(row("12", category="vat", vat_status="claimed"))
    assert made.total(Standing.NOT_ELIGIBLE, "EUR") == 12
    assert made.total(Standing.ELIGIBLE, "EUR") == 0


def test_tax_of_an_unknown_amount_leaves_the_entry_unjudged():
    made = judged(row("112", vat_status="refused"))
    assert made.reasons(0)[0].standing is Standing.UNKNOWN
    assert ("the amount of the tax",) in [one.missing for one in made.why(0)]


def test_seventy_thousand_of_services_pass_the_own_rules_and_fail_the_donors():
    of = agreement(contract("K", 70_000))
    entry = row(contract="K")
    donor, own = judged(entry, of=of), judged(entry, of=of, pack="un_ilo")
    assert donor.reasons(0)[0][:2] == (Standing.NOT_ELIGIBLE, "eu.procurement.procedure")
    assert own.reasons(0)[0].standing is Standing.ELIGIBLE
    assert differing(own, donor) == [0]
    assert "competitive negotiated" in donor.why(0)[0].says


@pytest.mark.parametrize(("second", "red"), [(35_000, True), (25_000, False)])
def test_one_need_bought_in_two_pieces(second, red):
    of = agreement(
        contract("K-1", 35_000, group="trainers", kind="supplies", origin_country="KG"),
        contract("K-2", second, group="trainers", kind="supplies", origin_country="KG"),
    )
    reason = main(row(contract="K-2"), of=of)
    assert (reason.rule == "eu.procurement.split") is red


def test_pieces_more_than_a_year_apart_are_no_split():
    of = agreement(
        contract("K-1", 35_000, group="x", kind="supplies", origin_country="KG"),
        contract("K-2", 35_000, group="x", kind="supplies", origin_country="KG",
                 signed_on=date(2016, 2, 2)),
    )  # fmt: skip
    assert main(row(contract="K-2"), of=of).standing is Standing.ELIGIBLE


@pytest.mark.parametrize(
    ("country", "origin", "rule"),
    [
        ("US", "KG", "eu.procurement.nationality"),
        ("KG", "US", "eu.procurement.origin"),
        ("KG", "KG", ""),
    ],
)
def test_nationality_and_origin(country, origin, rule):
    bought = contract("K", 9_000, kind="supplies", supplier_country=country, origin_country=origin)
    assert main(row(contract="K"), of=agreement(bought)).rule == rule


def test_a_contract_that_is_not_on_record_leaves_the_entry_unjudged():
    reason = main(row(contract="nowhere"))
    assert (reason.standing, reason.rule) == (Standing.UNKNOWN, "eu.procurement.procedure")
    assert main(row(contract="nowhere"), pack="un_ilo").standing is Standing.ELIGIBLE


def test_an_amount_without_a_rate_cannot_be_judged():
    of, entry = agreement(), row(currency="KGS")
    limits = limits_of(default_rulebook(), "eu_grant", of)
    made = judge_entries([entry], of, "eu_grant", limits, bytearray(1))
    assert made.reasons(0)[0][:2] == (Standing.UNKNOWN, "eu.fx.report")
    first = made.why(0, "No rate of KGS is on record")[0]
    assert (first.verdict, first.missing) == (Verdict.UNKNOWN, ("No rate of KGS is on record",))


def test_a_refusal_comes_before_what_cannot_be_judged():
    entry = row(on=date(2017, 1, 1), documented=False, category="debt")
    made = judged(entry)
    assert made.reasons(0)[0][:2] == (Standing.NOT_ELIGIBLE, WINDOW)
    assert [one.rule for one in made.why(0)] == [WINDOW, "eu.cost.nature", "eu.cost.justified"]


def test_a_verdict_says_how_well_its_value_was_checked():
    assert main(row(on=date(2017, 1, 1))).status is Status.SECONDARY
    assert main(row()).status is Status.UNVERIFIED
    assert main(row(), pack="un_ilo").status is Status.UNVERIFIED


def test_a_special_condition_takes_the_place_of_its_own_rule_and_carries_its_status():
    grace = SpecialCondition(
        WINDOW, "Thirty days more", "Special conditions", "art. 7", date(2014, 1, 1),
        red=Decimal(30), status=Status.PRIMARY,
    )  # fmt: skip
    of = agreement(special=(grace,))
    assert main(row(on=date(2017, 1, 30)), of=of).standing is Standing.ELIGIBLE
    late = main(row(on=date(2017, 1, 31)), of=of)
    assert late[:] == (Standing.NOT_ELIGIBLE, WINDOW, Status.PRIMARY)
