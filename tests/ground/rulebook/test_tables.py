"""A table has one row for a case, or says that it cannot decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ground.rulebook.sample import DEADLINE, TABLE, THRESHOLD, rule_from

from sapar.ground.kernel import Finding, InvalidInput, Status, Verdict
from sapar.ground.rulebook import (
    Dates,
    Decision,
    SpecialCondition,
    decide,
    decide_case,
    describe,
    in_force,
    judge_table,
    limit_in_force,
    run_examples,
)

ON = date(2015, 6, 1)
SIGNED = Dates(contract=date(2014, 6, 1))
RULE = rule_from(TABLE)
FIRST = "- when: {value: {up_to: 60000}}"
LISTED = TABLE.replace(
    FIRST, "- when: {value: {up_to: 60000}, country: {in_list: allowed}}"
).replace(
    "      - when: {type: services",
    "      - when: {value: {up_to: 60000}, country: FR}\n        outcome: exempt\n"
    "        consequence: None.\n      - when: {type: services",
)


def decided(rule: Any = RULE, dates: Dates = SIGNED, **case: Any) -> Decision:
    return decide(rule, case, dates=dates, on=ON)


def judged(chosen: str | None, rule: Any = RULE, **case: Any) -> Finding:
    return judge_table(rule, subject="contract 1", on=ON, given=case, chosen=chosen, dates=SIGNED)


def test_the_examples_of_the_sample_hold() -> None:
    assert [outcome.ok for outcome in run_examples(RULE)] == [True, True]


@pytest.mark.parametrize(
    ("type_", "value", "outcome"),
    [
        ("services", "60000", "own"),
        ("services", "60000.01", "negotiated"),
        ("services", "299999.99", "negotiated"),
        ("works", "60000", "own"),
        ("works", "60000.01", "tender"),
        (None, "1", "own"),
    ],
)
def test_bounds_are_included_or_left_out_as_written(
    type_: str | None, value: str, outcome: str
) -> None:
    assert decided(type=type_, value=Decimal(value)).outcome == outcome


def test_where_no_row_matches_nothing_is_assumed() -> None:
    decision = decided(type="services", value=Decimal(300000), country=None)
    assert decision.outcome == ""
    assert decision.missing[0].startswith("a row of the table for type services, value 300000")
    assert judged(None, type="services", value=Decimal(300000)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        ({"value": Decimal(70000)}, ("the kind of contract",)),
        ({"type": "works"}, ("the value",)),
        ({}, ("the kind of contract", "the value")),
    ],
)
def test_a_fact_that_decides_and_is_lacking_is_named(
    case: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert decided(**case).missing == missing


def test_a_decision_carries_its_clause_and_a_row_may_have_its_own() -> None:
    assert decided(type="services", value=Decimal(70000)).clause.title == "Annex, IV"
    assert decided(type="works", value=Decimal(70000)).clause.status is Status.UNVERIFIED


@pytest.mark.parametrize("signed", [date(2013, 12, 31), date(2020, 1, 1)])
def test_before_the_first_and_after_the_last_version_nothing_is_decided(signed: date) -> None:
    decision = decided(dates=Dates(contract=signed), type="works", value=Decimal(1))
    assert decision.missing == (f"a value of test.procedure for {signed}",)


def test_what_was_done_is_judged_by_what_is_asked_for() -> None:
    case: dict[str, Any] = {"type": "services", "value": Decimal(70000)}
    short, enough, more = (judged(word, **case) for word in ("own", "negotiated", "tender"))
    assert [f.verdict for f in (short, enough, more)] == [Verdict.RED, Verdict.CLEAR, Verdict.CLEAR]
    assert short.says == (
        "What was done, own, is not enough; negotiated is asked for. The cost may be refused."
    )
    assert short.inputs["value"] == Decimal(70000)
    assert short.closes_when == "The file shows the procedure."


def test_what_was_done_and_is_not_on_record_is_unknown() -> None:
    finding = judged(None, type="services", value=Decimal(70000))
    assert (finding.verdict, finding.missing) == (Verdict.UNKNOWN, ("the procedure followed",))
    assert finding.says == (
        "Cannot be decided, because this is not on record: the procedure followed."
    )


def test_rows_with_verdicts_judge_the_case_itself() -> None:
    text = TABLE.replace("chosen: the procedure followed\n", "").replace(
        "        accepts: [tender]\n", "        verdict: red\n", 1
    )
    text = text.replace("        accepts: [tender]\n", "").replace(", chosen: own", "")
    text = text.replace("{verdict: red, outcome: negotiated}", "{outcome: negotiated}")
    rule = rule_from(text)
    finding = judged(None, rule, value=Decimal(5))
    assert (finding.verdict, finding.says) == (Verdict.RED, "Own rules apply.")


def test_a_special_condition_settles_every_case() -> None:
    agreed = SpecialCondition(
        rule="test.procedure",
        label="Assessed rules",
        document="Special conditions",
        clause="art. 7",
        signed_on=date(2014, 6, 1),
        value="own",
    )
    finding = judge_table(
        RULE, subject="x", on=ON, given={}, chosen="own", dates=SIGNED, special=[agreed]
    )
    assert finding.verdict is Verdict.CLEAR
    assert finding.clause.title == "Special conditions, art. 7"
    assert finding.inputs["exception"] == "Assessed rules"


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"valeu": Decimal(1)}, "Did you mean 'value'"),
        ({"value": 0.5}, "is no number"),
        ({"value": True}, "is no number"),
        ({"type": Decimal(1)}, "is no word"),
    ],
)
def test_a_case_of_the_wrong_shape_is_refused(case: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        decided(**case)


def test_a_word_that_no_row_knows_cannot_have_been_chosen() -> None:
    with pytest.raises(InvalidInput, match="Did you mean 'tender'"):
        judged("tenders", type="works", value=Decimal(70000))


def test_other_kinds_decide_nothing_and_a_table_has_no_one_value() -> None:
    with pytest.raises(InvalidInput, match="A deadline decides no case"):
        decide(rule_from(DEADLINE), {}, dates=SIGNED, on=ON)
    with pytest.raises(InvalidInput, match="A table has rows"):
        limit_in_force(RULE, SIGNED, on=ON)
    plain = TABLE.replace("chosen: the procedure followed\n", "").replace(
        "        accepts: [tender]\n", ""
    )
    plain = plain.replace(", chosen: own", "").replace("verdict: red, outcome", "outcome")
    with pytest.raises(InvalidInput, match="decides and does not judge"):
        judged(None, rule_from(plain), value=Decimal(1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (FIRST, "- when: {value: {up_to: 60001}}", "it meets row 1"),
        (FIRST, "- when: {country: FR}", "it meets row 1"),
        ("above: 60000, below", "from: 60000, below", "it meets row 1"),
        ("{type: [works], value", "{type: [works, services], value", "it meets row 2"),
        ("{up_to: 60000}", "{up_to: 60000, below: 5}", "not both"),
        ("{up_to: 60000}", "{from: 5, below: 5}", "no value lies within"),
        ("{up_to: 60000}", "{from: 5, up_to: 2015-01-01}", "not of one kind"),
        ("{up_to: 60000}", "{upto: 60000}", "not a known key"),
        ("{up_to: 60000}", "small", "is no number"),
        ("type: services", "type: supplies", "is not one of services, works"),
        ("type: services", "tipe: services", "Did you mean 'type'"),
        ("country: {asks", "contry: {asks", "no input is called so. Did you mean 'contry'"),
        ("accepts: [tender]", "accepts: [tendre]", "is the outcome of no row"),
        ("accepts: [tender]", "verdict: red", "what was chosen decides"),
        ("chosen: the procedure followed\n", "", "needs 'chosen'"),
        ("unit: word", "unit: share", "the unit 'word' belongs to tables"),
        ("Own rules apply.", "Own {rules} apply.", "leave braces out"),
        ("    rows:\n", "    red: 1\n    rows:\n", "a table has 'rows'"),
        ("unit: word", "unit: word\ncalculation: x", "calculates nothing"),
        ("  type: {asks", "  chosen: {asks: x, kind: word}\n  type: {asks", "is kept for"),
    ],
)
def test_a_table_that_does_not_hang_together_is_refused(old: str, new: str, told: str) -> None:
    assert old in TABLE
    text = TABLE.replace(old, new, 1)
    if old.startswith("country"):
        text = text.replace("{up_to: 60000}}", "{up_to: 60000}, country: FR}")
    with pytest.raises(InvalidInput, match=told):
        rule_from(text)


def test_a_refusal_names_the_line_of_the_row_that_is_too_many() -> None:
    text = TABLE.replace("above: 60000, below", "from: 60000, below")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "from: 60000" in row)
    with pytest.raises(InvalidInput) as refused:
        rule_from(text)
    assert refused.value.where == f"rule.yaml, line {line}"


def test_rows_are_for_tables_only() -> None:
    with pytest.raises(InvalidInput, match="a threshold has no inputs of its own"):
        rule_from(
            THRESHOLD.replace("worse: below", "worse: below\ninputs: {a: {asks: b, kind: word}}")
        )


def test_two_rows_that_meet_by_a_list_handed_in_are_refused_when_they_do() -> None:
    rule = rule_from(LISTED)
    case: dict[str, Any] = {"value": Decimal(5), "country": "FR"}
    assert decided(rule, **case, allowed=["KG"]).outcome == "exempt"
    with pytest.raises(InvalidInput, match="Rows 1 and 2 of the table match the same case"):
        decided(rule, **case, allowed=["KG", "FR"])


def test_a_list_and_its_opposite_exclude_each_other() -> None:
    text = LISTED.replace("country: FR}", "country: {not_in_list: allowed}}")
    rule = rule_from(text)
    inside = decided(rule, value=Decimal(5), country="KG", allowed=["KG"])
    outside = decided(rule, value=Decimal(5), country="US", allowed=["KG"])
    assert (inside.outcome, outside.outcome) == ("own", "exempt")
    with pytest.raises(InvalidInput, match="it meets row 1"):
        rule_from(LISTED.replace("country: FR}", "country: {in_list: allowed}}"))


def test_yes_is_not_the_number_one() -> None:
    text = TABLE.replace("country: {asks: the country, kind: word}",
                         "country: {asks: whether abroad, kind: yes_no}")  # fmt: skip
    text = text.replace(FIRST, "- when: {value: {up_to: 60000}, country: true}")
    rule = rule_from(text)
    assert decided(rule, value=Decimal(1), country=True).outcome == "own"
    with pytest.raises(InvalidInput, match="is no yes no"):
        decided(rule, value=Decimal(1), country=Decimal(1))


EDGES = st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True).map(sorted)
WORDS = st.tuples(st.sampled_from(["above", "from"]), st.sampled_from(["below", "up_to"]))


@given(edges=EDGES, words=st.lists(WORDS, min_size=5, max_size=5), value=st.integers(-1, 31))
def test_a_table_that_was_read_never_has_two_rows_for_a_case(
    edges: list[int], words: list[tuple[str, str]], value: int
) -> None:
    rows = "".join(
        f"      - when: {{value: {{{low}: {start}, {high}: {end}}}}}\n"
        f"        outcome: o{start}\n        consequence: Text.\n"
        for (start, end), (low, high) in zip(pairwise(edges), words, strict=False)
    )
    head, _, tail = TABLE.partition("    rows:\n")
    examples = (
        "  2020-01-01:"
        + tail.partition("  2020-01-01:")[2].partition("closes_when")[0]
        + "examples:\n  - {given: {}, expect: {outcome: null}}\n"
        + "  - {given: {}, expect: {outcome: null}}\n"
    )
    text = head.replace("chosen: the procedure followed\n", "") + "    rows:\n" + rows + examples
    inside = [
        (start, end)
        for (start, end), (low, high) in zip(pairwise(edges), words, strict=False)
        if (start < value or (low == "from" and start == value))
        and (value < end or (high == "up_to" and value == end))
    ]
    used = words[: len(edges) - 1]
    if any(one[1] == "up_to" and other[0] == "from" for one, other in pairwise(used)):
        with pytest.raises(InvalidInput, match="it meets row"):
            rule_from(text)
        return
    rule = rule_from(text)
    decision = decided(rule, value=Decimal(value))
    assert len(inside) <= 1
    assert decision.outcome == (f"o{inside[0][0]}" if inside else "")


def test_an_explanation_shows_each_row() -> None:
    told = describe(RULE)
    assert "Judged by it: the procedure followed." in told
    assert "where type is services and value is above 60,000 and below 300,000: negotiated" in told
    assert "Taken as enough too, on no clause: tender." in told
    assert "Another annex [UNVERIFIED]" in told
    assert "FAILS" not in told


def test_the_rows_in_force_are_handed_out() -> None:
    found = in_force(RULE, SIGNED, on=ON)
    assert len(found.rows) == 3
    case: dict[str, Any] = {"type": "works", "value": Decimal(70000)}
    assert decide_case(RULE, found, case) == decided(**case)
