"""A project file on its way into the record: whole, once, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from tests.exchange.projectfiles.small_file import small

from sapar.design.logframe.models import Target
from sapar.design.projects.models import Project, ProjectPeriod, Statement
from sapar.exchange.projectfiles.actions import load_project
from sapar.exchange.projectfiles.filling import IN_ORDER
from sapar.ground.kernel import Conflict
from sapar.ground.parties.models import Holding, Mandate, Office
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import Fact, JournalEntry, Source
from sapar.ground.record.queries import verify_journal
from sapar.money.ledger.models import Entry
from sapar.money.payments.models import RequestStep
from sapar.money.rates.models import Rate

pytestmark = pytest.mark.django_db
BY = Actor("test")


def rows_of_all_tables() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_a_project_is_loaded_with_one_journal_entry_that_counts_it() -> None:
    outcome = load_project(small(), by=BY)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.project) == ("project loaded", "SMALL")
    assert entry.changes == {"counts": dict(outcome.counts), "sha256": outcome.sha256}
    assert outcome.counts["Holding"] == 2
    assert all(
        apps.get_model("sapar", name).objects.count() == count
        for name, count in outcome.counts.items()
    )
    assert verify_journal().breaks == ()


def test_the_same_content_has_the_same_hash_and_another_a_different_one() -> None:
    first = load_project(small(), by=BY).sha256
    Project.objects.filter(code="SMALL").update(code="OTHER")
    assert load_project(small(), by=BY).sha256 == first
    assert load_project(small("code: SMALL", "code: THIRD"), by=BY).sha256 != first


def test_a_code_on_record_changes_nothing() -> None:
    load_project(small(), by=BY)
    before = rows_of_all_tables()
    with pytest.raises(Conflict, match=r"on record already.*another code"):
        load_project(small("title: A small project", "title: Another"), by=BY)
    assert rows_of_all_tables() == before


def test_a_post_on_record_in_another_office_changes_nothing() -> None:
    load_project(small(), by=BY)
    before = rows_of_all_tables()
    moved = small("code: SMALL", "code: OTHER").model_copy(
        update={"posts": (small().posts[0].model_copy(update={"office": "astana"}),)}
    )
    office = small().offices[0].model_copy(update={"code": "astana"})
    moved = moved.model_copy(update={"offices": (*moved.offices, office)})
    with pytest.raises(Conflict, match="post 'cta' is on record under 'bishkek'"):
        load_project(moved, by=BY)
    assert rows_of_all_tables() == before


def test_a_source_key_used_for_something_else_changes_nothing() -> None:
    Source.objects.create(key="report", title="Something else")
    before = rows_of_all_tables()
    with pytest.raises(Conflict, match="on record for 'Something else'"):
        load_project(small(), by=BY)
    assert rows_of_all_tables() == before


def test_parties_on_record_are_used_as_they_are() -> None:
    load_project(small(), by=BY)
    Office.objects.update(name="Renamed since")
    again = load_project(small("code: SMALL", "code: OTHER"), by=BY)
    assert not {"Organisation", "Office", "Person", "Post", "Mandate", "Holding"} & set(
        again.counts
    )
    assert Office.objects.get().name == "Renamed since"
    assert (Mandate.objects.count(), Holding.objects.count()) == (1, 2)


def test_a_correction_supersedes_what_it_names() -> None:
    load_project(small(), by=BY)
    began, ended = Holding.objects.order_by("recorded_at")
    assert ended.supersedes == began
    assert Holding.objects.known_at(date(2009, 2, 27)).get() == began
    assert Holding.objects.known_at(date(2009, 2, 28)).get() == ended


def test_dates_and_amounts_arrive_as_exact_as_they_were_given() -> None:
    load_project(small(), by=BY)
    period = ProjectPeriod.objects.get()
    assert (period.starts_on, period.ends_on) == (date(2008, 3, 1), date(2010, 2, 28))
    assert (period.starts_as, period.ends_as) == ("2008-03", "2010-02-28")
    said = Statement.objects.get()
    assert (said.effective_on, said.dated_as) == (date(2008, 6, 1), "2008-06")
    step = RequestStep.objects.get()
    assert (step.at, step.effective_on) == (
        datetime(2008, 6, 1, 9, 30, tzinfo=UTC),
        date(2008, 6, 1),
    )
    entry = Entry.objects.get()
    assert (entry.amount, entry.currency, entry.heading.code) == (Decimal("10.25"), "EUR", "1")
    assert {t.kind: t.effective_on for t in Target.objects.all()} == {
        "baseline": date(2008, 3, 1),
        "end": date(2010, 2, 28),
    }


def test_every_kind_of_fact_about_projects_and_parties_can_be_loaded() -> None:
    facts = {model for model in apps.get_models() if issubclass(model, Fact)}
    # A rate belongs to no project: it comes from the table that a source publishes.
    assert facts - {Rate} <= set(IN_ORDER)
