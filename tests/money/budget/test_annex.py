"""Annex III: the formulas, what they refuse, and the ceilings on direct costs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.money.budget.budget_made import START, line, terms

from sapar.ground.kernel import InvalidInput, Status, Verdict
from sapar.ground.rulebook import SpecialCondition
from sapar.money.budget.rules import annex_iii, ceilings

cents = st.decimals(min_value=0, max_value=10**7, places=2)
CODES = ("1.1", "1.2", "2.1", "3", "4.1.1", "5.3", "6.1", "8", "10", "12")


def test_the_form_has_thirteen_lines_and_says_which_formulas_are_not_verified() -> None:
    annex = annex_iii([line("1.1", "600"), line("5.1", "400"), line("8", "70"), line("10", "50")])
    assert [one.number for one in annex.lines] == list(range(1, 14))
    told = {one.number: (one.amount.amount, one.formula, one.status) for one in annex.lines}
    assert told[7] == (1000, "7 = 1 + 2 + 3 + 4 + 5 + 6", Status.PRIMARY)
    assert told[9] == (1070, "9 = 7 + 8", Status.PRIMARY)
    assert told[11] == (1120, "11 = 9 + 10", Status.UNVERIFIED)
    assert told[13] == (1120, "13 = 11 + 12", Status.UNVERIFIED)
    assert told[2] == (0, "", Status.PRIMARY)


@given(st.lists(st.tuples(st.sampled_from(CODES), cents), min_size=1))
def test_the_last_line_is_the_sum_of_all_lines(rows: list[tuple[str, Decimal]]) -> None:
    annex = annex_iii([line(code, amount) for code, amount in rows])
    assert annex.amount(13).amount == sum(amount for _, amount in rows)
    assert annex.amount(7).amount == sum(annex.amount(number).amount for number in range(1, 7))


def test_two_currencies_under_a_heading_are_refused_with_the_line() -> None:
    with pytest.raises(InvalidInput, match=r"heading 1, line 1\.2: Its lines are in EUR and in"):
        annex_iii([line("1.1", "1"), line("1.2", "1", "USD")])


def test_two_currencies_in_two_headings_do_not_fit_the_form() -> None:
    with pytest.raises(InvalidInput, match="The budget is in EUR and USD"):
        annex_iii([line("1.1", "1"), line("2.1", "1", "USD")])


@pytest.mark.parametrize("code", ["7.1", "9", "14", "A"])
def test_a_heading_that_is_none_of_the_form_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match="is not a heading of annex III"):
        annex_iii([line(code, "1")])


def test_no_lines_make_no_form() -> None:
    with pytest.raises(InvalidInput, match="There are no lines"):
        annex_iii([])


@pytest.mark.parametrize(
    ("indirect", "reserve", "verdicts"),
    [
        ("70000", "50000", (Verdict.CLEAR, Verdict.CLEAR)),
        ("70000.01", "50000", (Verdict.RED, Verdict.CLEAR)),
        ("70000", "50000.01", (Verdict.CLEAR, Verdict.RED)),
    ],
)
def test_the_ceilings_are_seven_and_five_per_cent_to_the_cent(indirect, reserve, verdicts) -> None:
    annex = annex_iii([line("1.1", "1000000"), line("8", indirect), line("10", reserve)])
    found = {f.subject: f for f in ceilings(annex, terms(), START)}
    assert (found["8"].verdict, found["10"].verdict) == verdicts
    assert (found["8"].limit, found["10"].limit) == (70000, 50000)
    assert found["8"].says.startswith("Indirect costs, line 8, come to 70,000.0")


def test_a_special_condition_takes_the_place_of_a_ceiling() -> None:
    annex = annex_iii([line("1.1", "1000"), line("8", "100")])
    agreed = SpecialCondition(
        "eu.cost.indirect_cap", "Ten", "Letter", "", START, value=Decimal("0.10")
    )
    found = {f.subject: f for f in ceilings(annex, terms(), START, special=[agreed])}
    assert found["8"].verdict is Verdict.CLEAR
    assert found["8"].clause.title == "Letter"


def test_a_contract_without_a_day_of_signature_is_unknown_and_one_without_rules_is_not_judged():
    annex = annex_iii([line("1.1", "1000"), line("8", "1")])
    unsigned = terms().__class__(
        *(None if name == "signed_on" else getattr(terms(), name) for name in terms().__slots__)
    )
    found = ceilings(annex, unsigned, START)
    assert {f.verdict for f in found} == {Verdict.UNKNOWN}
    assert all(f.missing for f in found)
    assert ceilings(annex, terms("custom"), START) == ()
