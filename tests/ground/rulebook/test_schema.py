"""A rule file that does not hang together is refused at the key that is wrong."""

from __future__ import annotations

import pytest
from tests.ground.rulebook.sample import DEADLINE, METHOD, THRESHOLD, rule_from

from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook import Level, Mode, load_located

DEPTHS = [
    ("kind: threshold", "odd: 1\nkind: threshold"),
    ("    amber: 0.85", "    odd: 1\n    amber: 0.85"),
    ("clause: art. 15", "clause: art. 15, odd: 1"),
    ("    label: Small grant", "    label: Small grant\n    odd: 1"),
    ("  red: Only", "  odd: Why\n  red: Only"),
    ("  starts_at: project_manager", "  odd: 1\n  starts_at: project_manager"),
    ("{red: 14, amber: 30}", "{red: 14, amber: 30, odd: 1}"),
    ("    given: {value: 0.66}", "    odd: 1\n    given: {value: 0.66}"),
    ("limit: 0.70}", "limit: 0.70, odd: 1}"),
]


@pytest.mark.parametrize(("old", "new"), DEPTHS)
def test_an_unknown_key_is_refused_at_every_depth(old: str, new: str) -> None:
    text = THRESHOLD.replace(old, new, 1)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "odd:" in row)
    with pytest.raises(InvalidInput, match=r"odd' is not a known key") as refused:
        rule_from(text)
    assert refused.value.where == f"rule.yaml, line {line}"


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (THRESHOLD, "worse: below\n", "", "'worse': a threshold needs 'worse'"),
        (THRESHOLD, "closes_when: Enough is used.\n", "", "a threshold needs 'closes_when'"),
        (THRESHOLD, '  clear: "{value:.0%} used."\n', "", "'says.clear' is missing"),
        (THRESHOLD, ", clause: art. 15, status: secondary", "", "01.ref.status' is missing"),
        (THRESHOLD, "amber: 0.85", "amber: 0.60", "amber must be reached before red"),
        (THRESHOLD, "    red: 0.70\n", "", "'values.2003-01-01': 'red' is missing"),
        (THRESHOLD, "    red: 0.70\n", "    value: 0.70\n", "not 'value'"),
        (THRESHOLD, "    value: null\n", "    value: null\n    red: 0.1\n", "null ends the rule"),
        (THRESHOLD, "for {missing} is", "for {place} is", "only {missing} can be filled in"),
        (THRESHOLD, "{limit:.0%} needed", "{limit.real} needed", "is not a plain name in braces"),
        (THRESHOLD, "{limit:.0%} needed", "{limit needed", "the braces do not match"),
        (THRESHOLD, "id: test.use_of_advance", "id: Advance", "'id' "),
        (THRESHOLD, "  starts_at: project_manager", "  starts_at: boss", "'escalation.starts_at'"),
        (DEADLINE, "value: 3,", "", "'value' is missing"),
        (DEADLINE, "value: 3,", "value: -3,", "a deadline cannot be negative"),
        (DEADLINE, "value: 3,", "value: soon,", "should be a number, for the unit is months"),
        (DEADLINE, "value: 3,", "red: 3,", "has one 'value', not red and amber"),
        (DEADLINE, "unit: months", "unit: share", "a deadline counts days"),
        (DEADLINE, "about: time", "about: time\nworse: above", "has no side"),
        (METHOD, "value: mean_of_period", "value: 3", "should be the name of a method"),
        (METHOD, "expect: {limit: null}", "expect: {}", "must expect a verdict"),
    ],
)
def test_what_does_not_hang_together_is_refused(text: str, old: str, new: str, told: str) -> None:
    assert old in text
    with pytest.raises(InvalidInput) as refused:
        rule_from(text.replace(old, new, 1))
    assert told in str(refused.value)


def test_a_refusal_inside_a_value_names_its_line() -> None:
    text = THRESHOLD.replace("amber: 0.85", "amber: 0.60")
    with pytest.raises(InvalidInput) as refused:
        rule_from(text)
    assert refused.value.where == "rule.yaml, line 10"


def test_one_example_is_not_enough() -> None:
    data, _ = load_located(METHOD, "rule.yaml")
    assert len(data["examples"]) == 2
    with pytest.raises(InvalidInput, match="a rule needs two examples at least"):
        rule_from(METHOD[: METHOD.index("  - event_date: 2002")])


def test_two_exceptions_share_no_id() -> None:
    again = DEADLINE[DEADLINE.index("  - id: abroad") : DEADLINE.index("examples:")]
    with pytest.raises(InvalidInput, match="'abroad' is used twice"):
        rule_from(DEADLINE.replace("examples:", again + "examples:"))


def test_a_rule_is_not_changed_once_read() -> None:
    rule = rule_from(METHOD)
    with pytest.raises(ValueError, match="frozen"):
        rule.title = "Other"


def test_the_ladder_leads_from_the_project_to_the_donor() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3]
    assert Level.PROJECT_MANAGER.above is Level.REGIONAL_OFFICE
    assert Level.DONOR.above is None


def test_modes_narrow_a_rule() -> None:
    general = rule_from(METHOD)
    narrow = rule_from(METHOD.replace("unit: method", "unit: method\nmodes: [own]"))
    assert general.applies_to(Mode.FAFA_2003)
    assert narrow.applies_to(Mode.OWN)
    assert not narrow.applies_to(Mode.FAFA_2003)
