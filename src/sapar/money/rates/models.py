"""Rates, models: exchange rates as their sources published them, and every correction since."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sapar.ground.record.models import Fact


class Rate(Fact):
    """One `base` is `value` units of `currency`, from `effective_on` on, as a series has it.

    `series` names who publishes the rates: `inforeuro`, `unore`, or a code of the house's own.
    `source` is the file they came from.
    """

    series = models.CharField(max_length=20)
    base = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    value = models.DecimalField(max_digits=24, decimal_places=10)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(value__gt=0), name="rate_above_nought"),
            models.CheckConstraint(
                condition=~Q(base=F("currency")), name="rate_between_two_currencies"
            ),
        )
        indexes = (models.Index(fields=("series", "currency", "effective_on"), name="rate_by_day"),)
