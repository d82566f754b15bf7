"""Finding: what a rule answers. A verdict with its reasons, never a bare yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """How a rule judges, worst first. `unknown` means that facts are missing: it is never green."""

    RED = "red"
    AMBER = "amber"
    UNKNOWN = "unknown"
    CLEAR = "clear"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts a list with what needs someone on top."""
        return list(Verdict).index(self)

    @property
    def needs_someone(self) -> bool:
        """Whether this verdict makes a criticality with a clock."""
        return self in (Verdict.RED, Verdict.AMBER)


class Status(StrEnum):
    """How well the value of a rule is verified."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    COMPUTED = "computed"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule's value stands written, how well that was checked, and where to look."""

    title: str
    status: Status
    href: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.status})"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule applied to one subject on one day.

    `value` and `limit` carry the same `unit`; `template` with `inputs` makes the sentence `says`,
    so that a page can say it in the reader's language. `missing` names the facts that are not on
    record where the verdict is `unknown`.
    """

    rule: str
    subject: str
    verdict: Verdict
    template: str
    on: date
    value: Decimal | None = None
    limit: Decimal | None = None
    unit: str = ""
    clause: Clause = Clause("", Status.UNVERIFIED)
    inputs: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    closes_when: str = ""

    @property
    def says(self) -> str:
        """The finding as a sentence, in the language the rule was written in."""
        return self.sentence(self.template)

    def sentence(self, template: str) -> str:
        """A translated template filled with this finding's own values."""
        return template.format_map(
            {
                **self.inputs,
                "value": self.value,
                "limit": self.limit,
                "missing": ", ".join(self.missing),
            }
        )
