"""Parties, models: organisations and what became of them, offices, people, posts, mandates."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from sapar.ground.record.models import Fact


class User(AbstractUser):
    """Someone who can sign in. What they may do comes from the posts that their person holds."""

    person = models.OneToOneField(
        "sapar.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )


class Constituent(models.TextChoices):
    """The side of tripartism, or the kind of institution, that an organisation belongs to."""

    GOVERNMENT = "government", "Government"
    EMPLOYERS = "employers", "Employers"
    WORKERS = "workers", "Workers"
    INTERNATIONAL = "international", "International organisation"
    DONOR = "donor", "Donor"
    CIVIL_SOCIETY = "civil_society", "Civil society"
    OTHER = "other", "Other"


class Organisation(models.Model):
    """An institution, whoever works in it and whatever it is called next."""

    code = models.CharField(max_length=120, unique=True)
    name = models.TextField()
    constituent = models.CharField(max_length=20, choices=Constituent.choices, default="other")
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return self.name


class SuccessionKind(models.TextChoices):
    """What happened to an institution."""

    RENAMED = "renamed", "renamed"
    MERGED = "merged", "merged"
    SPLIT = "split", "split"
    DISSOLVED = "dissolved", "dissolved"
    REORGANISED = "reorganised", "reorganised"
    COMPETENCE_MOVED = "competence_moved", "competence moved"


class Succession(Fact):
    """An institution was merged, split, renamed, dissolved, or a competence moved elsewhere."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessions"
    )
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    instrument = models.CharField(max_length=300, blank=True)
    dated_as = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)


class Office(models.Model):
    """A place of an organisation where work is done and papers wait."""

    code = models.CharField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone who holds posts. In worked examples a role such as CTA-1, never a name."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A seat in an office, with the competences it asks for, whoever sits in it."""

    code = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    required_competences = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.title


class Mandate(models.Model):
    """What a post may do: the level it stands at, and whether for its own projects or for all.

    `own` reaches the projects the post is attached to, `organisation` every project that the
    post's organisation carries out or funds.
    """

    class Level(models.TextChoices):
        PROJECT_MANAGER = "project_manager", "Project manager"
        REGIONAL_OFFICE = "regional_office", "Regional office"
        HEADQUARTERS = "headquarters", "Headquarters"
        DONOR = "donor", "Donor"
        FINANCE = "finance", "Finance"
        EVALUATION = "evaluation", "Evaluation"

    class Reach(models.TextChoices):
        OWN = "own", "projects of the post"
        ORGANISATION = "organisation", "projects of the organisation"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mandates")
    level = models.CharField(max_length=20, choices=Level.choices)
    reach = models.CharField(max_length=20, choices=Reach.choices, default=Reach.OWN)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("post", "level"), name="one_mandate_per_post_level"),
        )


class Holding(Fact):
    """A person holds a post from a day, until a day if it has ended; with or without hand-over."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    held_to = models.DateField(null=True, blank=True)
    handed_over_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(held_to=None) | Q(held_to__gte=F("effective_on")),
                name="holding_ends_after_start",
            ),
        )


class CompetenceAssessment(Fact):
    """How a person was assessed on one competence that a post asks for."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    competence = models.CharField(max_length=60)
    met = models.BooleanField()
    note = models.TextField(blank=True)
