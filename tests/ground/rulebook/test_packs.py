"""The rules that are delivered: every example holds, and doubt is written down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

import sapar.money.agreements.rules
from sapar.ground.kernel import InvalidInput, Status, Verdict
from sapar.ground.rulebook import Dates, Rule, Rulebook, describe, judge, run_examples
from sapar.ground.rulebook.conflicts import read_conflicts

_PACKS = files("sapar.ground.rulebook") / "packs"
BOOK = Rulebook.load(*(_PACKS / name for name in ("eu_grant", "fafa", "un_ilo")))


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_example_holds(rule: Rule) -> None:
    failed = [outcome for outcome in run_examples(rule) if not outcome.ok]
    assert failed == []


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_what_was_checked_says_where_and_what_was_not_claims_nothing(rule: Rule) -> None:
    for values in (*rule.values.values(), *rule.exceptions):
        assert values.ref.href or values.ref.clause or values.ref.status is Status.UNVERIFIED


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_can_be_explained(rule: Rule) -> None:
    told = describe(rule)
    assert told.startswith(f"{rule.id}: {rule.title}\n")
    assert "FAILS" not in told
    assert told.count("(ok)") == len(rule.examples)
    for day, values in rule.values.items():
        assert f"from {day}:" in told
        assert values.ref.title in told


def test_a_contract_near_the_change_of_eras_rests_on_an_unverified_value() -> None:
    finding = judge(
        BOOK.rule("eu.budget.heading_variation"),
        subject="heading 1",
        on=date(2014, 6, 1),
        value=Decimal("0.22"),
        dates=Dates(contract=date(2013, 6, 1)),
    )
    assert finding.verdict is Verdict.AMBER
    assert finding.clause.status is Status.UNVERIFIED
    assert "approximate and not verified" in finding.clause.title


def test_an_explanation_shows_limits_exceptions_and_doubt() -> None:
    told = describe(BOOK.rule("eu.records.retention"))
    assert "from 2003-01-01: 7 years" in told
    assert "[UNVERIFIED]" in told
    assert "except where small_grant is true (Grant of EUR 60,000 or less): 3 years" in told
    heading = describe(BOOK.rule("fafa.budget.heading_variation"))
    assert "It is broken above or at the red limit." in heading
    assert "from 2003-04-29: red over 15 %, amber over 12 %" in heading
    assert "from 2013-01-01: no longer in force" in describe(BOOK.rule("eu.interest"))


def test_fourteen_topics_collide_and_name_known_rules() -> None:
    topics = read_conflicts(files("sapar.ground.rulebook") / "conflicts.yaml", BOOK)
    assert len(topics) == 14
    assert len({topic.id for topic in topics}) == 14
    assert {"un.support_cost", "eu.cost.indirect_cap"} <= set(topics[2].rules)


def test_a_topic_that_names_no_known_rule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.yaml"
    path.write_text(
        "topics:\n  - id: rate\n    title: Rate\n    sides: {un_ilo: One., eu: Other.}\n"
        "    computes: Both.\n    status: primary\n    rules:\n      - eu.fx.raport\n"
    )
    with pytest.raises(InvalidInput) as refused:
        read_conflicts(path, BOOK)
    assert refused.value.where == "conflicts.yaml, line 8"
    assert refused.value.remedy == "Did you mean 'eu.fx.report'?"


def test_the_two_overheads_of_one_project_lie_98_056_apart() -> None:
    direct = Decimal("1634258.88")
    charged = sapar.money.agreements.rules.support_cost(direct, Decimal("0.13"))
    paid = sapar.money.agreements.rules.indirect_ceiling(direct, Decimal("0.07"))
    assert round(charged - paid) == 98056
