"""Work plan, models: activities, their milestones, what depends on what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sapar.design.logframe.models import Result
from sapar.design.projects.models import Project, ProjectFact


class Activity(models.Model):
    """An activity of the work plan. (IATI's activity is a Project here.)"""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="activities")
    result = models.ForeignKey(
        Result, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    code = models.CharField(max_length=40)
    title = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="activity_code_once"),
        )


class ActivityPlan(ProjectFact):
    """When an activity is planned and what it is planned to cost."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="plans")
    ends_on = models.DateField()
    cost = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)


class Milestone(models.Model):
    """A point that shows an activity has got somewhere; its weight is its share of the activity."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=40)
    title = models.TextField()
    weight = models.DecimalField(max_digits=6, decimal_places=4, default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="milestone_code_once"),
        )


class MilestoneDate(ProjectFact):
    """The day a milestone is planned for, is now expected, or was reached (`effective_on`)."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "planned"
        FORECAST = "forecast", "expected"
        REACHED = "reached", "reached"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=10, choices=Kind.choices)


class Dependency(models.Model):
    """An activity cannot end before another has."""

    predecessor = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="followers")
    successor = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="precedents")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="dependency_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_dependency_on_itself"
            ),
        )
