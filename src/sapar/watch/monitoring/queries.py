"""Monitoring, queries: the logframe with its current values, and reports due and given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from sapar.design.logframe.models import Indicator, MeasuredFact, Target
from sapar.design.logframe.queries import (
    IndicatorRow,
    MeasuredRow,
    ResultRow,
    matrix_of,
    measured_row,
)
from sapar.design.projects.models import Project
from sapar.ground.record.origins import Origin, origin_of
from sapar.ground.record.rules import Dated
from sapar.money.agreements.models import ReportDue
from sapar.watch.monitoring.models import ActualValue, ProgressReport
from sapar.watch.monitoring.rules.achievement import achievement, achievement_against_plan
from sapar.watch.monitoring.rules.answer import Answer
from sapar.watch.monitoring.rules.current import current_value
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact
from sapar.watch.monitoring.rules.plan import expected_by
from sapar.watch.monitoring.rules.targets import baseline_of, end_target_of


@dataclass(frozen=True, slots=True)
class LiveIndicator:
    """An indicator as set, and as the arithmetic reads it on a day."""

    row: IndicatorRow
    baseline: Answer
    end: Answer
    current: Answer
    planned: Answer
    achieved: Answer
    against_plan: Answer
    latest: MeasuredRow | None
    parts: tuple[MeasuredRow, ...]


@dataclass(frozen=True, slots=True)
class LiveResult:
    """A level of the results chain with its indicators read on a day."""

    row: ResultRow
    indicators: tuple[LiveIndicator, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report: due when, given when, and the manager's own rating; late days up to the day."""

    kind: str
    period_from: date
    period_to: date
    due_on: date | None
    given_on: date | None
    days_late: int
    own_rating: str
    analysis: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that someone must hand in; `days_left` is negative when it is late."""

    project: str
    title: str
    fictional: bool
    kind: str
    period_from: date
    period_to: date
    due_on: date
    days_left: int
    origin: Origin


def live_matrix(project_id: int, as_of: date) -> tuple[LiveResult, ...]:
    """The logframe with each indicator's reading by what was known at the end of a day."""
    results = matrix_of(project_id, as_of)
    facts = {
        one.pk: _indicator_fact(one)
        for one in Indicator.objects.filter(project_id=project_id).select_related("result")
    }
    targets = _target_facts(project_id, as_of)
    values: dict[int, list[ValueFact]] = defaultdict(list)
    reported: dict[int, list[MeasuredRow]] = defaultdict(list)
    known = ActualValue.objects.known_at(as_of).filter(
        project_id=project_id, effective_on__lte=as_of
    )
    for fact in known.select_related("source").order_by("effective_on", "recorded_at", "id"):
        values[fact.indicator_id].append(_value_fact(fact))
        reported[fact.indicator_id].append(measured_row(fact, "actual"))
    return tuple(
        LiveResult(
            result,
            tuple(
                _live(
                    row,
                    facts[row.id],
                    targets=targets.get(row.id, []),
                    values=values.get(row.id, []),
                    reported=reported.get(row.id, []),
                    on=as_of,
                )
                for row in result.indicators
            ),
        )
        for result in results
    )


def reports_of(project_id: int, as_of: date) -> tuple[ReportRow, ...]:
    """Reports due and given, by the end of the period they cover."""
    due = list(_due(as_of).filter(project_id=project_id))
    given = ProgressReport.objects.known_at(as_of).filter(project_id=project_id)
    by_period: dict[date, ProgressReport] = {}
    for report in given.select_related("source").order_by("-effective_on", "-id"):
        by_period[report.period_to] = report
    rows = [_report(one, by_period.pop(one.period_to, None), as_of) for one in due]
    rows += [_unasked(report) for report in by_period.values()]
    return tuple(sorted(rows, key=lambda row: (row.period_to, row.period_from)))


def reports_due(
    projects: QuerySet[Project], as_of: date, within_days: int = 45
) -> tuple[DueReport, ...]:
    """Reports not yet given that are late or fall due soon, the most urgent first."""
    due = list(
        _due(as_of)
        .filter(project__in=projects, effective_on__lte=as_of + timedelta(days=within_days))
        .select_related("project")
    )
    given = set(
        ProgressReport.objects.known_at(as_of)
        .filter(project_id__in=[one.project_id for one in due])
        .values_list("project_id", "period_to")
    )
    return tuple(
        DueReport(
            project=one.project.code,
            title=one.project.title,
            fictional=one.project.fictional,
            kind=one.get_kind_display(),
            period_from=one.period_from,
            period_to=one.period_to,
            due_on=one.effective_on,
            days_left=(one.effective_on - as_of).days,
            origin=origin_of(one),
        )
        for one in due
        if (one.project_id, one.period_to) not in given
    )


