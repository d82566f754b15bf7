"""Correctives, models: what was decided against a criticality and whether it worked."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Post


class Measure(models.Model):
    """A corrective measure against one criticality."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(max_length=40)
    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    cause = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="measure_code_once"),
        )


class MeasureDecision(ProjectFact):
    """A measure was decided (`effective_on`), by which level, who owns it and until when.

    `expected` is the value that the rule's number should have reached on `deadline`.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="decisions")
    owner = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.CharField(max_length=20)
    deadline = models.DateField()
    expected = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)


class MeasureDone(ProjectFact):
    """A measure was carried out on a day. Whether it worked is computed from the facts."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="done")
    note = models.TextField(blank=True)
