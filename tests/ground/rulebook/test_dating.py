"""The value that applies: newest not after the date, unless an exception or agreement beats it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ground.rulebook.sample import DEADLINE, METHOD, THRESHOLD, rule_from

from sapar.ground.kernel import InvalidInput, Status
from sapar.ground.rulebook import (
    Dates,
    NothingInForce,
    SpecialCondition,
    in_force,
    limit_in_force,
    method_in_force,
)
from sapar.ground.rulebook.dating import value_on

ON = date(2009, 6, 1)
SIGNED = Dates(contract=date(2008, 3, 1))
DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))


def special(**changed: object) -> SpecialCondition:
    given = {
        "rule": "test.final_report",
        "label": "Four months",
        "document": "Special conditions",
        "clause": "art. 7",
        "signed_on": date(2008, 3, 1),
        "value": Decimal(4),
    }
    return SpecialCondition(**{**given, **changed})  # type: ignore[arg-type]


@given(day=DAYS, starts=st.sets(DAYS, min_size=1, max_size=6))
def test_the_newest_value_not_after_the_date_applies(day: date, starts: set[date]) -> None:
    rule = rule_from(DEADLINE)
    sample = rule.values[date(2003, 1, 1)]
    dated = {
        start: sample.model_copy(update={"value": Decimal(number)})
        for number, start in enumerate(starts)
    }
    found = value_on(rule.model_copy(update={"values": dated}), day)
    begun = sorted(start for start in starts if start <= day)
    assert found == (dated[begun[-1]] if begun else None)


@pytest.mark.parametrize(
    ("day", "red"),
    [
        (date(2002, 12, 31), None),
        (date(2003, 1, 1), Decimal("0.70")),
        (date(2012, 12, 31), Decimal("0.70")),
        (date(2013, 1, 1), Decimal("0.80")),
        (date(2018, 12, 31), Decimal("0.80")),
        (date(2019, 1, 1), None),
    ],
)
def test_a_value_applies_from_its_day_until_the_next(day: date, red: Decimal | None) -> None:
    found = value_on(rule_from(THRESHOLD), day)
    assert (found.red if found else None) == red


def test_without_the_basis_date_no_value_is_assumed() -> None:
    with pytest.raises(NothingInForce) as nothing:
        limit_in_force(rule_from(DEADLINE), Dates(event=ON), on=ON, context={"abroad": False})
    assert nothing.value.missing == ("contract date",)
    assert nothing.value.remedy == "Record the contract date."


def test_an_exception_needs_its_condition_to_be_known() -> None:
    rule = rule_from(DEADLINE)
    assert limit_in_force(rule, SIGNED, on=ON, context={"abroad": False})[0] == 3
    value, clause = limit_in_force(rule, SIGNED, on=ON, context={"abroad": True})
    assert (value, clause.title) == (Decimal(6), "Conditions on headquarters")
    for silent in ({}, {"abroad": None}):
        with pytest.raises(NothingInForce) as nothing:
            limit_in_force(rule, SIGNED, on=ON, context=silent)
        assert nothing.value.missing == ("abroad",)


def test_an_exception_stands_from_its_own_first_day() -> None:
    rule = rule_from(THRESHOLD)
    early = in_force(rule, SIGNED, on=ON, context={"small": True})
    late = in_force(rule, Dates(contract=date(2014, 1, 1)), on=ON, context={"small": True})
    assert (early.exception, early.red) == ("", Decimal("0.70"))
    assert (late.exception, late.red) == ("Small grant", Decimal("0.50"))


def test_two_exceptions_at_once_are_an_error() -> None:
    text = DEADLINE.replace(
        "examples:",
        "  - id: large\n    label: Large grant\n    when: {large: true}\n    value: 9\n"
        "    ref: {title: Large grants, status: primary}\nexamples:",
    )
    with pytest.raises(InvalidInput, match="'Headquarters abroad' and 'Large grant'"):
        in_force(rule_from(text), SIGNED, on=ON, context={"abroad": True, "large": True})


def test_a_special_condition_beats_exception_and_general_value() -> None:
    found = in_force(rule_from(DEADLINE), Dates(), on=ON, special=[special()])
    assert (found.value, found.exception) == (Decimal(4), "Four months")
    assert str(found.clause) == "Special conditions, art. 7 (unverified)"


def test_a_special_condition_counts_from_its_signature() -> None:
    rule, context = rule_from(DEADLINE), {"abroad": True}
    later = special(signed_on=ON + timedelta(days=1))
    before = limit_in_force(rule, SIGNED, on=ON, context=context, special=[later])
    after = limit_in_force(
        rule, SIGNED, on=ON + timedelta(days=1), context=context, special=[later]
    )
    assert (before[0], after[0]) == (Decimal(6), Decimal(4))


def test_the_special_condition_signed_last_counts() -> None:
    amended = special(label="Five months", value=Decimal(5), signed_on=ON, status=Status.PRIMARY)
    value, clause = limit_in_force(rule_from(DEADLINE), SIGNED, on=ON, special=[amended, special()])
    assert (value, clause.status) == (Decimal(5), Status.PRIMARY)


def test_two_special_conditions_of_one_day_are_an_error() -> None:
    twice = [special(), special(label="Five months")]
    with pytest.raises(InvalidInput, match="'Four months' and 'Five months'"):
        limit_in_force(rule_from(DEADLINE), SIGNED, on=ON, special=twice)


def test_a_special_condition_for_another_rule_changes_nothing() -> None:
    other = special(rule="test.other")
    value, _ = limit_in_force(
        rule_from(DEADLINE), SIGNED, on=ON, context={"abroad": False}, special=[other]
    )
    assert value == 3


@pytest.mark.parametrize(
    ("text", "changed", "told"),
    [
        (DEADLINE, {"value": None}, "has no value in months"),
        (DEADLINE, {"value": "soon"}, "has no value in months"),
        (THRESHOLD, {"rule": "test.use_of_advance"}, "has no red limit"),
    ],
)
def test_an_incomplete_special_condition_is_an_error(
    text: str, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        in_force(rule_from(text), SIGNED, on=ON, special=[special(**changed)])


def test_numbers_methods_and_limits_are_not_mixed_up() -> None:
    dates = Dates(contract=ON, event=ON)
    assert method_in_force(rule_from(METHOD), dates, on=ON)[0] == "mean_of_period"
    with pytest.raises(InvalidInput, match="gives a method"):
        limit_in_force(rule_from(METHOD), dates, on=ON)
    with pytest.raises(InvalidInput, match="gives a number"):
        method_in_force(rule_from(DEADLINE), dates, on=ON, context={"abroad": True})
    with pytest.raises(InvalidInput, match="A threshold has limits"):
        limit_in_force(rule_from(THRESHOLD), dates, on=ON)
