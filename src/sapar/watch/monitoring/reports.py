"""Monitoring, reports: the manager's own rating beside the computed one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.record.rules import Dated
from sapar.ground.rulebook.calculations import calculation
from sapar.money.agreements.facts import ReportDueFact
from sapar.watch.monitoring.rules.rating import Rating, computed_rating

_BEST_FIRST = [rating.value for rating in Rating]


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A progress report handed in on `dated.effective_on` for a period."""

    period_from: date
    period_to: date
    own_rating: str
    dated: Dated


def handed_in(
    due: ReportDueFact, dues: Iterable[ReportDueFact], reports: Iterable[ReportFact]
) -> date | None:
    """The day the report came that an agreement asks for; None while it has not come.

    A report answers for the period it covers. Where only one report is due at the end of that
    period, its first day may differ; the last interim and the final report end together.
    """
    ending = [r for r in reports if r.period_to == due.period_to]
    exact = [r for r in ending if r.period_from == due.period_from]
    alone = len({d.period_from for d in dues if d.period_to == due.period_to}) == 1
    answering = exact or (ending if alone else [])
    return min((r.dated.effective_on for r in answering), default=None)


def steps_above(own: str, computed: str) -> int:
    """How many steps the own rating stands above the computed one; negative when below."""
    return _BEST_FIRST.index(computed) - _BEST_FIRST.index(own)


@calculation("candour_gap")
def candour_gap(
    *, own: list[str], on_schedule: list[int], of: list[int], steps: Decimal = Decimal(2)
) -> Decimal | None:
    """How many of the latest reports in a row rate themselves well above the computed rating.

    The lists go together, oldest report first: the own rating, and how many milestones due by
    the end of its period had been reached by then. A report with nothing due is passed over.
    None when no report can be compared.
    """
    gaps = []
    for rating, reached, due in zip(own, on_schedule, of, strict=True):
        computed = computed_rating(int(reached), int(due)).text
        if computed:
            gaps.append(steps_above(rating, computed) >= steps)
    if not gaps:
        return None
    in_a_row = 0
    for wide in reversed(gaps):
        if not wide:
            break
        in_a_row += 1
    return Decimal(in_a_row)
