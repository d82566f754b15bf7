"""The rating that the facts give, on the four steps that progress reports use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from sapar.ground.kernel import InvalidInput
from sapar.watch.monitoring.rules import wording
from sapar.watch.monitoring.rules.answer import Answer, Gap, Reason
from sapar.watch.monitoring.rules.measure import ONE


class Rating(StrEnum):
    """How a project does against its plan, best first."""

    HIGHLY_SATISFACTORY = "highly_satisfactory"
    SATISFACTORY = "satisfactory"
    UNSATISFACTORY = "unsatisfactory"
    VERY_UNSATISFACTORY = "very_unsatisfactory"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares on schedule: above `highly`, from `satisfactory` on, from `unsatisfactory` on."""

    highly: Decimal = Decimal("0.8")
    satisfactory: Decimal = Decimal("0.6")
    unsatisfactory: Decimal = Decimal("0.4")

    def __post_init__(self) -> None:
        if not 0 <= self.unsatisfactory <= self.satisfactory <= self.highly <= 1:
            raise InvalidInput(
                "The thresholds of the rating are not in order",
                remedy="Give shares from 0 to 1, the best rating the highest.",
            )


USUAL: Final = Thresholds()


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many are on schedule, of how many that could be judged; `unknown` could not be."""

    on_schedule: int
    of: int
    unknown: int


def counted_on_schedule(against_plan: Iterable[Answer], *, at_least: Decimal = ONE) -> Schedule:
    """Count the answers of `achievement_against_plan` that reach a share of what was planned."""
    on_schedule = of = unknown = 0
    for answer in against_plan:
        if answer.value is None:
            unknown += 1
            continue
        of += 1
        on_schedule += answer.value >= at_least
    return Schedule(on_schedule, of, unknown)


def computed_rating(on_schedule: int, of: int, thresholds: Thresholds = USUAL) -> Answer:
    """The rating by the share of indicators or milestones on schedule; none when nothing is judged.

    The answer's `text` is a `Rating`, its `value` the share. Shares that equal a threshold: 0.8 is
    satisfactory, 0.6 satisfactory, 0.4 unsatisfactory.
    """
    if on_schedule < 0 or on_schedule > of:
        raise InvalidInput(
            f"{on_schedule} of {of} cannot be on schedule",
            remedy="Count those on schedule among those that were judged.",
        )
    if of == 0:
        return Answer(None, Reason(wording.NOT_RATED), (Gap.CHECKED,))
    share = Decimal(on_schedule) / Decimal(of)
    if share > thresholds.highly:
        rating = Rating.HIGHLY_SATISFACTORY
    elif share >= thresholds.satisfactory:
        rating = Rating.SATISFACTORY
    elif share >= thresholds.unsatisfactory:
        rating = Rating.UNSATISFACTORY
    else:
        rating = Rating.VERY_UNSATISFACTORY
    inputs = {"on_schedule": on_schedule, "of": of, "value": share}
    return Answer(share, Reason(wording.RATED, inputs), text=rating)
