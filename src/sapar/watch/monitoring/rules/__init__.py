"""Monitoring, rules: the arithmetic of indicators. Pure functions over frozen facts."""

from sapar.watch.monitoring.rules.achievement import achievement, achievement_against_plan
from sapar.watch.monitoring.rules.answer import Answer, Gap, LeftOut, Reason
from sapar.watch.monitoring.rules.current import current_value
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact
from sapar.watch.monitoring.rules.plan import expected_by
from sapar.watch.monitoring.rules.quality import MonitoringQuality, monitoring_quality
from sapar.watch.monitoring.rules.rating import (
    Rating,
    Schedule,
    Thresholds,
    computed_rating,
    counted_on_schedule,
)
from sapar.watch.monitoring.rules.targets import baseline_of, end_target_of

__all__ = [
    "Answer",
    "Gap",
    "IndicatorFact",
    "LeftOut",
    "MonitoringQuality",
    "Rating",
    "Reason",
    "Schedule",
    "TargetFact",
    "Thresholds",
    "ValueFact",
    "achievement",
    "achievement_against_plan",
    "baseline_of",
    "computed_rating",
    "counted_on_schedule",
    "current_value",
    "end_target_of",
    "expected_by",
    "monitoring_quality",
]
