"""Record, origins: where a fact comes from and how it came to be believed, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.ground.record.models import Fact


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a fact, its basis (sourced, inferred, illustrative), and when it was recorded.

    `dated` is the source's own date, as exact as it gives it; `locator` the place in the source.
    """

    basis: str
    title: str
    locator: str
    dated: str
    recorded_on: date


def origin_of(fact: Fact) -> Origin:
    """The origin of a fact that was read together with its source (`select_related("source")`)."""
    source = fact.source
    return Origin(
        basis=fact.basis,
        title=source.title,
        locator=source.locator,
        dated=source.dated,
        recorded_on=fact.recorded_at.date(),
    )
