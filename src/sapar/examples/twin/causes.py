"""The four internal causes that the evaluation names: when each began, and what should show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sapar.examples.twin.money import REPORTS
from sapar.examples.twin.months import Months, signature


@dataclass(frozen=True, slots=True)
class Began:
    """One cause: its name in the rules, the day it began in the twin, and the rules that show it.

    `first_report` is the first day after it on which the agreement asked for a report: by then
    at least one of the rules must have raised it.
    """

    cause: str
    on: date
    words: str
    rules: tuple[str, ...]
    first_report: date


def causes(months: Months) -> tuple[Began, ...]:
    """Each internal cause of the twin, in the order in which they began."""
    rows = (
        ("rules", signature(months), "The grant is signed, and two rulebooks apply at once.",
         ("watch.rulebooks_untreated",)),
        ("people", months.first(1),
         "The first adviser takes the post, assessed as not meeting two of four competences.",
         ("watch.competence_gap",)),
        ("monitoring", months.first(1),
         "The logframe starts without six of its baselines, and half of it is not followed up.",
         ("watch.weak_monitoring", "watch.candour_gap", "watch.no_corrective")),
        ("set_up", months.first(2),
         "The first payment request goes from the field through Moscow to Geneva.",
         ("watch.requests_waiting", "watch.burn_gap", "watch.milestones_overdue")),
    )  # fmt: skip
    due = sorted(months.last(last) + timedelta(days=60) for _, last in REPORTS)
    return tuple(
        Began(cause, on, words, rules, next(day for day in due if day > on))
        for cause, on, words, rules in rows
    )
