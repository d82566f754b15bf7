"""What the arithmetic answers: a number with its reason, its gaps and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Gap(StrEnum):
    """What is not on record, or contradicts itself, when an answer has no value."""

    BASELINE = "baseline"
    END_TARGET = "end target"
    TARGET = "milestone or end target"
    START = "day on which the plan starts"
    CURRENT = "current value"
    TOTAL = "total beside the disaggregated rows"
    PLACES_TOTAL = "total over the places"
    COUNTS = "numerators and denominators"
    SIDE = "target on the right side of the baseline"
    CHANGES = "whether the increments are changes or counts of a period"
    NUMBERS = "measure that can be counted"
    INDICATORS = "indicators"
    CHECKED = "indicators judged against their plan"


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence kept as template and inputs, so that it can be said in the reader's language."""

    template: str
    inputs: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence(self.template)

    def sentence(self, template: str) -> str:
        """A translated template filled with this reason's own inputs."""
        return template.format_map(self.inputs)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact on record that does not enter the answer, and why. `fact` is its id."""

    fact: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Answer:
    """A reading as of a day: either a value (or a text), or what is missing; never neither.

    `value_ids` and `target_ids` are the facts used, ascending. `notes` are cautions that do not
    change the value. `stands_on` is the day the reading is about.
    """

    value: Decimal | None
    why: Reason
    missing: tuple[str, ...] = ()
    value_ids: tuple[int, ...] = ()
    target_ids: tuple[int, ...] = ()
    notes: tuple[Reason, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    text: str = ""
    stands_on: date | None = None

    @property
    def known(self) -> bool:
        """Whether the question has an answer."""
        return not self.missing


def gathered(answers: Iterable[Answer]) -> Answer:
    """Several answers that one conclusion rests on, with their gaps, notes and facts put together.

    It carries no value; the caller sets value and reason with `dataclasses.replace`.
    """
    parts = tuple(answers)
    return Answer(
        value=None,
        why=Reason(""),
        missing=tuple(dict.fromkeys(gap for part in parts for gap in part.missing)),
        value_ids=tuple(sorted({one for part in parts for one in part.value_ids})),
        target_ids=tuple(sorted({one for part in parts for one in part.target_ids})),
        notes=tuple(note for part in parts for note in part.notes),
        left_out=tuple(left for part in parts for left in part.left_out),
    )
