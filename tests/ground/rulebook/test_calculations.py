"""Calculations have one name each, and the examples of a rule run through them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.ground.rulebook.sample import DEADLINE, METHOD, THRESHOLD, rule_from

from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook import calculation, calculation_named, run_examples
from sapar.ground.rulebook import calculations as registry

CALCULATED = (
    THRESHOLD.replace("worse: below", "worse: below\ncalculation: test_share")
    .replace("given: {value: 0.66}", "given: {part: 2, whole: 3}")
    .replace("given: {value: 0.90}", "given: {part: 9, whole: 10}")
    .replace("expect: {verdict: red, limit: 0.70}", "expect: {verdict: red, value: 0.667}")
)


@pytest.fixture(autouse=True)
def _registry_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    return


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    assert isinstance(part, Decimal)
    return part / whole if whole else None


def test_examples_of_the_samples_hold() -> None:
    for text in (THRESHOLD, DEADLINE, METHOD):
        assert [o.ok for o in run_examples(rule_from(text))] == [True, True]


def test_an_example_runs_through_its_calculation() -> None:
    calculation("test_share")(share)
    outcomes = run_examples(rule_from(CALCULATED))
    assert [o.ok for o in outcomes] == [True, True]
    assert outcomes[0].expected == "verdict red, value 0.667"


def test_a_wrong_expectation_fails_with_both_sides() -> None:
    wrong = THRESHOLD.replace("expect: {verdict: clear}", "expect: {verdict: red, value: 0.91}")
    outcome = run_examples(rule_from(wrong))[1]
    assert not outcome.ok
    assert outcome.expected == "verdict red, value 0.91"
    assert outcome.got == "verdict clear, value 0.9"
    assert outcome.title == "example 2"


def test_a_number_is_compared_as_exactly_as_it_is_expected() -> None:
    calculation("test_share")(share)
    more_exact = CALCULATED.replace("value: 0.667", "value: 0.6660")
    assert not run_examples(rule_from(more_exact))[0].ok


def test_an_unregistered_calculation_is_a_clear_failure() -> None:
    outcome = run_examples(rule_from(CALCULATED))[0]
    assert not outcome.ok
    assert outcome.got.startswith("No calculation is called 'test_share'")
    assert "Register it with @calculation" in outcome.got


def test_a_calculation_that_lacks_its_facts_makes_the_verdict_unknown() -> None:
    calculation("test_share")(share)
    lacking = CALCULATED.replace("{part: 2, whole: 3}", "{part: 2, whole: 0}").replace(
        "expect: {verdict: red, value: 0.667}", "expect: {verdict: unknown, value: null}"
    )
    assert run_examples(rule_from(lacking))[0].ok


def test_a_calculation_called_with_wrong_names_fails_its_example() -> None:
    calculation("test_share")(share)
    misnamed = CALCULATED.replace("{part: 2, whole: 3}", "{piece: 2, whole: 3}")
    outcome = run_examples(rule_from(misnamed))[0]
    assert not outcome.ok
    assert "piece" in outcome.got


def test_a_mapping_hands_on_inputs_and_missing_facts() -> None:
    @calculation("test_share")
    def told(part: Decimal, whole: Decimal) -> dict[str, object]:
        missing = ["the whole"] if not whole else []
        return {"value": part / whole if whole else None, "place": "Osh", "missing": missing}

    told_red = CALCULATED.replace("Only {value", "In {place} only {value")
    assert run_examples(rule_from(told_red))[0].ok
    assert not run_examples(rule_from(CALCULATED.replace("Only {value", "In {town} {value")))[0].ok


def test_the_value_in_force_is_handed_to_the_calculation_of_a_deadline() -> None:
    @calculation("test_double")
    def double(months: Decimal) -> Decimal:
        return months * 2

    text = DEADLINE.replace("basis:", "calculation: test_double\nbasis:")
    text = text.replace("expect: {limit: 6}", "expect: {limit: 6, value: 12}")
    assert run_examples(rule_from(text))[1].ok


def test_a_name_is_given_once() -> None:
    calculation("test_share")(share)
    calculation("test_share")(share)
    with pytest.raises(InvalidInput, match="Two functions claim the calculation 'test_share'"):
        calculation("test_share")(lambda: None)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    calculation("test_share")(share)
    with pytest.raises(InvalidInput, match="Did you mean 'test_share'"):
        calculation_named("test_shares")
