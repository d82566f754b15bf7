"""The quality of the monitoring itself: can the indicators be judged at all, and how freshly?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, Reason
from sapar.watch.monitoring.rules.current import current_value
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact
from sapar.watch.monitoring.rules.targets import baseline_of, end_target_of


@dataclass(frozen=True, slots=True)
class MonitoringQuality:
    """The share of indicators that can be judged, and the ids of those that lack something.

    `outdated` have a value, but an old one; an indicator may stand in several lists.
    """

    share: Answer
    without_baseline: tuple[int, ...] = ()
    without_end_target: tuple[int, ...] = ()
    without_value: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()


def monitoring_quality(
    indicators: Iterable[IndicatorFact],
    targets: Iterable[TargetFact],
    values: Iterable[ValueFact],
    on: date,
    max_age_days: int = 365,
    *,
    as_of: date | None = None,
) -> MonitoringQuality:
    """The share of indicators with a baseline, an end target and a value that is fresh enough.

    A baseline that is zero by nature counts as set. A value is as old as the last day of its
    period; where several places make up the value, as the oldest of them. No indicators: missing.
    """
    indicators = tuple(indicators)
    if not indicators:
        return MonitoringQuality(Answer(None, Reason(wording.NO_INDICATORS), (Gap.INDICATORS,)))
    targets_of: defaultdict[int, list[TargetFact]] = defaultdict(list)
    for target in targets:
        targets_of[target.indicator_id].append(target)
    values_of: defaultdict[int, list[ValueFact]] = defaultdict(list)
    for row in values:
        values_of[row.indicator_id].append(row)
    no_baseline, no_end, no_value, outdated = [], [], [], []
    for indicator in indicators:
        own = targets_of[indicator.id]
        if baseline_of(indicator, own, on, as_of=as_of).missing:
            no_baseline.append(indicator.id)
        if end_target_of(indicator, own, on, as_of=as_of).missing:
            no_end.append(indicator.id)
        now = current_value(indicator, values_of[indicator.id], on, as_of=as_of)
        if now.missing or now.stands_on is None:
            no_value.append(indicator.id)
        elif (on - now.stands_on).days > max_age_days:
            outdated.append(indicator.id)
    lacking = {*no_baseline, *no_end, *no_value, *outdated}
    complete = sum(indicator.id not in lacking for indicator in indicators)
    return MonitoringQuality(
        _share(complete, len(indicators), max_age_days),
        tuple(no_baseline),
        tuple(no_end),
        tuple(no_value),
        tuple(outdated),
    )


def _share(complete: int, of: int, max_age_days: int) -> Answer:
    inputs = {"complete": complete, "of": of, "max_age_days": max_age_days}
    return Answer(Decimal(complete) / Decimal(of), Reason(wording.QUALITY, inputs))
