"""Risks, queries: the risk register, the heaviest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.design.risks.models import Risk, RiskRating
from sapar.ground.record.origins import Origin, origin_of


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk with its latest rating; `weight` is likelihood times impact, 1 to 25."""

    code: str
    title: str
    response: str
    owner: str
    likelihood: int | None
    impact: int | None
    weight: int
    happened: bool
    rated_on: date | None
    origin: Origin | None


def risks_of(project_id: int, as_of: date) -> tuple[RiskRow, ...]:
    """The register as known at the end of a day: what happened first, then by weight."""
    ratings = (
        RiskRating.objects.known_at(as_of)
        .filter(project_id=project_id, effective_on__lte=as_of)
        .select_related("source")
        .order_by("effective_on", "id")
    )
    latest = {rating.risk_id: rating for rating in ratings}
    risks = Risk.objects.filter(project_id=project_id).select_related("owner").order_by("code")
    rows = [_row(risk, latest.get(risk.pk)) for risk in risks]
    return tuple(sorted(rows, key=lambda row: (not row.happened, -row.weight)))


def _row(risk: Risk, rating: RiskRating | None) -> RiskRow:
    return RiskRow(
        code=risk.code,
        title=risk.title,
        response=risk.response,
        owner=risk.owner.title if risk.owner else "",
        likelihood=rating.likelihood if rating else None,
        impact=rating.impact if rating else None,
        weight=rating.likelihood * rating.impact if rating else 0,
        happened=bool(rating and rating.happened),
        rated_on=rating.effective_on if rating else None,
        origin=origin_of(rating) if rating else None,
    )
