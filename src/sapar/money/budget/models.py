"""Budget, models: headings, what stands under them, and when it is planned to be spent."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.money.agreements.models import Agreement, AgreementFact, Amendment


class Heading(models.Model):
    """A main heading of an agreement's budget."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="headings")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="headings")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "code"), name="heading_code_once"),
        )


class OwnLine(models.Model):
    """A line of the organisation's own budget, and the donor's heading that it falls under."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="own_lines")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="own_lines")
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="own_lines")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "code"), name="own_line_code_once"),
        )


class BudgetVersion(AgreementFact):
    """The budget as it stood from a day: as signed, changed by notice, or by an addendum.

    An addendum sets a new base for what may be moved between headings; a notice does not.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", "as signed"
        UNILATERAL = "unilateral", "changed by notice"
        ADDENDUM = "addendum", "changed by addendum"

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class BudgetAmount(ProjectFact):
    """An amount of the budget: a line under a heading of an agreement, or a period as IATI has it.

    A line of a version carries number, title, unit, number of units and cost of a unit; its
    amount is their product.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", "original"
        REVISED = "revised", "revised"
        INDICATIVE = "indicative", "indicative"

    heading = models.ForeignKey(
        Heading, on_delete=models.PROTECT, null=True, blank=True, related_name="amounts"
    )
    version = models.ForeignKey(
        BudgetVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="amounts"
    )
    line = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    units = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    unit_cost = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default="original")
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=26, decimal_places=8)
    currency = models.CharField(max_length=3)
    committed = models.BooleanField(default=True)


class PlannedSpending(ProjectFact):
    """What is planned to be spent in a period (`effective_on` to `period_to`)."""

    period_to = models.DateField()
    amount = models.DecimalField(max_digits=26, decimal_places=8)
    currency = models.CharField(max_length=3)
