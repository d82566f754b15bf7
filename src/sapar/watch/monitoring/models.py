"""Monitoring, models: actual values and progress reports."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sapar.design.logframe.models import MeasuredFact
from sapar.design.projects.models import ProjectFact


class ActualValue(MeasuredFact):
    """A value measured for an indicator; `effective_on` is the last day of its period."""

    place = models.CharField(max_length=100, blank=True)


class ProgressReport(ProjectFact):
    """A report as handed in, with the manager's own rating; `effective_on` is the day it came."""

    class Rating(models.TextChoices):
        HIGHLY_SATISFACTORY = "highly_satisfactory", "Highly satisfactory"
        SATISFACTORY = "satisfactory", "Satisfactory"
        UNSATISFACTORY = "unsatisfactory", "Unsatisfactory"
        VERY_UNSATISFACTORY = "very_unsatisfactory", "Very unsatisfactory"

    period_from = models.DateField()
    period_to = models.DateField()
    own_rating = models.CharField(max_length=20, choices=Rating.choices, blank=True)
    analysis = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="report_period_ends_after_start"
            ),
        )
