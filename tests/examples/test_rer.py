"""The evaluated project: what its sources say, and nothing that they do not."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sapar.design.logframe.models import Indicator, Result
from sapar.design.projects.models import Project, ProjectPeriod, Statement
from sapar.examples.demo import RER, evaluated_project
from sapar.exchange.projectfiles.actions import load_project
from sapar.exchange.projectfiles.dating import facts, stamp_of
from sapar.exchange.projectfiles.filling import IN_ORDER
from sapar.ground.parties.models import Holding, Person, Succession
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import Fact
from sapar.money.agreements.models import Agreement, AgreementTerms, PackInForce
from sapar.money.budget.models import BudgetAmount
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db
BY = Actor("test")
LAST_DAY = date(2011, 12, 31)


@pytest.fixture
def loaded() -> Project:
    load_project(evaluated_project(), by=BY)
    return Project.objects.get(code=RER)


def test_every_fact_has_a_source_and_is_sourced_or_inferred(loaded: Project) -> None:
    for model in IN_ORDER:
        if issubclass(model, Fact):
            for fact in model.objects.all():
                assert fact.source.title
                assert fact.basis in ("sourced", "inferred")
    assert not loaded.fictional


def test_what_no_source_tells_is_not_there(loaded: Project) -> None:
    for model in (Result, Indicator, BudgetAmount, Entry, PackInForce, Holding, Person):
        assert not model.objects.exists()
    terms = AgreementTerms.objects.get()
    assert (terms.amount, terms.currency) == (Decimal(1748657), "USD")
    assert (terms.signed_on, terms.eu_rate, Agreement.objects.get().mode) == (None, None, "custom")


def test_no_value_stands_where_the_collected_facts_have_none(shared: Path) -> None:
    collected = json.loads(
        (shared / "facts/labour-migration/project_facts.json").read_text(encoding="utf-8")
    )
    empty = {key for key, value in collected.items() if value is None}
    forms = {
        "donor_amount_eur": ("EUR",),
        "ilo_cofinancing": ("co-financ", "cofinanc"),
        "budget_lines": ("budget",),
        "logframe": ("indicator", "baseline"),
        "list_of_outputs": ("first output", "outputs were"),
        "list_of_publications": ("publication of",),
        "mid_term_review": ("mid-term", "midterm"),
        "dac_ratings": ("rating", "satisfactory"),
    }
    assert empty == forms.keys()
    file = evaluated_project()
    told = file.project.model_dump_json()
    for words in forms.values():
        assert not any(re.search(rf"\b{word}\b", told) for word in words)
    assert (file.results, file.budget, file.ledger, file.reports) == ((), (), (), ())
    assert not {s.topic for s in file.project.statements} & empty


def test_codes_dates_and_amounts_are_those_collected(shared: Path, loaded: Project) -> None:
    collected = json.loads(
        (shared / "facts/labour-migration/project_facts.json").read_text(encoding="utf-8")
    )
    assert loaded.code == collected["project_code"]["value"]
    assert loaded.title == collected["title"]
    period = ProjectPeriod.objects.get(kind="actual")
    assert period.starts_as == collected["start"]["value"]
    assert period.ends_as == collected["end"]["value"]
    assert AgreementTerms.objects.get().amount == collected["donor_amount_usd"]["value"]
    said = set(Statement.objects.exclude(dated_as="").values_list("dated_as", flat=True))
    assert {"2010-05", "2010 summer", "2008-2010 (initial two years)"} <= said


def test_sources_that_disagree_stand_side_by_side(loaded: Project) -> None:
    told = Statement.objects.filter(topic="specific_objective")
    assert told.count() == 2
    assert told.values("source").distinct().count() == 2


def test_the_planned_end_is_said_to_be_inferred(loaded: Project) -> None:
    planned = ProjectPeriod.objects.get(kind="planned")
    assert (planned.ends_as, planned.basis) == ("2011-02", "inferred")


def test_an_uncertain_year_of_reorganisation_is_said_to_be_inferred(loaded: Project) -> None:
    change = Succession.objects.get(organisation__code="kg-state-committee-migration")
    assert (change.dated_as, change.basis) == ("2008-2009", "inferred")


def test_nothing_counts_as_known_before_it_was_published() -> None:
    file = evaluated_project()
    recorded = {
        fact_source: {
            stamp.recorded.date()
            for _, fact in facts(file)
            if (stamp := stamp_of(file, fact, None)).source == fact_source  # type: ignore[arg-type]
        }
        for fact_source in {source.key for source in file.sources}
    }
    assert recorded["rer-evaluation-2011"] == {LAST_DAY}
    assert recorded["rer-brief-2009"] == {date(2009, 10, 9)}
    for source in file.sources:
        if source.dated:
            assert min(recorded[source.key]) >= source.dated.first


def test_no_text_carries_the_name_of_a_person() -> None:
    file = evaluated_project()
    assert not file.people
    assert not any(post.holdings for post in file.posts)
