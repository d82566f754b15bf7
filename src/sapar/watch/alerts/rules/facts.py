"""All that the watch knows of one project, and the same as it was known on an earlier day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sapar.design.projects.facts import PartnerFact, PeriodFact, PhaseFact
from sapar.design.workplan.rules import ActivityCostFact, MilestoneDateFact, MilestoneFact
from sapar.ground.parties.facts import AssessmentFact, HoldingFact, PostFact, SuccessionFact
from sapar.ground.record.rules import Dated
from sapar.money.agreements.facts import (
    AmendmentFact,
    PackFact,
    ReportDueFact,
    SpecialConditionFact,
    TermsFact,
    TreatmentFact,
)
from sapar.money.budget.facts import VersionFact
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.facts import AssetFact, EntryDocumentFact, TransferFact
from sapar.money.ledger.rules import EntryFact
from sapar.money.payments.rules import StepFact
from sapar.together.instruments.rules import UndertakingFact
from sapar.watch.correctives.facts import DecisionFact
from sapar.watch.monitoring.reports import ReportFact
from sapar.watch.monitoring.rules.facts import IndicatorFact, TargetFact, ValueFact


class DatedFact(Protocol):
    """Anything with the two dates of a fact."""

    @property
    def dated(self) -> Dated:
        """The day it is about, the day it was recorded, the day it was replaced."""


FactT = TypeVar("FactT", bound=DatedFact)


@dataclass(frozen=True)
class ProjectFacts:
    """The facts of one project, all of them or as known on a day.

    Descriptions (indicators, posts, milestones, assets) have no date of record; a rule that needs
    them looks for the dated facts that belong to them.
    """

    project: str
    periods: tuple[PeriodFact, ...] = ()
    phases: tuple[PhaseFact, ...] = ()
    partners: tuple[PartnerFact, ...] = ()
    posts: tuple[PostFact, ...] = ()
    holdings: tuple[HoldingFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    successions: tuple[SuccessionFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    values: tuple[ValueFact, ...] = ()
    milestones: tuple[MilestoneFact, ...] = ()
    milestone_dates: tuple[MilestoneDateFact, ...] = ()
    activity_costs: tuple[ActivityCostFact, ...] = ()
    terms: tuple[TermsFact, ...] = ()
    packs: tuple[PackFact, ...] = ()
    reports_due: tuple[ReportDueFact, ...] = ()
    amendments: tuple[AmendmentFact, ...] = ()
    treatments: tuple[TreatmentFact, ...] = ()
    special: tuple[SpecialConditionFact, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    planned: tuple[PlannedFact, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    entry_documents: tuple[EntryDocumentFact, ...] = ()
    assets: tuple[AssetFact, ...] = ()
    transfers: tuple[TransferFact, ...] = ()
    steps: tuple[StepFact, ...] = ()
    undertakings: tuple[UndertakingFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    imported: bool = False
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def known(self, as_of: date) -> ProjectFacts:
        """The same project by what was on record at the end of a day."""
        index = bisect_right(self.turning_days, as_of)
        view = self._views.get(index)
        if view is None:
            kept: dict[str, Any] = {name: _known(getattr(self, name), as_of) for name in DATED}
            view = self._views[index] = replace(self, **kept, memo={})
        return view

    @cached_property
    def turning_days(self) -> list[date]:
        """The days on which what is known changes: a fact was recorded or replaced."""
        days: set[date] = set()
        for name in DATED:
            for fact in getattr(self, name):
                days.add(fact.dated.recorded_on)
                if fact.dated.superseded_on:
                    days.add(fact.dated.superseded_on)
        return sorted(days)

    @cached_property
    def _views(self) -> dict[int, ProjectFacts]:
        return {}

    @cached_property
    def starts_on(self) -> date | None:
        """The day the project starts, by the best kind of date on record."""
        return _best([(p.kind, p.starts_on) for p in self.periods])

    @cached_property
    def ends_on(self) -> date | None:
        """The day the project ends, by the best kind of date on record."""
        return _best([(p.kind, p.ends_on) for p in self.periods])

    @cached_property
    def first_known(self) -> date | None:
        """The day the project came on record; None where it has not.

        A baseline measured before, or what became of an institution, is no project yet.
        """
        days = (fact.dated.recorded_on for name in BEGINS for fact in getattr(self, name))
        return min(days, default=None)


DATED = tuple(
    f.name
    for f in fields(ProjectFacts)
    if f.name not in {"project", "posts", "indicators", "milestones", "assets", "imported", "memo"}
)
BEGINS = ("periods", "phases", "partners", "terms", "entries", "planned", "milestone_dates")
# An end that has happened says more than one agreed, and that more than one planned.
_PRECEDENCE = ("planned", "agreed", "actual")


def _known(facts: Sequence[FactT], as_of: date) -> tuple[FactT, ...]:
    return tuple(fact for fact in facts if fact.dated.known(as_of))


def _best(dates: list[tuple[str, date | None]]) -> date | None:
    given = [(_PRECEDENCE.index(kind), day) for kind, day in dates if day]
    return max(given)[1] if given else None
