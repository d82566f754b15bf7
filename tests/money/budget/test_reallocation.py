"""A reallocation before it is made: what it needs, until when, and that it creates no money."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.money.budget.budget_made import END, START, line, move, terms, version

from sapar.ground.kernel import InvalidInput, Verdict
from sapar.money.budget.facts import LineFact
from sapar.money.budget.rules import Need, judge_reallocation, moved_lines

ON = START + timedelta(days=100)
FULL = {"h1": 600_000, "h2": 100_000, "h5": 300_000, "h8": 60_000, "h10": 40_000, "h12": 9_000}
BUDGET = (version(1, START, "original", **FULL),)


def judged(*moves, on: date = ON, versions=BUDGET, of=None, **more):
    return judge_reallocation(of or terms(), versions, moves, on, **more)


def test_inside_a_heading_nothing_is_needed() -> None:
    one = version(1, START, "original", **{"h1.1": 600, "h1.2": 400, "h8": 50})
    answer = judged(move("1.1.1", "1.2.1", 500), versions=[one])
    assert (answer.needs, answer.verdict) == (Need.NOTHING, Verdict.CLEAR)


def test_within_the_limit_a_notice_is_enough() -> None:
    answer = judged(move("5.1", "2.1", 25_000))
    assert answer.needs is Need.NOTICE
    assert answer.verdict is Verdict.AMBER
    assert {f.subject for f in answer.findings if f.rule.endswith("heading_variation")} == {
        "2",
        "5",
    }


def test_beyond_the_limit_an_addendum_is_needed_and_takes_a_month() -> None:
    answer = judged(move("5.1", "2.1", 25_001))
    assert answer.needs is Need.ADDENDUM
    assert (answer.effective_on, answer.request_by) == (ON + timedelta(days=30), ON)


def test_notices_before_it_count_too() -> None:
    changed = {**FULL, "h2": 120_000, "h5": 280_000}
    before = (*BUDGET, version(2, START + timedelta(days=9), **changed))
    assert judged(move("5.1", "2.1", 5_000), versions=before).needs is Need.NOTICE
    assert judged(move("5.1", "2.1", 5_001), versions=before).needs is Need.ADDENDUM


def test_for_a_day_that_is_named_it_says_until_when_to_ask() -> None:
    wanted = ON + timedelta(days=60)
    answer = judged(move("5.1", "2.1", 30_000), effective_on=wanted)
    assert (answer.needs, answer.request_by) == (Need.ADDENDUM, ON + timedelta(days=30))
    late = judged(move("5.1", "2.1", 30_000), effective_on=ON + timedelta(days=29))
    (notice,) = [f for f in late.findings if f.rule == "eu.amend.notice"]
    assert (notice.verdict, notice.value) == (Verdict.RED, 1)
    assert "too early by 1 days" in notice.says


def test_no_addendum_can_be_had_in_the_last_month() -> None:
    on = END - timedelta(days=29)
    assert judged(move("5.1", "2.1", 30_000), on=on).needs is Need.REFUSED
    assert judged(move("5.1", "2.1", 30_000), on=on - timedelta(days=1)).needs is Need.ADDENDUM
    assert judged(move("5.1", "2.1", 3_000), on=on).needs is Need.NOTICE


def test_after_the_end_and_before_the_start_nothing_moves() -> None:
    after = judged(move("5.1", "2.1", 1), on=END + timedelta(days=1))
    assert after.needs is Need.REFUSED
    before = judged(move("5.1", "2.1", 1), on=START, of=terms(start=START + timedelta(days=1)))
    assert before.needs is Need.REFUSED


def test_the_reserve_grows_only_by_addendum_and_never_past_its_ceiling() -> None:
    assert judged(move("5.1", "10", 1_000)).needs is Need.ADDENDUM
    assert judged(move("5.1", "10", 20_000)).needs is Need.REFUSED


def test_the_grant_cannot_rise() -> None:
    tight = terms(amount="880000")
    answer = judged(move("12", "5.1", 100), of=tight)
    assert answer.needs is Need.REFUSED
    assert any("would pass the grant" in f.says for f in answer.findings)
    assert judged(move("2.1", "5.1", 100), of=tight).needs is Need.NOTICE


def test_what_passed_a_ceiling_before_and_gets_no_worse_does_not_stop_it() -> None:
    above = (version(1, START, "original", **{**FULL, "h8": 80_000}),)
    answer = judged(move("2.1", "5.1", 100), versions=above)
    assert answer.needs is Need.NOTICE
    assert answer.verdict is Verdict.AMBER


def test_without_rules_of_the_contract_the_answer_is_unknown_never_yes() -> None:
    answer = judged(move("5.1", "2.1", 1), of=terms("custom"))
    assert (answer.needs, answer.verdict) == (Need.UNKNOWN, Verdict.UNKNOWN)
    unsigned = judged(move("5.1", "2.1", 1), of=terms(start=None))
    assert unsigned.verdict is Verdict.UNKNOWN
    assert "the start of the project" in unsigned.findings[0].says


def test_no_budget_nothing_to_move() -> None:
    with pytest.raises(InvalidInput, match="No budget stands on"):
        judged(move("5.1", "2.1", 1), on=START - timedelta(days=1))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: move("5.1", "2.1", 0), "0 cannot be moved"),
        (lambda: move("5.1", "2.1", -5), "-5 cannot be moved"),
        (lambda: move("5.1", "5.1", 5), "to itself"),
        (lambda: judged(move("5.1", "2.1", 5, "USD")), "line 5.1: The line is in EUR"),
        (lambda: judged(move("5.1", "2.1", 300_001)), "holds 300,000.00, less than"),
        (lambda: judged(move("7.1", "2.1", 5)), "The budget has no line '7.1'. Its lines are 1.1"),
    ],
)
def test_moves_that_the_lines_do_not_allow_are_refused(make, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make()
    assert says in str(refused.value)


def test_a_heading_stands_for_its_only_line_and_for_no_other() -> None:
    lines = [line("1.1", "10"), line("1.2", "10"), line("2.1", "10")]
    assert moved_lines(lines, [move("1.1", "2", 5)])[2].amount == 15
    with pytest.raises(InvalidInput, match="Heading '1' has several lines"):
        moved_lines(lines, [move("2", "1", 5)])


def test_a_line_stays_the_product_of_its_units_and_their_cost() -> None:
    lines = [
        LineFact("1", "1.1", "T", Decimal(900), "EUR", "month", Decimal(9), Decimal(100)),
        LineFact("2", "2.1", "T", Decimal(700), "EUR", "flight", Decimal(7), Decimal(100)),
        LineFact("3", "3.1", "T", Decimal(300), "EUR", "set", Decimal(7), Decimal("42.8571")),
    ]
    after = moved_lines(lines, [move("1.1", "2.1", 45), move("2.1", "3.1", "1.01")])
    shapes = [(one.unit, one.units, one.unit_cost) for one in after]
    assert shapes[0] == ("month", 9, 95)
    assert shapes[1] == ("flight", Decimal("7.4399"), 100)
    assert shapes[2] == ("lump sum", 1, Decimal("301.01"))
    assert [one.amount for one in after] == [one.units * one.unit_cost for one in after]


cents = st.decimals(min_value=Decimal("0.01"), max_value=400_000, places=2)
codes = st.sampled_from([one.line for one in BUDGET[0].lines])


@given(st.lists(st.tuples(codes, codes, cents).filter(lambda m: m[0] != m[1]), max_size=8))
def test_reallocation_never_creates_money(rows: list[tuple[str, str, Decimal]]) -> None:
    lines = BUDGET[0].lines
    moves = [move(source, target, amount) for source, target, amount in rows]
    try:
        after = moved_lines(lines, moves)
    except InvalidInput:
        return
    assert sum(one.amount for one in after) == sum(one.amount for one in lines)
    assert all(one.amount >= 0 for one in after)
    assert [one.line for one in after] == [one.line for one in lines]
