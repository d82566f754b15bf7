"""What holds for every ledger: nothing is lost, fast and slow agree, rules stay apart."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.money.judging.ledgers_made import END, START, agreement, contract, judged, row

from sapar.ground.kernel import Status
from sapar.ground.rulebook import SpecialCondition
from sapar.money.judging.rules import Standing, deciding, findings_on, tax_finding

CATEGORIES = (
    *("", "final_report", "expenditure_verification", "evaluation", "indirect", "vat", "debt"),
    *("land_buildings", "exchange_loss", "in_kind"),
)
CONTRACTS = (
    contract("K-1", 70_000),
    contract("K-2", 35_000, group="same", kind="supplies", origin_country="KG"),
    contract("K-3", 35_000, group="same", kind="supplies", origin_country="US"),
    contract("K-4", 1_000, procedure="", supplier_country=""),
)
AMOUNTS = st.decimals(-9_999, 99_999, places=2)
ROWS = st.lists(
    st.builds(
        row,
        AMOUNTS.map(str),
        st.integers(-40, 300 + (END - START).days).map(lambda n: START + timedelta(days=n)),
        currency=st.sampled_from(("EUR", "USD", "KGS")),
        category=st.sampled_from(CATEGORIES),
        contract=st.sampled_from(("", "", "K-1", "K-2", "K-3", "K-4", "K-9")),
        vat_status=st.sampled_from(("", "", "claimed", "refused", "no_answer", "exempt")),
        vat_amount=st.none() | st.decimals(-99, 99, places=2),
        documented=st.booleans(),
        heading=st.sampled_from(("1", "2", "")),
    ),
    max_size=25,
)
PACKS = st.sampled_from(("eu_grant", "un_ilo", "fafa", "contribution"))
SIGNED = st.sampled_from((date(2008, 3, 1), date(2011, 1, 1), date(2014, 1, 1), None))


@settings(max_examples=60, deadline=None)
@given(ROWS, PACKS, SIGNED)
def test_the_totals_of_all_verdicts_are_the_ledgers_total_in_each_currency(rows, pack, signed):
    made = judged(*rows, of=agreement(*CONTRACTS, signed=signed), pack=pack)
    ledger, told = defaultdict(Decimal), defaultdict(Decimal)
    for one in rows:
        ledger[one.currency, one.heading] += one.amount
    for total in made.totals:
        told[total.currency, total.heading] += total.amount
    assert told == ledger


@settings(max_examples=60, deadline=None)
@given(ROWS, PACKS, SIGNED)
def test_the_code_of_an_entry_is_what_all_its_findings_come_to(rows, pack, signed):
    made = judged(*rows, of=agreement(*CONTRACTS, signed=signed), pack=pack)
    for index, entry in enumerate(rows):
        main, tax = made.reasons(index)
        found = tax_finding(entry, made.limits)
        assert main == deciding(findings_on(entry, made.limits))
        assert tax == (deciding((found,)) if found else None)
        if main.standing is not Standing.ELIGIBLE:
            assert made.why(index)[0].rule == main.rule


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(0, 200))
def test_a_special_condition_changes_only_what_its_own_rule_decides(rows, days):
    rule = "eu.cost.eligibility_window"
    special = SpecialCondition(
        rule, "Grace", "Special conditions", "", date(2014, 1, 1),
        red=Decimal(days), status=Status.SECONDARY,
    )  # fmt: skip
    plain = judged(*rows, of=agreement(*CONTRACTS))
    changed = judged(*rows, of=agreement(*CONTRACTS, special=(special,)))
    for index, entry in enumerate(rows):
        before, after = plain.reasons(index), changed.reasons(index)
        others = [f for f in findings_on(entry, plain.limits) if f.rule != rule]
        assert others == [f for f in findings_on(entry, changed.limits) if f.rule != rule]
        assert before[1] == after[1]
        if before != after:
            assert before[0].rule == rule
