"""Payments, rules: how long requests wait in which office. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

from sapar.ground.record.rules import Dated
from sapar.ground.rulebook.calculations import calculation

SETTLED = frozenset({"paid", "refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class StepFact:
    """A request moved on `dated.effective_on`; it now waits at an office, or nowhere."""

    request: str
    kind: str
    by_office: str
    waits_at: str
    dated: Dated
    office_name: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A request stood at an office from a day; `left_on` is None while it still stands there."""

    request: str
    office: str
    since: date
    left_on: date | None

    def days(self, on: date) -> int:
        """Days waited by a day."""
        return ((self.left_on or on) - self.since).days


def waits(steps: Iterable[StepFact], on: date) -> tuple[Wait, ...]:
    """Every stay of a request at an office that had begun by a day, in the order of requests."""
    by_request: dict[str, list[StepFact]] = defaultdict(list)
    for step in steps:
        if step.dated.effective_on <= on:
            by_request[step.request].append(step)
    stays: list[Wait] = []
    for request, moves in by_request.items():
        moves.sort(key=lambda step: (step.dated.effective_on, step.dated.id))
        for move, following in pairwise([*moves, None]):
            if move is not None and move.waits_at and move.kind not in SETTLED:
                left = following.dated.effective_on if following else None
                stays.append(Wait(request, move.waits_at, move.dated.effective_on, left))
    return tuple(stays)


def recent(stays: Iterable[Wait], on: date, window_days: int) -> dict[str, list[Wait]]:
    """Stays by office that were still going on at some time in the last days."""
    since = on - timedelta(days=window_days)
    offices: dict[str, list[Wait]] = defaultdict(list)
    for stay in stays:
        if stay.left_on is None or stay.left_on >= since:
            offices[stay.office].append(stay)
    return offices


@calculation("median_wait")
def median_wait(*, days: Sequence[int]) -> Decimal | None:
    """The middle one of the waits at an office, in days; None when nothing waited."""
    return Decimal(str(median(days))) if days else None
