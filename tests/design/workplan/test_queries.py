from __future__ import annotations

from datetime import date

import pytest

from sapar.design.projects.models import Project
from sapar.design.workplan.models import (
    Activity,
    ActivityPlan,
    Dependency,
    Milestone,
    MilestoneDate,
)
from sapar.design.workplan.queries import workplan_of
from sapar.ground.record.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return Project.objects.create(code="P", title="P")


def fact(project: Project, on: str, recorded: str = "2009-01-01") -> dict[str, object]:
    source, _ = Source.objects.get_or_create(key="s", defaults={"title": "S"})
    return {
        "project": project,
        "effective_on": on,
        "recorded_at": f"{recorded}T00:00Z",
        "source": source,
        "basis": "sourced",
    }


def test_a_milestone_is_late_until_it_is_reached_and_by_how_much_it_was(project):
    activity = Activity.objects.create(project=project, code="A1", title="Seminar")
    held = Milestone.objects.create(project=project, activity=activity, code="M", title="Held")
    MilestoneDate.objects.create(milestone=held, kind="planned", **fact(project, "2009-03-01"))
    reached = fact(project, "2009-03-11", "2009-03-12")
    MilestoneDate.objects.create(milestone=held, kind="reached", **reached)

    def read(day: date):
        return workplan_of(project.pk, day)[0].milestones[0]

    assert (read(date(2009, 2, 1)).reached, read(date(2009, 2, 1)).days_late) == (None, 0)
    assert (read(date(2009, 3, 6)).reached, read(date(2009, 3, 6)).days_late) == (None, 5)
    later = read(date(2009, 12, 31))
    assert (later.reached, later.days_late) == (date(2009, 3, 11), 10)


def test_an_activity_has_its_latest_plan_and_names_what_it_waits_for(project):
    first, second = (
        Activity.objects.create(project=project, code=code, title=code) for code in ("A1", "A2")
    )
    Dependency.objects.create(predecessor=first, successor=second)
    plan = ActivityPlan.objects.create(
        activity=second, ends_on="2009-06-30", cost=0, currency="EUR", **fact(project, "2009-02-01")
    )
    ActivityPlan.objects.create(
        activity=second,
        ends_on="2009-09-30",
        supersedes=plan,
        **fact(project, "2009-02-01", "2009-05-01"),
    )
    unplanned, before = workplan_of(project.pk, date(2009, 4, 30))
    assert (unplanned.ends, unplanned.origin) == (None, None)
    assert (before.ends, before.after, str(before.cost)) == (date(2009, 6, 30), ("A1",), "EUR 0.00")
    assert workplan_of(project.pk, date(2009, 5, 1))[1].ends == date(2009, 9, 30)
