"""Record, models: the journal, the sources, the documents, and what every fact carries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Basis(models.TextChoices):
    """How a fact came to be believed."""

    SOURCED = "sourced", "sourced"
    INFERRED = "inferred", "inferred"
    ILLUSTRATIVE = "illustrative", "illustrative"


class Source(models.Model):
    """Where facts come from: a publication, a file, a statement, an entry by a person."""

    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=500)
    locator = models.CharField(max_length=1000, blank=True)
    dated = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A file kept as evidence, once per content, named by its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    title = models.CharField(max_length=500)
    size = models.PositiveBigIntegerField()
    packed = models.BinaryField(help_text="the content, compressed with zlib")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class FactQuerySet(models.QuerySet[Any, Any]):
    """Facts can be read as they were known at the end of any day."""

    def known_at(self, as_of: date) -> FactQuerySet:
        """Facts on record at the end of a day (UTC) that nothing on record by then replaced."""
        # Two moments, not two dates: a date in SQL follows the time zone of whoever is reading.
        end = datetime.combine(as_of, time.max, UTC)
        return self.filter(
            Q(superseded_by=None) | Q(superseded_by__recorded_at__gt=end),
            recorded_at__lte=end,
            withdrawn=False,
        )

    def with_end(self) -> FactQuerySet:
        """All facts, each with the moment its successor was recorded, for reading many days."""
        facts: FactQuerySet = self.filter(withdrawn=False).annotate(
            superseded_at=F("superseded_by__recorded_at"), source_key=F("source__key")
        )
        return facts


class Fact(models.Model):
    """What was measured, spent, decided, held, signed, promised or planned.

    Appended, never overwritten: a correction is a new row that supersedes the old one. A row
    with `withdrawn` says only that the row it supersedes no longer stands.
    """

    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    # Facts are found by what they are about, never by their source: an index would only cost.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False)

    objects: ClassVar[models.Manager] = FactQuerySet.as_manager()  # type: ignore[type-arg]

    class Meta:
        abstract = True


class JournalEntry(models.Model):
    """One action: who, when, what changed, why; bound to the entry before by its hash."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=100)
    project = models.CharField(max_length=200, blank=True, db_index=True)
    subject = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)


class JournalHead(models.Model):
    """The newest entry's number and hash: the lock under which entries are appended."""

    only = models.BooleanField(primary_key=True, default=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="one_journal_head"),)
