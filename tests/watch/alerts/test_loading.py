"""Loading facts: the same number of statements for one project and for many, and nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.making import (
    END,
    SIGNED,
    START,
    milestone_row,
    office,
    organisation,
    project_row,
    stamp,
)

from sapar.design.projects.models import Project, ProjectPeriod, ProjectPost
from sapar.ground.parties.models import Holding, Person, Post, Succession
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.watch.alerts.queries.loading import load_facts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def statements(projects) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(load_facts(projects))
    return len(asked)


def test_the_number_of_statements_does_not_depend_on_the_number_of_projects() -> None:
    milestone_row(project_row("P000"), date(2020, 6, 1))
    counted = {1: statements(Project.objects.all())}
    for more in (29, 170):
        first = Project.objects.count()
        made = Project.objects.bulk_create(
            Project(code=f"P{first + n:03d}", title="One of many") for n in range(more)
        )
        ProjectPeriod.objects.bulk_create(
            ProjectPeriod(project=one, kind="agreed", starts_on=START, **stamp(SIGNED))
            for one in made
        )
        counted[first + more] = statements(Project.objects.all())
    assert counted == dict.fromkeys((1, 30, 200), counted[1])
    assert counted[1] < 40


def test_projects_come_in_the_order_asked_for_each_with_its_own_facts() -> None:
    for code in ("B", "A", "C"):
        milestone_row(project_row(code), START + ord(code) * DAY)
    found = {facts.project: facts for _, facts in load_facts(Project.objects.order_by("-code"))}
    assert list(found) == ["C", "B", "A"]
    for code, facts in found.items():
        (planned,) = facts.milestone_dates
        assert planned.dated.effective_on == START + ord(code) * DAY


def test_a_replaced_fact_is_loaded_with_the_day_of_its_replacement_and_a_withdrawal_is_not() -> (
    None
):
    project = project_row("P")
    first = ProjectPeriod.objects.get(project=project)
    second = ProjectPeriod.objects.create(
        project=project, kind="agreed", starts_on=START, supersedes=first, **stamp(START)
    )
    ProjectPeriod.objects.create(
        project=project,
        kind="agreed",
        supersedes=second,
        withdrawn=True,
        **stamp(START + 9 * DAY),
    )
    ((_, facts),) = load_facts(Project.objects.all())
    assert [(p.dated.recorded_on, p.dated.superseded_on) for p in facts.periods] == [
        (SIGNED, START),
        (START, START + 9 * DAY),
    ]
    assert facts.known(START + 9 * DAY).periods == ()


def test_a_post_of_two_projects_brings_its_holders_to_both() -> None:
    post = Post.objects.create(code="CTA", office=office("O", "works"), title="Adviser")
    person = Person.objects.create(code="CTA-1", name="CTA-1")
    Holding.objects.create(post=post, person=person, **stamp(START))
    for code in ("A", "B"):
        ProjectPost.objects.create(project=project_row(code), post=post, key=True)
    for _, facts in load_facts(Project.objects.all()):
        assert [(h.post, h.person) for h in facts.holdings] == [("CTA", "CTA-1")]


def test_only_changes_of_institutions_that_take_part_are_loaded() -> None:
    project_row("P")
    for code in ("ministry", "elsewhere"):
        Succession.objects.create(organisation=organisation(code), kind="dissolved", **stamp(START))
    ((_, facts),) = load_facts(Project.objects.all())
    assert [change.organisation for change in facts.successions] == ["ministry"]


def test_the_plan_is_planned_spending_and_budgets_that_have_a_period() -> None:
    project = project_row("P")
    amount = {"amount": Decimal("10.50"), "currency": "EUR"}
    PlannedSpending.objects.create(project=project, period_to=END, **amount, **stamp(START))
    BudgetAmount.objects.create(
        project=project, kind="revised", period_from=START, period_to=END, **amount, **stamp(START)
    )
    BudgetAmount.objects.create(project=project, **amount, **stamp(START))
    ((_, facts),) = load_facts(Project.objects.all())
    assert [(p.kind, p.amount) for p in facts.planned] == [
        ("plan", Decimal("10.50")),
        ("revised", Decimal("10.50")),
    ]


def test_no_project_no_facts() -> None:
    assert list(load_facts(Project.objects.none())) == []
