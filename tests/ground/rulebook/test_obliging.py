"""A thing that is asked for exists by its day, or someone hears of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ground.rulebook.sample import OBLIGATION, THRESHOLD, rule_from

from sapar.ground.kernel import Finding, InvalidInput, Status, Verdict
from sapar.ground.rulebook import Dates, SpecialCondition, describe, judge_obligation, run_examples

RULE = rule_from(OBLIGATION)
END = date(2017, 5, 31)
DUE = date(2017, 6, 30)


def judged(on: date, present_on: date | None = None, **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "subject": "asset 1",
        "on": on,
        "counted_from": END,
        "present_on": present_on,
        "given": {"value": Decimal(9000)},
        "inputs": {"asset": "the car"},
        "dates": Dates(contract=date(2014, 6, 1)),
    }
    return judge_obligation(RULE, **{**given, **changed})


def test_the_examples_of_the_sample_hold() -> None:
    assert [outcome.ok for outcome in run_examples(RULE)] == [True, True]


@pytest.mark.parametrize(
    ("on", "verdict", "late"),
    [
        (date(2017, 6, 20), Verdict.CLEAR, -10),
        (date(2017, 6, 21), Verdict.AMBER, -9),
        (DUE, Verdict.AMBER, 0),
        (date(2017, 7, 1), Verdict.RED, 1),
    ],
)
def test_what_is_lacking_is_warned_of_and_then_late(on: date, verdict: Verdict, late: int) -> None:
    finding = judged(on)
    assert (finding.verdict, finding.value, finding.limit) == (verdict, late, 0)
    assert finding.inputs["due_on"] == DUE


def test_a_finding_carries_its_reasons() -> None:
    finding = judged(date(2017, 7, 1))
    assert finding.says == "The certificate of the car was due on 2017-06-30."
    assert str(finding.clause) == "Conditions, art. 7 (primary)"
    assert (finding.unit, finding.closes_when) == ("days", "It is on file.")


def test_a_warning_cites_its_own_source() -> None:
    finding = judged(DUE)
    assert (finding.clause.title, finding.clause.status) == ("Own warning", Status.UNVERIFIED)


def test_what_came_late_is_there_and_tells_its_days() -> None:
    finding = judged(date(2017, 9, 1), date(2017, 7, 10))
    assert (finding.verdict, finding.value) == (Verdict.CLEAR, 10)


def test_what_comes_later_is_not_there_yet() -> None:
    assert judged(date(2017, 7, 1), date(2017, 7, 2)).verdict is Verdict.RED


@pytest.mark.parametrize("value", [Decimal(5000), Decimal(1)])
def test_what_is_not_asked_for_is_clear(value: Decimal) -> None:
    finding = judged(date(2018, 1, 1), given={"value": value}, counted_from=None)
    assert (finding.verdict, finding.inputs["needed"]) == (Verdict.CLEAR, False)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"given": {}}, ("the value of the asset",)),
        ({"counted_from": None}, ("the last day",)),
        ({"given": {}, "counted_from": None}, ("the value of the asset", "the last day")),
        ({"dates": Dates()}, ("contract date",)),
    ],
)
def test_what_is_not_known_is_unknown_and_says_why(
    changed: dict[str, Any], missing: tuple[str, ...]
) -> None:
    finding = judged(date(2018, 1, 1), **changed)
    assert (finding.verdict, finding.missing) == (Verdict.UNKNOWN, missing)
    assert finding.says == f"Not known, for {', '.join(missing)} is lacking."


def test_a_special_condition_grants_other_time() -> None:
    agreed = SpecialCondition(
        rule="test.certificate",
        label="Three months",
        document="Special conditions",
        clause="art. 8",
        signed_on=date(2014, 6, 1),
        value=Decimal(3),
    )
    finding = judged(date(2017, 8, 1), special=[agreed])
    assert finding.verdict is Verdict.CLEAR
    assert finding.inputs["due_on"] == date(2017, 8, 31)
    assert finding.inputs["exception"] == "Three months"


@given(day=st.dates(date(2017, 1, 1), date(2018, 1, 1)), later=st.integers(0, 400))
def test_time_alone_never_makes_it_better(day: date, later: int) -> None:
    after = date.fromordinal(day.toordinal() + later)
    assert judged(after).verdict.rank <= judged(day).verdict.rank


@given(day=st.dates(date(2017, 1, 1), date(2018, 1, 1)), since=st.integers(0, 400))
def test_what_is_there_needs_no_one(day: date, since: int) -> None:
    assert judged(day, date.fromordinal(day.toordinal() - since)).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("counted_from: the last day\n", "", "each of them needs it"),
        ("    value: 1\n", "    value: 1\n    red: 2\n", "has one 'value'"),
        ("    value: 1\n", "", "'value' is missing"),
        ("    amber: 10\n", "    amber: -1\n", "cannot be negative"),
        ("    amber: 10\n", "", "there is no 'amber'"),
        ("unit: months", "unit: share", "an obligation counts days"),
        ("needed_when: {value", "needed_when: {valeu", "Did you mean 'value'"),
        ("closes_when: It is on file.\n", "", "an obligation needs 'closes_when'"),
        ("unit: months", "unit: months\nworse: above", "an obligation has no side"),
    ],
)
def test_an_obligation_that_does_not_hang_together_is_refused(
    old: str, new: str, told: str
) -> None:
    assert old in OBLIGATION
    with pytest.raises(InvalidInput, match=told):
        rule_from(OBLIGATION.replace(old, new, 1))


def test_other_kinds_are_no_obligation_and_sentences_lack_nothing() -> None:
    with pytest.raises(InvalidInput, match="A threshold is no obligation"):
        judge_obligation(
            rule_from(THRESHOLD),
            subject="x",
            on=END,
            counted_from=END,
            present_on=None,
            dates=Dates(),
        )
    with pytest.raises(InvalidInput, match="The sentence for red needs asset"):
        judged(date(2017, 7, 1), inputs={})
    with pytest.raises(InvalidInput, match="Did you mean 'value'"):
        judged(DUE, given={"valu": Decimal(1)})


def test_an_explanation_says_from_when_and_in_which_cases() -> None:
    told = describe(RULE)
    assert (
        "from 2014-01-01: 1 months from the last day, with 10 days of warning; "
        "asked for where the value of the asset is above 5,000"
    ) in told
    assert "amber: Own warning [UNVERIFIED]" in told
