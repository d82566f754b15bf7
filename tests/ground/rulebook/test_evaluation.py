"""A threshold judges a value and says why; what is not known is never clear."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ground.rulebook.sample import DEADLINE, THRESHOLD, rule_from

from sapar.ground.kernel import Finding, InvalidInput, Status, Verdict
from sapar.ground.rulebook import Dates, SpecialCondition, judge

ON = date(2009, 6, 1)
BELOW = rule_from(THRESHOLD)
ABOVE = rule_from(
    THRESHOLD.replace("worse: below", "worse: above")
    .replace("amber: 0.85", "amber: 0.60")
    .replace("amber: 0.95", "amber: 0.60")
    .replace("amber: 0.60\n    red: 0.50", "amber: 0.40\n    red: 0.50")
)
VALUES = st.decimals(-2, 3, places=3)


def judged(rule: Any = BELOW, value: str | None = "0.9", **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "subject": "agreement 1",
        "on": ON,
        "value": None if value is None else Decimal(value),
        "dates": Dates(contract=date(2008, 3, 1)),
    }
    return judge(rule, **{**given, **changed})


@pytest.mark.parametrize(
    ("rule", "value", "verdict", "limit"),
    [
        (BELOW, "0.699", Verdict.RED, "0.70"),
        (BELOW, "0.70", Verdict.AMBER, "0.85"),
        (BELOW, "0.849", Verdict.AMBER, "0.85"),
        (BELOW, "0.85", Verdict.CLEAR, "0.85"),
        (ABOVE, "0.701", Verdict.RED, "0.70"),
        (ABOVE, "0.70", Verdict.AMBER, "0.60"),
        (ABOVE, "0.60", Verdict.CLEAR, "0.60"),
    ],
)
def test_a_limit_is_passed_and_not_just_reached(
    rule: Any, value: str, verdict: Verdict, limit: str
) -> None:
    finding = judged(rule, value)
    assert (finding.verdict, finding.limit) == (verdict, Decimal(limit))


def test_a_rule_may_be_broken_at_the_limit_itself() -> None:
    strict = BELOW.model_copy(update={"broken_at_limit": True})
    assert judged(strict, "0.70").verdict is Verdict.RED
    assert judged(strict, "0.701").verdict is Verdict.AMBER


@given(first=VALUES, second=VALUES, below=st.booleans())
def test_a_worse_value_never_gets_a_better_verdict(
    first: Decimal, second: Decimal, below: bool
) -> None:
    rule = BELOW if below else ABOVE
    worse, better = sorted((first, second), reverse=not below)
    assert (
        judged(rule, value=str(worse)).verdict.rank <= judged(rule, value=str(better)).verdict.rank
    )


def test_a_finding_carries_its_reasons() -> None:
    finding = judged(value="0.66", inputs={"paid": Decimal(300000)})
    assert finding.says == "Only 66% used, 70% needed."
    assert (finding.rule, finding.subject) == ("test.use_of_advance", "agreement 1")
    assert (finding.unit, finding.on) == ("share", ON)
    assert str(finding.clause) == "First conditions, art. 15 (secondary)"
    assert finding.inputs == {"paid": Decimal(300000)}
    assert finding.closes_when == "Enough is used."


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"value": None}, ("the measured value",)),
        ({"missing": ["report of March"]}, ("report of March",)),
        ({"value": None, "missing": ["payments"]}, ("payments",)),
        ({"dates": Dates()}, ("contract date",)),
        (
            {"dates": Dates(contract=date(2001, 1, 1))},
            ("a value of test.use_of_advance for 2001-01-01",),
        ),
        ({"dates": Dates(contract=date(2015, 1, 1))}, ("small",)),
        (
            {"missing": ["payments"], "dates": Dates()},
            ("payments", "contract date"),
        ),
    ],
)
def test_what_is_not_known_is_unknown_and_says_why(
    changed: dict[str, Any], missing: tuple[str, ...]
) -> None:
    finding = judged(**changed)
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.missing == missing
    assert finding.limit is None
    assert finding.says == f"Not known, for {', '.join(missing)} is lacking."


@given(value=VALUES, small=st.booleans())
def test_a_verdict_on_an_unverified_value_says_so(value: Decimal, small: bool) -> None:
    finding = judged(
        value=str(value), dates=Dates(contract=date(2015, 1, 1)), context={"small": small}
    )
    assert finding.clause.status is (Status.PRIMARY if small else Status.UNVERIFIED)
    assert ("exception" in finding.inputs) is small


def test_without_any_value_in_force_the_clause_counts_as_unverified() -> None:
    assert judged(dates=Dates()).clause.status is Status.UNVERIFIED


def test_a_special_condition_is_named_and_cited() -> None:
    agreed = SpecialCondition(
        rule="test.use_of_advance",
        label="Half is enough",
        document="Special conditions",
        clause="art. 4",
        signed_on=date(2008, 3, 1),
        red=Decimal("0.5"),
    )
    finding = judged(value="0.6", special=[agreed])
    assert (finding.verdict, finding.limit) == (Verdict.CLEAR, Decimal("0.5"))
    assert finding.inputs["exception"] == "Half is enough"
    assert finding.clause.title == "Special conditions, art. 4"


def test_a_warning_level_of_ones_own_does_not_cite_the_donor() -> None:
    own = rule_from(
        THRESHOLD.replace(
            "    red: 0.70\n",
            "    red: 0.70\n    amber_ref: {title: Own default, status: unverified}\n",
        )
    )
    cited = {value: judged(own, value).clause.title for value in ("0.5", "0.8", "0.9")}
    assert cited == {
        "0.5": "First conditions, art. 15",
        "0.8": "Own default",
        "0.9": "Own default",
    }
    assert judged(own, None).clause.title == "First conditions, art. 15"


@pytest.mark.parametrize("value", [0.5, Decimal("NaN"), Decimal("Infinity"), 1])
def test_a_value_that_is_no_exact_number_is_refused(value: Any) -> None:
    with pytest.raises(InvalidInput, match="is not an exact number"):
        judge(BELOW, subject="x", on=ON, value=value, dates=Dates(contract=ON))


def test_a_deadline_is_not_judged() -> None:
    with pytest.raises(InvalidInput, match="A deadline is not judged"):
        judged(rule_from(DEADLINE))


def test_a_sentence_lacks_none_of_its_inputs() -> None:
    rule = rule_from(THRESHOLD.replace("Only {value", "Under {heading} only {value"))
    with pytest.raises(InvalidInput, match="The sentence for red needs heading"):
        judged(rule, "0.1")
    assert judged(rule, "0.1", inputs={"heading": "Travel"}).says.startswith(
        "Under Travel only 10%"
    )
