"""Projects, models: what a project is, its period and phase, its places, partners and people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sapar.ground.parties.models import Organisation, Post
from sapar.ground.record.models import Document, Fact


class Project(models.Model):
    """An intervention: one journey from its start to its end.

    A public project is made of published facts only; everyone who signs in may read it.
    `revision` grows with every action on the project's facts, so a stored reading knows whether
    it is still what the record says.
    """

    code = models.CharField(max_length=120, unique=True)
    title = models.TextField()
    summary = models.TextField(blank=True)
    fictional = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    executing = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return self.code


class ProjectFact(Fact):
    """A fact that belongs to one project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ProjectPeriod(ProjectFact):
    """From when to when a project runs, as exact as its source: a month stays a month."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "planned"
        AGREED = "agreed", "agreed"
        ACTUAL = "actual", "actual"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    starts_as = models.CharField(max_length=10, blank=True)
    ends_as = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
            ),
        )


class Phase(models.TextChoices):
    """The phases of the project cycle (EU guidelines, 2004), and how it may be interrupted."""

    PROGRAMMING = "programming", "Programming"
    IDENTIFICATION = "identification", "Identification"
    FORMULATION = "formulation", "Formulation"
    IMPLEMENTATION = "implementation", "Implementation"
    EVALUATION = "evaluation", "Evaluation and audit"
    CLOSED = "closed", "Closed"
    SUSPENDED = "suspended", "Suspended"
    CANCELLED = "cancelled", "Cancelled"


class ProjectPhase(ProjectFact):
    """The phase of the cycle that a project entered on a day."""

    phase = models.CharField(max_length=20, choices=Phase.choices)


class Place(ProjectFact):
    """A country, or a place in it, where a project works; its share of the project if known."""

    country = models.CharField(max_length=2, blank=True)
    region = models.TextField(blank=True)
    name = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=15, decimal_places=12, null=True, blank=True)
    longitude = models.DecimalField(max_digits=15, decimal_places=12, null=True, blank=True)
    percentage = models.DecimalField(max_digits=13, decimal_places=10, null=True, blank=True)


class Sector(ProjectFact):
    """A sector a project works in, by a vocabulary (IATI's list; 1 is OECD-DAC five digits)."""

    vocabulary = models.TextField()
    code = models.TextField()
    percentage = models.DecimalField(max_digits=13, decimal_places=10, null=True, blank=True)


class PartnerRole(models.TextChoices):
    """What an organisation is to a project."""

    DONOR = "donor", "Donor"
    EXECUTING = "executing", "Executing"
    IMPLEMENTING = "implementing", "Implementing"
    ACCOUNTABLE = "accountable", "Accountable"
    COUNTERPART = "counterpart", "Counterpart"
    SOCIAL_PARTNER = "social_partner", "Social partner"
    TRAINING = "training", "Training partner"
    EXTENDING = "extending", "Extending"
    REPORTING = "reporting", "Reporting"


class Partner(ProjectFact):
    """An organisation takes part in a project in one role."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartnerRole.choices)
    note = models.CharField(max_length=300, blank=True)


class ProjectPost(models.Model):
    """A post that belongs to a project; a key post is one that its rules watch."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="posts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="project_posts")
    key = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "post"), name="post_once_per_project"),
        )


class Statement(ProjectFact):
    """What one source says about one topic. Sources that disagree stand side by side."""

    topic = models.TextField()
    text = models.TextField()
    language = models.TextField(default="en")
    dated_as = models.CharField(max_length=60, blank=True)


class Evidence(models.Model):
    """A document kept for a project, such as the original XML of an IATI activity.

    A document that comes back after another took its place is kept for the project once more.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "document", "kind", "recorded_at"),
                name="evidence_once_per_moment",
            ),
        )
