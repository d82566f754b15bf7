"""Two rulebooks side by side: what a draft's numbers make of each topic, and what is lacking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sapar.ground.kernel import InvalidInput, Money, Status
from sapar.ground.rulebook import default_rulebook, load_conflicts
from sapar.money.agreements.rules import ComparedTopic, DraftBudget, compare, read_draft
from sapar.money.agreements.rules.differences import DIFFERENCES

ON = date(2014, 1, 15)
FULL: dict[str, Any] = {
    "currency": "EUR",
    "signed_on": date(2014, 6, 1),
    "starts_on": date(2014, 7, 1),
    "ends_on": date(2017, 5, 31),
    "account_closes_on": date(2017, 9, 30),
    "total": 1748657,
    "eu_rate": Decimal("0.8"),
    "headquarters_in_country": False,
    "multi_donor": False,
    "first_instalment": 100000,
    "spent": 60000,
    "committed": 15000,
    "interest": 1200,
    "exchange_loss": 900,
    "rates": {
        "unore_on_transaction_day": Decimal("1.40"),
        "inforeuro_period_mean": Decimal("1.47"),
    },
    "headings": [
        {"code": "1", "amount": 100000, "change": 20000},
        {"code": "2", "amount": 50000, "change": -20000},
    ],
    "purchases": [
        {"what": "Study", "type": "services", "value": 70000},
        {"what": "Chairs", "type": "supplies", "value": 9000},
    ],
    "vat": {"amount": 5000, "status": "refused", "proof": True, "basic_act_allows": False},
    "assets": [{"what": "Car", "value": 25000}],
    "offices": [{"office": "Moscow", "days": 12}, {"office": "Geneva", "days": 20}],
}


def topic(name: str, a: str = "un_ilo", b: str = "eu_grant", **changed: Any) -> ComparedTopic:
    given = {key: value for key, value in {**FULL, **changed}.items() if value is not None}
    rows = compare(default_rulebook(), a, b, DraftBudget.model_validate(given), on=ON)
    return next(row for row in rows if row.topic == name)


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_there_is_a_row_for_each_topic_in_order() -> None:
    draft = DraftBudget(currency="EUR")
    rows = compare(default_rulebook(), "un_ilo", "eu_grant", draft, on=ON)
    assert [row.topic for row in rows] == [one.id for one in load_conflicts()]
    assert len(rows) == 14
    assert set(DIFFERENCES) == {row.topic for row in rows}


def test_without_a_draft_every_row_says_what_it_needs_or_that_nothing_is_needed() -> None:
    draft = DraftBudget(currency="EUR")
    for row in compare(default_rulebook(), "un_ilo", "eu_grant", draft, on=ON):
        assert row.missing
        assert row.says_a
        assert row.says_b


def test_eur_100_000_booked_at_1_40_and_reported_at_1_47_leave_4_762_unspent() -> None:
    row = topic("exchange_rate", signed_on=date(2008, 3, 1), total=100000)
    assert (row.differs, row.amount) == (True, euro("4761.90"))
    assert "EUR 95,238.10 at the other" in row.says


def test_a_rate_that_is_lacking_is_named_by_its_method() -> None:
    row = topic("exchange_rate")
    assert (row.differs, row.amount) == (True, None)
    assert row.missing == ("rates.instalment_recorded_rate",)


def test_overheads_of_13_and_7_per_cent_lie_98_056_apart() -> None:
    row = topic("indirect_costs")
    assert row.amount == euro("98055.53")
    assert [said.says for said in (*row.says_a, *row.says_b)] == ["13 %", "7 %"]
    given = topic("indirect_costs", direct_costs=100000)
    assert given.amount == euro("6000")
    assert topic("indirect_costs", a="fafa", b="eu_grant").differs is False


def test_60_spent_and_15_committed_fail_a_grant_and_pass_a_contribution() -> None:
    row = topic("commitments", a="eu_grant", b="contribution", eu_rate=1)
    assert (row.differs, row.says) == (True, "eu_grant: fails; contribution: passes")
    more = topic("commitments", a="eu_grant", b="contribution", eu_rate=1, spent=80000)
    assert more.differs is False


def test_postings_until_the_account_closes_lie_after_the_end() -> None:
    row = topic("eligibility_window")
    assert (row.differs, row.days) == (True, 122)
    assert topic("eligibility_window", ends_on=None).missing == ("ends_on",)
    assert topic("eligibility_window", a="fafa", b="eu_grant").differs is False


def test_a_tenth_of_the_contribution_is_advanced_until_the_report_is_paid() -> None:
    row = topic("arrears")
    assert row.amount == euro("139892.56")
    assert row.days == 183 + 45
    assert topic("arrears", total=None).missing == ("grant, or total and eu_rate",)
    assert "headquarters in country" in topic("arrears", headquarters_in_country=None).missing


def test_headings_that_pass_on_one_side_only() -> None:
    row = topic("budget_flexibility")
    assert (row.differs, row.amount) == (True, euro("20000"))
    assert row.says == "Headings whose change passes on one side only: 2."
    calm = topic("budget_flexibility", headings=[{"code": "1", "amount": 10, "change": 1}])
    assert calm.differs is False
    both = topic("budget_flexibility", a="fafa", b="eu_grant")
    assert both.says == "Headings whose change passes on one side only: 1."


def test_interest_above_the_ceiling_is_claimed() -> None:
    early = date(2008, 3, 1)
    claimed = topic("interest", signed_on=early, first_instalment=250001)
    assert (claimed.differs, claimed.amount) == (True, euro("1200"))
    assert topic("interest", signed_on=early, first_instalment=250000).differs is False
    assert topic("interest", signed_on=early, first_instalment=None).missing == (
        "first_instalment",
    )
    assert topic("interest").differs is None
    assert topic("interest", a="fafa", multi_donor=True, b="un_ilo").differs is False


def test_a_larger_grant_is_verified_from_outside() -> None:
    assert topic("verification").differs is True
    assert topic("verification", grant=90000).differs is False
    assert topic("verification", currency="USD").missing == (
        "amounts in euro, in which this rule counts",
    )


def test_tax_that_is_only_accepted_is_not_paid() -> None:
    row = topic("value_added_tax")
    assert (row.differs, row.amount) == (True, euro("5000"))
    paid = {"amount": 5000, "status": "refused", "proof": True, "basic_act_allows": True}
    assert topic("value_added_tax", vat=paid).differs is False
    open_ = topic("value_added_tax", vat={"amount": 1, "status": "refused"})
    assert open_.missing == ("whether the basic act allows taxes", "whether the proof is on file")


def test_assets_are_handed_over_on_one_side() -> None:
    row = topic("assets")
    assert (row.differs, row.amount) == (True, euro("25000"))
    assert topic("assets", assets=None).missing == ("assets",)


def test_a_study_of_70_000_needs_another_procedure() -> None:
    row = topic("procurement")
    assert (row.differs, row.amount) == (True, euro("70000"))
    assert row.says == "Study: own procedures against competitive negotiated"
    assert topic("procurement", purchases=FULL["purchases"][1:]).differs is False
    assert topic("procurement", a="fafa", b="un_ilo").differs is False
    early = topic("procurement", signed_on=date(2008, 3, 1))
    assert early.missing == ("a value of eu.procurement.procedure for 2008-03-01",)


def test_the_earliest_report_and_the_days_between() -> None:
    row = topic("reporting")
    assert (row.days, row.says) == (183, "The earliest final report is due on 2017-11-30.")
    near = topic("reporting", a="contribution", b="eu_grant", headquarters_in_country=True)
    assert (near.differs, near.days) == (True, 91)


def test_the_chain_takes_the_days_of_all_its_offices() -> None:
    row = topic("authority_chain")
    assert row.days == 32
    assert "Geneva takes longest, 20 days" in row.says


def test_an_unverified_value_makes_the_row_unverified() -> None:
    assert topic("exchange_rate").status is Status.PRIMARY
    assert topic("arrears").status is Status.UNVERIFIED


def test_a_pack_beside_itself_never_differs() -> None:
    draft = DraftBudget.model_validate(FULL)
    for pack in ("eu_grant", "fafa", "contribution", "un_ilo"):
        for row in compare(default_rulebook(), pack, pack, draft, on=ON):
            assert row.differs in (False, None), (pack, row)
            assert row.amount in (None, euro("0")), (pack, row)


def test_an_unknown_pack_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidInput, match="Did you mean 'eu_grant'"):
        compare(default_rulebook(), "eu_grants", "fafa", DraftBudget(currency="EUR"), on=ON)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("currency: EUR\ntotl: 5\n", 2, "Did you mean 'total'"),
        ("currency: euro\n", 1, "'currency'"),
        ("currency: EUR\ntotal: -5\n", 2, "'total'"),
        ("currency: EUR\neu_rate: 80\n", 2, "'eu_rate'"),
        ("currency: EUR\nrates:\n  mean: 0\n", 3, "'rates.mean'"),
        ("currency: EUR\nstarts_on: 2014-01-02\nends_on: 2014-01-01\n", 3, "before the start"),
        ("currency: EUR\ntotal: 5\ngrant: 6\n", 3, "more than the total"),
        ("currency: EUR\npurchases:\n  - {what: A, value: 3}\n", 3, "type' is missing"),
    ],
)
def test_a_draft_that_does_not_fit_is_refused_at_its_line(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=told) as refused:
        read_draft(path)
    assert refused.value.where == f"draft.yaml, line {line}"
