"""Spreadsheets, models: how the columns of a project's files are read, kept for the next file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sapar.design.projects.models import Project


class ColumnMapping(models.Model):
    """A saved mapping: which column of a file becomes which field of the ledger, and the formats.

    `definition` is what `mapping.TableMapping` reads. Its past is in the journal.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="column_mappings")
    name = models.CharField(max_length=60)
    definition = models.JSONField()

    objects: ClassVar[models.Manager[ColumnMapping]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "name"), name="mapping_name_once"),
        )

    def __str__(self) -> str:
        return self.name