def _due(as_of: date) -> QuerySet[ReportDue]:
    known: QuerySet[ReportDue] = ReportDue.objects.known_at(as_of)
    return known.select_related("source").order_by("effective_on", "id")


def _report(due: ReportDue, given: ProgressReport | None, as_of: date) -> ReportRow:
    until = given.effective_on if given else as_of
    return ReportRow(
        kind=due.get_kind_display(),
        period_from=due.period_from,
        period_to=due.period_to,
        due_on=due.effective_on,
        given_on=given.effective_on if given else None,
        days_late=max((until - due.effective_on).days, 0),
        own_rating=given.get_own_rating_display() if given else "",
        analysis=given.analysis if given else "",
        origin=origin_of(given or due),
    )


def _unasked(report: ProgressReport) -> ReportRow:
    return ReportRow(
        kind="",
        period_from=report.period_from,
        period_to=report.period_to,
        due_on=None,
        given_on=report.effective_on,
        days_late=0,
        own_rating=report.get_own_rating_display(),
        analysis=report.analysis,
        origin=origin_of(report),
    )


def _live(
    row: IndicatorRow,
    indicator: IndicatorFact,
    *,
    targets: list[TargetFact],
    values: list[ValueFact],
    reported: list[MeasuredRow],
    on: date,
) -> LiveIndicator:
    totals = [one for one in reported if not one.disaggregation]
    return LiveIndicator(
        row=row,
        baseline=baseline_of(indicator, targets, on),
        end=end_target_of(indicator, targets, on),
        current=current_value(indicator, values, on),
        planned=expected_by(indicator, targets, on),
        achieved=achievement(indicator, targets, values, on),
        against_plan=achievement_against_plan(indicator, targets, values, on),
        latest=totals[-1] if totals else None,
        parts=_latest_parts(reported),
    )


def _latest_parts(reported: list[MeasuredRow]) -> tuple[MeasuredRow, ...]:
    """The disaggregated values of the newest day that has some."""
    parts = [one for one in reported if one.disaggregation]
    return tuple(one for one in parts if one.on == parts[-1].on)


def _indicator_fact(one: Indicator) -> IndicatorFact:
    return IndicatorFact(
        id=one.pk,
        code=one.code,
        title=one.title,
        result_code=one.result.code,
        result_level=one.result.level,
        unit=one.unit,
        direction=one.direction,  # type: ignore[arg-type]  # the same words, held by the database
        measure=one.measure,  # type: ignore[arg-type]
        reporting=one.reporting,  # type: ignore[arg-type]
        scale=tuple(one.scale),
    )


def _target_facts(project_id: int, as_of: date) -> Mapping[int, list[TargetFact]]:
    found: dict[int, list[TargetFact]] = defaultdict(list)
    known = Target.objects.known_at(as_of).filter(project_id=project_id)
    for fact in known.select_related("source").order_by("id"):
        target = TargetFact(
            id=fact.pk,
            indicator_id=fact.indicator_id,
            kind=fact.kind,
            period_from=fact.period_from,
            due_on=fact.effective_on,
            value=fact.value,
            numerator=fact.numerator,
            denominator=fact.denominator,
            text=fact.text,
            disaggregation=fact.disaggregation,
            dated=_dated(fact),
        )
        found[fact.indicator_id].append(target)
    return found


def _value_fact(fact: ActualValue) -> ValueFact:
    return ValueFact(
        id=fact.pk,
        indicator_id=fact.indicator_id,
        period_from=fact.period_from,
        period_to=fact.effective_on,
        value=fact.value,
        numerator=fact.numerator,
        denominator=fact.denominator,
        text=fact.text,
        disaggregation=fact.disaggregation,
        place=fact.place,
        dated=_dated(fact),
        reported_by="",
    )


def _dated(fact: MeasuredFact) -> Dated:
    """The dates of a fact that is known on the day read, so its end does not matter."""
    return Dated(
        fact.pk,
        fact.effective_on,
        fact.recorded_at.date(),
        source=fact.source.title,
        basis=fact.basis,
    )
