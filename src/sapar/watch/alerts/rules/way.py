"""The way: a project's journey with its reports as stations and criticalities where they rose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.shapes import Criticality, Mark, Station, Way
from sapar.watch.monitoring.reports import handed_in


def way_of(view: ProjectFacts, as_of: date, criticalities: Iterable[Criticality]) -> Way:
    """The journey as known on a day; dates that are not on record stay None."""
    stations = tuple(
        Station(due.kind, due.dated.effective_on, handed_in(due, view.reports_due, view.reports))
        for due in sorted(view.reports_due, key=lambda d: d.dated.effective_on)
    )
    marks = tuple(
        Mark(one.known_since, one.severity, one.rule)
        for one in criticalities
        if one.severity.needs_someone
    )
    return Way(view.starts_on, view.ends_on, as_of, stations, marks)
