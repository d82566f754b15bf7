"""Alerts, models: what people said about a criticality, and the stored reading of the watch.

A criticality itself is never stored: it is what the rules make of the facts. Stored readings
(`Standing`) can be thrown away at any time; they are made again from the facts.
"""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Person


class Answer(ProjectFact):
    """Someone acknowledged or explained a criticality. It informs; it closes nothing."""

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "acknowledged"
        EXPLAINED = "explained", "explained"

    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)


class Standing(models.Model):
    """Where a project stood on a day by one edition of the rules: a stored reading."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="standings")
    as_of = models.DateField()
    revision = models.PositiveBigIntegerField()
    rules = models.CharField(max_length=64)
    red = models.PositiveIntegerField()
    amber = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    strip = models.JSONField()
    way = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "as_of"), name="one_standing_per_day"),
        )


class StandingCriticality(models.Model):
    """One line of a stored reading: a criticality as it stood that day."""

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="criticalities")
    as_of = models.DateField(db_index=True)
    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=10)
    level = models.CharField(max_length=20)
    first_rung = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField()
    true_since = models.DateField()
    known_since = models.DateField()
    due_on = models.DateField(null=True)
    answered = models.BooleanField()
    cause = models.CharField(max_length=20, blank=True)
    ladder = models.JSONField()
    finding = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("standing", "rule", "subject"), name="criticality_once_per_standing"
            ),
        )
        indexes = (models.Index(fields=("as_of", "rung", "severity", "due_on")),)
