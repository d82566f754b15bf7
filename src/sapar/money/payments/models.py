"""Payments, models: requests on their way from office to office."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact
from sapar.ground.parties.models import Office


class PaymentRequest(models.Model):
    """A payment that someone asked for."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="requests")
    code = models.CharField(max_length=60)
    purpose = models.TextField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="request_code_once"),
        )


class RequestStep(ProjectFact):
    """A request reached an office or was settled; `effective_on` is the day in that office."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        CERTIFIED = "certified", "certified"
        AUTHORISED = "authorised", "authorised"
        RETURNED = "returned", "returned"
        PAID = "paid", "paid"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    waits_at = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
