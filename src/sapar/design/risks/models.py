"""Risks, models: the risk register."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Post


class Risk(models.Model):
    """Something that may happen and would hurt the project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="risks")
    code = models.CharField(max_length=40)
    title = models.TextField()
    cause = models.CharField(max_length=20, blank=True)
    response = models.TextField(blank=True)
    owner = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "code"), name="risk_code_once"),)


class RiskRating(ProjectFact):
    """How likely a risk was held to be on a day, and how hard it would hit: 1 low to 5 high."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="ratings")
    likelihood = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    happened = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5)) & Q(impact__range=(1, 5)),
                name="risk_rated_1_to_5",
            ),
        )
