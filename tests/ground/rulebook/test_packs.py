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
BOOK = Rulebook.load(*(_PACKS / name for name in ("eu_grant", "fafa", "contribution", "un_ilo")))


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


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_warning_level_names_its_own_source(rule: Rule) -> None:
    for values in rule.values.values():
        assert (values.amber is None) is (values.amber_ref is None)
        if values.amber_ref:
            assert values.amber_ref.status is Status.UNVERIFIED
            assert values.amber_ref.title.startswith("Sapar's own default")


def test_every_value_of_contribution_agreements_without_a_page_is_unverified() -> None:
    rules = BOOK.rules_in("contribution")
    statuses = {rule.id: {values.ref.status for values in rule.values.values()} for rule in rules}
    seen = {id_ for id_, found in statuses.items() if found != {Status.UNVERIFIED}}
    assert seen == {
        "ca.cost.nature",
        "ca.cost.remuneration",
        "ca.cost.vat",
        "ca.fx.loss",
        "ca.verification",
    }


def test_the_thresholds_of_procurement_were_seen_from_2014_on_only() -> None:
    rule = BOOK.rule("eu.procurement.procedure")
    assert min(rule.values) == date(2014, 1, 1)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_outcome_of_a_table_is_shown_by_an_example(rule: Rule) -> None:
    outcomes = {row.outcome for values in rule.values.values() for row in values.rows}
    shown = {example.expect.outcome for example in rule.examples}
    judged = {word for word in outcomes if rule.id.endswith(("cost.nature",))}
    assert outcomes - judged <= shown


def test_a_contract_near_the_change_of_eras_rests_on_an_unverified_value() -> None:
    finding = judge(
        BOOK.rule("eu.budget.heading_variation"),
        subject="heading 1",
        on=date(2014, 6, 1),
        value=Decimal("0.26"),
        dates=Dates(contract=date(2013, 6, 1)),
    )
    assert finding.verdict is Verdict.RED
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
    assert all(topic.rules for topic in topics)


def test_a_rule_that_names_no_known_topic_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.yaml"
    path.write_text(
        "topics:\n  - id: exchange_rates\n    title: Rate\n"
        "    sides: {un_ilo: One., eu: Other.}\n    computes: Both.\n    status: primary\n"
    )
    only = Rulebook.load(_PACKS / "un_ilo")
    with pytest.raises(InvalidInput, match=r"conflicts\.yaml has no topic") as refused:
        read_conflicts(path, only)
    assert refused.value.where.startswith("ilo.")


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
