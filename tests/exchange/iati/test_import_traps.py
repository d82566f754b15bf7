"""What publishers do that misleads: each trap on its way through to the watch."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.exchange.iati.made import (
    activity,
    budget,
    dates,
    imported,
    indicator,
    period,
    result,
    transaction,
    value,
)

from sapar.design.logframe.models import Indicator, Target
from sapar.design.projects.models import Place, Project
from sapar.exchange.iati.mapping import KINDS
from sapar.ground.codelists.iati import TransactionType
from sapar.money.budget.rules import planned_by, spending_plan
from sapar.money.ledger.models import Entry
from sapar.money.ledger.rules import SPENDING, spent_by
from sapar.watch.alerts.queries import facts_of, reading_of
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.shapes import Criticality
from sapar.watch.monitoring.models import ActualValue
from sapar.watch.monitoring.rules import achievement

pytestmark = pytest.mark.django_db

ON = date(2025, 6, 1)
RUNNING = '<activity-status code="2"/>'


def on_record(folder, *elements: str) -> ProjectFacts:
    """An activity imported in January 2025, as known in June."""
    imported(folder, activity("XX-1", *elements), recorded_at=datetime(2025, 1, 1, tzinfo=UTC))
    return facts_of(Project.objects.get().pk).known(ON)


def raised(rule: str) -> list[Criticality]:
    reading = reading_of(Project.objects.get().pk, ON)
    return [one for one in reading.criticalities if one.rule == rule]


def achieved(facts: ProjectFacts) -> Decimal | None:
    """How far the only indicator has come by the first day of 2012."""
    on = date(2012, 1, 1)
    return achievement(facts.indicators[0], facts.targets, facts.values, on, as_of=ON).value


def test_a_planned_end_that_repeats_the_actual_end_cannot_be_judged(tmp_path):
    ends = dates(actual_start="2010-01-01", planned_end="2012-06-30", actual_end="2012-06-30")
    on_record(tmp_path, ends)
    (one,) = raised("watch.ends_copied")
    assert one.finding.verdict.value == "unknown"
    assert "the end as first planned" in one.finding.says


def test_two_ends_that_differ_are_no_copy(tmp_path):
    on_record(tmp_path, dates(planned_end="2012-06-30", actual_end="2012-07-31"))
    assert raised("watch.ends_copied") == []


def test_under_way_after_its_actual_end_is_a_contradiction_shown(tmp_path):
    ends = dates(actual_start="2010-01-01", actual_end="2024-06-01")
    on_record(tmp_path, ends, RUNNING)
    (one,) = raised("watch.status_contradiction")
    assert one.finding.value == (ON - date(2024, 6, 1)).days
    assert one.known_since == date(2025, 1, 1)


def test_under_way_before_its_actual_end_is_none(tmp_path):
    on_record(tmp_path, dates(actual_end="2025-12-31"), RUNNING)
    assert raised("watch.status_contradiction") == []


def test_an_end_before_the_start_is_kept_as_two_statements(tmp_path):
    facts = on_record(tmp_path, dates(actual_start="2012-01-01", actual_end="2011-01-01"))
    kept = {(one.starts_on, one.ends_on) for one in facts.periods}
    assert kept == {(date(2012, 1, 1), None), (None, date(2011, 1, 1))}


def test_countries_of_transactions_are_inferred_where_the_activity_names_none(tmp_path):
    paid = [transaction(more=f'<recipient-country code="{code}"/>') for code in ("TJ", "KG", "TJ")]
    on_record(tmp_path, *paid)
    rows = Place.objects.order_by("country").values_list("country", "basis")
    assert list(rows) == [("KG", "inferred"), ("TJ", "inferred")]
    assert set(Entry.objects.values_list("country", flat=True)) == {"KG", "TJ"}


def test_countries_of_transactions_add_nothing_to_countries_named(tmp_path):
    paid = transaction(more='<recipient-country code="TJ"/>')
    on_record(tmp_path, '<recipient-country code="KG"/>', paid)
    assert Place.objects.values_list("country", "basis").get() == ("KG", "sourced")


def test_spending_is_types_3_and_4_net_of_negatives(tmp_path):
    flows = [("3", "100"), ("4", "50"), ("3", "-30"), ("1", "1000"), ("2", "500"), ("6", "7")]
    facts = on_record(tmp_path, *(transaction(amount, kind=kind) for kind, amount in flows))
    assert spent_by(facts.entries, "USD", ON) == Decimal(120)


def test_the_kinds_of_spending_are_those_of_iati():
    spending = {TransactionType.DISBURSEMENT, TransactionType.EXPENDITURE}
    assert {KINDS[kind] for kind in spending} == SPENDING
    assert len(set(KINDS.values())) == len(TransactionType)


@pytest.mark.parametrize("order", [1, -1])
def test_a_revised_budget_replaces_the_original_of_its_period(tmp_path, order):
    both = [budget("100"), budget("150", kind="2")][::order]
    facts = on_record(tmp_path, *both, budget("40", 2012))
    plan = spending_plan(facts.planned)
    assert planned_by(plan, "USD", date(2012, 12, 31)) == Decimal(190)


def test_a_value_that_should_fall_is_achieved_by_falling(tmp_path):
    baseline = '<baseline year="2010" value="50"/>'
    parts = baseline, period(2011, value("target", "10"), value("actual", "20"))
    facts = on_record(tmp_path, result("R", indicator("Deaths", *parts, ascending="0")))
    assert Indicator.objects.get().direction == "fall"
    answer = achievement(
        facts.indicators[0], facts.targets, facts.values, date(2012, 1, 1), as_of=ON
    )
    assert answer.value == Decimal("0.75")


def test_several_targets_of_a_period_are_disaggregates_and_never_summed(tmp_path):
    values = [
        *(value("target", "100"), value("target", "60", sex="f"), value("target", "40", sex="m")),
        *(value("actual", "50"), value("actual", "40", sex="f"), value("actual", "10", sex="m")),
    ]
    baseline = '<baseline year="2010" value="0"/>'
    facts = on_record(tmp_path, result("R", indicator("I", baseline, period(2011, *values))))
    assert Target.objects.exclude(kind="baseline").count() == 3
    assert ActualValue.objects.count() == 3
    answer = achievement(
        facts.indicators[0], facts.targets, facts.values, date(2012, 1, 1), as_of=ON
    )
    assert answer.value == Decimal("0.5")


def test_a_step_of_a_scale_is_a_name_even_if_it_is_written_as_a_number(tmp_path):
    parts = period(2011, value("target", "3"), value("actual", "high"))
    on_record(tmp_path, result("R", indicator("I", parts, measure="4")))
    assert Target.objects.values_list("value", "text").get() == (None, "3")
    assert ActualValue.objects.values_list("value", "text").get() == (None, "high")
