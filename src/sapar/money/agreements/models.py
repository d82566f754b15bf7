"""Agreements, models: who pays, on which terms, by which rulebooks, reported when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Organisation, Post


class Agreement(models.Model):
    """A financing agreement between a donor and the organisation that carries the project out."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="agreements")
    code = models.CharField(max_length=60)
    donor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=30)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="agreement_code_once"),
        )


class AgreementFact(ProjectFact):
    """A fact of one agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AgreementTerms(AgreementFact):
    """The terms as signed or amended; `effective_on` is the day they take effect.

    `eu_rate` is the donor's share of eligible costs, from 0 to 1.
    """

    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    eu_rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(eu_rate=None) | Q(eu_rate__gt=0, eu_rate__lte=1),
                name="eu_rate_between_0_and_1",
            ),
        )


class PackInForce(AgreementFact):
    """A rulebook that an agreement's transactions are judged under, from a day."""

    pack = models.CharField(max_length=60)


class ReportDue(AgreementFact):
    """A report the agreement asks for: the period it covers; `effective_on` is when it is due."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Interim report"
        FINAL = "final", "Final report"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    period_from = models.DateField()
    period_to = models.DateField()


class Amendment(AgreementFact):
    """A change of the agreement that took effect: by one side's notice, or signed by both."""

    class Kind(models.TextChoices):
        UNILATERAL = "unilateral", "by notice of one side"
        ADDENDUM = "addendum", "addendum signed by both"

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    signed_on = models.DateField(null=True, blank=True)
    what = models.TextField()


class SpecialCondition(AgreementFact):
    """What this agreement says otherwise than the general conditions: a named exception to a rule.

    It takes the place of the rule's values whole, from its signature; `status` says how well the
    wording was checked.
    """

    rule = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    document = models.CharField(max_length=300)
    clause = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField()
    amber = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    red = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    method = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, default="unverified")


class AmendmentRequest(AgreementFact):
    """An amendment that was asked for, and what for; `effective_on` is the day of the request."""

    class Purpose(models.TextChoices):
        EXTENSION = "extension", "no-cost extension"
        BUDGET = "budget", "change of budget"
        OTHER = "other", "other"

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    asks = models.TextField()


class ConflictTreatment(AgreementFact):
    """What was agreed where two rulebooks disagree, and who owns it."""

    class Treatment(models.TextChoices):
        NONE = "none", "none yet"
        DEROGATION = "derogation", "derogation"
        RING_FENCE = "ring_fence", "ring-fence"
        STRICTER = "stricter", "the stricter rule applies"
        OTHER_FUNDING = "other_funding", "other funding"

    topic = models.CharField(max_length=60)
    owner = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    treatment = models.CharField(max_length=15, choices=Treatment.choices)
    note = models.TextField(blank=True)
