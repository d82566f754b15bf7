"""Logframe, models: the results chain, its indicators, baselines, milestones and targets."""

from __future__ import annotations

from django.db import models

from sapar.design.projects.models import Project, ProjectFact


class Result(models.Model):
    """A level of the results chain: impact, outcome or output, with what it assumes."""

    class Level(models.TextChoices):
        IMPACT = "impact", "Impact"
        OUTCOME = "outcome", "Outcome"
        OUTPUT = "output", "Output"
        OTHER = "other", "Other"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="results")
    code = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level.choices)
    title = models.TextField()
    assumptions = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="result_code_once"),
        )


class Indicator(models.Model):
    """What is measured for a result, which way it should go, and how values are reported."""

    class Direction(models.TextChoices):
        RISE = "rise", "should rise"
        FALL = "fall", "should fall"
        STAY = "stay", "should stay"

    class Measure(models.TextChoices):
        NUMBER = "number", "number"
        PERCENTAGE = "percentage", "percentage"
        YES_NO = "yes_no", "yes or no"
        ORDINAL = "ordinal", "step on a scale"
        TEXT = "text", "in words"

    class Reporting(models.TextChoices):
        INCREMENT = "increment", "what was added in the period"
        LEVEL = "level", "the level at the end of the period"
        CUMULATIVE = "cumulative", "the total since the start"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="indicators")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=80)
    title = models.TextField()
    unit = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=5, choices=Direction.choices, default="rise")
    measure = models.CharField(max_length=10, choices=Measure.choices, default="number")
    reporting = models.CharField(max_length=10, choices=Reporting.choices, default="level")
    scale = models.JSONField(default=list, blank=True)
    disaggregation = models.JSONField(default=list, blank=True)
    verification = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "code"), name="indicator_code_once"),
        )


class MeasuredFact(ProjectFact):
    """A value of an indicator: number, numerator and denominator, or words."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    text = models.TextField(blank=True)
    disaggregation = models.TextField(blank=True)

    class Meta:
        abstract = True


class Target(MeasuredFact):
    """A baseline, a milestone or the end target set for an indicator, and the day it is for.

    `effective_on` is the day the value is meant for; a day not set is the project's own end.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        MILESTONE = "milestone", "Milestone"
        END = "end", "End target"

    kind = models.CharField(max_length=10, choices=Kind.choices)
