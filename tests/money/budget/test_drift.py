"""Drift of headings: both directions, notices that add up, a base that an addendum resets."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.money.budget.budget_made import START, condition, terms, version

from sapar.ground.kernel import InvalidInput, Verdict
from sapar.money.budget.rules import allowance_used, drift, standing_version

DAY = timedelta(days=1)
LATER = START + 300 * DAY


def verdicts(versions, mode: str = "eu_grant_2013", **more) -> dict[str, Verdict]:
    return {f.subject: f.verdict for f in drift(versions, terms(mode), LATER, **more)}


def story(*amounts: int, kind: str = "unilateral"):
    """Heading 5 as agreed and after each change; heading 1 takes the difference."""
    first, *rest = amounts
    whole = first + 500_000
    made = [version(1, START, "original", h1=whole - first, h5=first)]
    for number, amount in enumerate(rest, 2):
        made.append(version(number, START + number * DAY, kind, h1=whole - amount, h5=amount))
    return made


@pytest.mark.parametrize(
    ("mode", "amounts", "verdict"),
    [
        ("eu_grant_2013", (100_000, 120_000), Verdict.CLEAR),
        ("eu_grant_2013", (100_000, 120_000, 125_000), Verdict.AMBER),
        ("eu_grant_2013", (100_000, 120_000, 125_001), Verdict.RED),
        ("eu_grant_2013", (100_000, 80_000, 75_000), Verdict.AMBER),
        ("eu_grant_2013", (100_000, 80_000, 74_999), Verdict.RED),
        ("eu_grant_2008", (100_000, 112_000), Verdict.CLEAR),
        ("eu_grant_2008", (100_000, 112_001), Verdict.AMBER),
        ("eu_grant_2008", (100_000, 115_000), Verdict.AMBER),
        ("eu_grant_2008", (100_000, 115_001), Verdict.RED),
        ("eu_grant_2008", (100_000, 84_999), Verdict.RED),
    ],
)
def test_the_worked_vectors(mode: str, amounts: tuple[int, ...], verdict: Verdict) -> None:
    found = {f.subject: f for f in drift(story(*amounts), terms(mode), LATER)}
    assert found["5"].verdict is verdict
    assert found["5"].inputs["change"] == amounts[-1] - amounts[0]


def test_an_addendum_sets_a_new_base_and_later_notices_count_from_there() -> None:
    versions = story(100_000, 120_000)
    versions += [
        version(3, START + 9 * DAY, "addendum", h1=474_999, h5=125_001),
        version(4, START + 10 * DAY, h1=469_999, h5=130_001),
    ]
    (one, five) = drift(versions, terms(), LATER)
    assert (five.verdict, five.inputs["base"], five.inputs["change"]) == (
        Verdict.CLEAR,
        125_001,
        5_000,
    )
    assert one.inputs["changes"] == (-5_000,)


def test_what_is_moved_back_is_no_drift() -> None:
    assert verdicts(story(100_000, 130_000, 100_000))["5"] is Verdict.CLEAR


def test_only_versions_that_have_taken_effect_count() -> None:
    versions = story(100_000, 130_000)
    (early, _) = drift(versions, terms(), START)
    assert early.value == 0
    assert standing_version(versions, START) == versions[0]
    assert standing_version(versions, START - DAY) is None
    assert drift(versions, terms(), START - DAY) == ()


def test_a_special_condition_sets_the_limit_and_is_amber_from_four_fifths_of_it() -> None:
    agreed = [condition("0.50")]
    assert verdicts(story(100_000, 140_000), special=agreed)["5"] is Verdict.CLEAR
    assert verdicts(story(100_000, 140_001), special=agreed)["5"] is Verdict.AMBER
    assert verdicts(story(100_000, 150_001), special=agreed)["5"] is Verdict.RED
    assert verdicts(story(100_000, 110_001), special=[condition("0.5", "0.1")])["5"] == "amber"


def test_indirect_costs_and_the_reserve_cannot_grow_by_notice_at_all() -> None:
    first = version(1, START, "original", h1=100_000, h8=7_000, h10=5_000)
    more = version(2, START + DAY, h1=99_998, h8=7_001, h10=5_001)
    less = version(2, START + DAY, h1=100_002, h8=6_999, h10=4_999)
    assert (verdicts([first, more])["8"], verdicts([first, more])["10"]) == ("red", "red")
    assert (verdicts([first, less])["8"], verdicts([first, less])["10"]) == ("clear", "clear")


def test_money_under_a_heading_for_which_nothing_was_agreed_is_never_green() -> None:
    versions = [
        version(1, START, "original", h1=100_000),
        version(2, START + DAY, h1=95_000, h3=5_000),
    ]
    found = {f.subject: f for f in drift(versions, terms(), LATER)}
    assert found["3"].verdict is Verdict.UNKNOWN
    assert found["3"].missing == ("an agreed amount of heading 3",)


def test_sub_headings_count_together_under_their_main_heading() -> None:
    first = version(1, START, "original", **{"h1.1": 60_000, "h1.2": 40_000, "h2": 100_000})
    moved = version(2, START + DAY, **{"h1.1": 10_000, "h1.2": 90_000, "h2": 100_000})
    (one, two) = drift([first, moved], terms(), LATER)
    assert (one.subject, one.value, two.value) == ("1", 0, 0)


def test_two_currencies_under_a_heading_are_refused_whenever_they_come() -> None:
    first, second = story(100_000, 110_000)
    other = second.lines[1].__class__("5", "5.2", "T", Decimal(1), "USD")
    mixed = second.__class__("G", 2, "unilateral", (*second.lines, other), second.dated)
    with pytest.raises(InvalidInput, match="heading 5"):
        drift([first, mixed], terms(), LATER)


def test_changes_without_a_budget_as_signed_are_refused() -> None:
    with pytest.raises(InvalidInput, match="No version says what was agreed"):
        drift([version(2, START, h1=1)], terms(), LATER)


def test_a_mode_without_a_rule_on_headings_is_not_judged() -> None:
    assert drift(story(100, 900), terms("custom"), LATER) == ()


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=6))
def test_drift_depends_on_where_the_heading_stands_not_on_the_way(amounts: list[int]) -> None:
    by_steps = drift(story(100_000, *amounts), terms(), LATER)
    at_once = drift(story(100_000, amounts[-1]), terms(), LATER)
    assert [(f.subject, f.value, f.verdict) for f in by_steps] == [
        (f.subject, f.value, f.verdict) for f in at_once
    ]


def test_how_much_is_used_up_is_a_share_of_what_is_allowed() -> None:
    assert allowance_used(Decimal(100), [Decimal(-12)], Decimal("0.15")) == Decimal("0.8")
    assert allowance_used(Decimal(0), [Decimal(5)], Decimal("0.15")) is None
    assert allowance_used(Decimal(100), [Decimal(5)], Decimal(0)) is None
