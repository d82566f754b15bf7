"""Correctives, queries: the measures of a project, who owns them and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.record.origins import Origin, origin_of
from sapar.watch.correctives.models import Measure, MeasureDecision, MeasureDone


@dataclass(frozen=True, slots=True)
class ProjectMeasure:
    """A corrective measure as known on a day: its latest decision, and whether it is done."""

    id: int
    code: str
    rule: str
    subject: str
    title: str
    owner: str
    level: str
    decided_on: date
    deadline: date
    expected: Decimal | None
    done_on: date | None
    overdue: bool
    origin: Origin


def measures_of(project_id: int, as_of: date) -> tuple[ProjectMeasure, ...]:
    """The measures decided on a project by a day: open ones first, by deadline."""
    decisions = (
        MeasureDecision.objects.known_at(as_of)
        .filter(project_id=project_id)
        .select_related("owner", "source")
        .order_by("effective_on", "id")
    )
    latest = {decision.measure_id: decision for decision in decisions}
    done = dict(
        MeasureDone.objects.known_at(as_of)
        .filter(project_id=project_id, effective_on__lte=as_of)
        .values_list("measure_id", "effective_on")
    )
    measures = Measure.objects.filter(pk__in=list(latest)).order_by("code", "id")
    rows = [_row(one, latest[one.pk], done.get(one.pk), as_of) for one in measures]
    return tuple(sorted(rows, key=lambda row: (row.done_on is not None, row.deadline)))


def _row(
    one: Measure, decision: MeasureDecision, done_on: date | None, as_of: date
) -> ProjectMeasure:
    return ProjectMeasure(
        id=one.pk,
        code=one.code,
        rule=one.rule,
        subject=one.subject,
        title=one.title,
        owner=decision.owner.title if decision.owner else "",
        level=decision.level,
        decided_on=decision.effective_on,
        deadline=decision.deadline,
        expected=decision.expected,
        done_on=done_on,
        overdue=done_on is None and decision.deadline < as_of,
        origin=origin_of(decision),
    )
