"""Payments, queries: where each request stands, since when, and what waits in an office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sapar.design.projects.models import Project
from sapar.ground.kernel import Money
from sapar.ground.record.origins import Origin, origin_of
from sapar.money.payments.models import PaymentRequest, RequestStep

SETTLED = frozenset({RequestStep.Kind.PAID, RequestStep.Kind.REFUSED, RequestStep.Kind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a request: what was done, in which office, on which day."""

    kind: str
    on: date
    office: str
    waits_at: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A payment request: where it waits and for how many days, or how it was settled."""

    code: str
    purpose: str
    amount: Money
    state: str
    settled: bool
    since: date
    waits_at: str
    days_waiting: int
    days_in_all: int
    steps: tuple[StepRow, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits in an office, as the people of that office see it."""

    project: str
    title: str
    fictional: bool
    code: str
    purpose: str
    amount: Money
    office: str
    state: str
    since: date
    days: int
    origin: Origin


def requests_of(project_id: int, as_of: date) -> tuple[RequestRow, ...]:
    """Payment requests known on a day: those that wait, longest first; then those settled."""
    steps = _steps(as_of).filter(project_id=project_id)
    by_request: dict[int, list[RequestStep]] = defaultdict(list)
    for step in steps:
        by_request[step.request_id].append(step)
    requests = PaymentRequest.objects.filter(pk__in=list(by_request)).order_by("code", "id")
    rows = [_row(one, by_request[one.pk], as_of) for one in requests]
    waiting = sorted((row for row in rows if not row.settled), key=lambda row: row.since)
    settled = sorted((row for row in rows if row.settled), key=lambda r: r.since, reverse=True)
    return tuple(waiting + settled)


def requests_waiting_at(
    offices: Collection[int], projects: QuerySet[Project], as_of: date
) -> tuple[WaitingRequest, ...]:
    """Requests whose latest step left them in one of the offices, the longest wait first."""
    if not offices:
        return ()
    latest = {
        step.request_id: step
        for step in _steps(as_of)
        .filter(project__in=projects)
        .filter(request__steps__waits_at__in=offices)
        .distinct()
    }
    here = [
        step for step in latest.values() if step.waits_at_id in offices and step.kind not in SETTLED
    ]
    ids = [step.request_id for step in here]
    requests = PaymentRequest.objects.select_related("project").in_bulk(ids)
    rows = [_waiting(requests[step.request_id], step, as_of) for step in here]
    return tuple(sorted(rows, key=lambda row: (row.since, row.project, row.code)))


def _steps(as_of: date) -> QuerySet[RequestStep]:
    """Steps known on a day, in the order they were taken."""
    known: QuerySet[RequestStep] = RequestStep.objects.known_at(as_of)
    related = known.select_related("by_office", "waits_at", "source")
    return related.filter(effective_on__lte=as_of).order_by("at", "id")


def _row(one: PaymentRequest, steps: list[RequestStep], as_of: date) -> RequestRow:
    last = steps[-1]
    settled = last.kind in SETTLED
    until = last.effective_on if settled else as_of
    return RequestRow(
        code=one.code,
        purpose=one.purpose,
        amount=Money(one.amount, one.currency),
        state=last.get_kind_display(),
        settled=settled,
        since=last.effective_on,
        waits_at=last.waits_at.name if last.waits_at and not settled else "",
        days_waiting=0 if settled else (as_of - last.effective_on).days,
        days_in_all=(until - steps[0].effective_on).days,
        steps=tuple(
            StepRow(
                step.get_kind_display(),
                step.effective_on,
                step.by_office.name,
                step.waits_at.name if step.waits_at else "",
            )
            for step in steps
        ),
        origin=origin_of(last),
    )


def _waiting(one: PaymentRequest, step: RequestStep, as_of: date) -> WaitingRequest:
    return WaitingRequest(
        project=one.project.code,
        title=one.project.title,
        fictional=one.project.fictional,
        code=one.code,
        purpose=one.purpose,
        amount=Money(one.amount, one.currency),
        office=step.waits_at.name if step.waits_at else "",
        state=step.get_kind_display(),
        since=step.effective_on,
        days=(as_of - step.effective_on).days,
        origin=origin_of(step),
    )
