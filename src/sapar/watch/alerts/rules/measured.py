"""What a measure hands to its rule: a value for one subject with all its inputs, or what lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sapar.watch.alerts.rules.facts import ProjectFacts


@dataclass(frozen=True, slots=True)
class Measured:
    """A value to be judged on a day.

    `signed_on` is the contract's signature where the rule's value is chosen by it.
    """

    subject: str
    value: Decimal | None
    inputs: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    signed_on: date | None = None


Measure = Callable[[ProjectFacts, date], Iterable[Measured]]

_measures: dict[str, Measure] = {}


def measure(rule: str) -> Callable[[Measure], Measure]:
    """The function becomes the measure of a rule: facts known, and the day, give values."""

    def register(function: Measure) -> Measure:
        _measures[rule] = function
        return function

    return register


def measures() -> Mapping[str, Measure]:
    """Every measure by the rule it serves."""
    return _measures


def lacking(subject: str, *missing: str, signed_on: date | None = None) -> tuple[Measured]:
    """The answer where facts are missing: it cannot be judged, and this is what lacks."""
    return (Measured(subject, None, missing=missing, signed_on=signed_on),)
