"""Instruments, models: what partners undertook to do."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Organisation


class Undertaking(models.Model):
    """A commitment that an institution made to a project, such as to adopt a law or name staff."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="undertakings")
    code = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="undertaking_code_once"),
        )


class UndertakingState(ProjectFact):
    """Who owes an undertaking and where it stands; reconfirmed by whoever took the matter over."""

    class State(models.TextChoices):
        GIVEN = "given", "given"
        RECONFIRMED = "reconfirmed", "reconfirmed"
        DONE = "done", "done"
        DROPPED = "dropped", "openly dropped"

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="states")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    due_on = models.DateField(null=True, blank=True)
