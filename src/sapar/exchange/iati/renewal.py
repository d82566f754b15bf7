"""Renewal: the facts of activities that changed, against what is on record of them.

Nothing is overwritten. What the new file says and the record does not is appended; where it
takes the place of something that has gone, it supersedes it; what has simply gone is withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from sapar.design.logframe.models import Target
from sapar.design.projects.models import (
    Partner,
    Place,
    ProjectPeriod,
    ProjectPhase,
    Sector,
    Statement,
)
from sapar.exchange.iati.mapping import Content
from sapar.ground.record.actions import Stamp
from sapar.ground.record.appending import append
from sapar.ground.record.models import Basis
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.money.ledger.models import Entry
from sapar.watch.monitoring.models import ActualValue

_MEASURED = ("indicator_id", "period_from", "effective_on", "value", "text", "disaggregation")
_MEASURED_FOR = ("indicator_id", "period_from", "effective_on", "disaggregation")

# For each model: the fields of its content, and those by which a new value takes an old one's
# place. The day on which something was merely stated is not content: it moves with every file.
FACTS: dict[type[Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ProjectPeriod: (("kind", "starts_on", "ends_on"), ("kind",)),
    ProjectPhase: (("phase",), ()),
    Statement: (("topic", "text", "language"), ("topic", "language")),
    Partner: (("organisation_id", "role"), ("organisation_id",)),
    Place: (
        ("country", "region", "name", "latitude", "longitude", "percentage", "basis"),
        ("country", "region", "name"),
    ),
    Sector: (("vocabulary", "code", "percentage"), ("vocabulary", "code")),
    BudgetAmount: (
        ("effective_on", "period_to", "kind", "amount", "currency", "committed"),
        ("effective_on", "period_to", "kind", "currency"),
    ),
    PlannedSpending: (
        ("effective_on", "period_to", "amount", "currency"),
        ("effective_on", "period_to", "currency"),
    ),
    Entry: (
        (
            *("effective_on", "kind", "reference", "description", "amount", "currency"),
            *("posted_on", "provider_id", "receiver_id", "country"),
        ),
        ("effective_on", "kind", "reference", "currency", "receiver_id"),
    ),
    Target: (("kind", *_MEASURED), _MEASURED_FOR),
    ActualValue: (_MEASURED, _MEASURED_FOR),
}
_UNSAID = {
    **dict.fromkeys(("reference", "description", "country", "region", "name", "text"), ""),
    "basis": Basis.SOURCED,
}
_OWN = frozenset({"id", "recorded_at", "source_id", "basis", "supersedes_id", "withdrawn"})
"""What a withdrawal does not repeat of the row that it withdraws."""

Wanted = Mapping[int, Mapping[type[Model], Sequence[Content]]]


def renew(wanted: Wanted, stamp: Stamp) -> None:
    """The record says afterwards, of each project, what the file says, kind by kind of fact.

    `wanted` gives the contents by project and model. One statement reads each kind of fact.
    """
    for model in FACTS:
        live = _live(model, wanted)
        append(
            model,
            stamp.columns(),
            (
                {"project_id": project, **change}
                for project, contents in wanted.items()
                for change in changes(model, live[project], contents.get(model, ()))
            ),
        )


def _live(model: type[Model], projects: Mapping[int, Any]) -> dict[int, list[dict[str, Any]]]:
    rows = model._default_manager.filter(
        project_id__in=list(projects), superseded_by=None, withdrawn=False
    )
    names = [field.attname for field in model._meta.concrete_fields]
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("id").values(*names):
        found[row["project_id"]].append(row)
    return found


def changes(
    model: type[Model], live: Sequence[Content], wanted: Sequence[Content]
) -> Iterator[Content]:
    """The contents that bring one kind of fact of a project in step with what a file now says.

    `live` are the rows that stand, oldest first.
    """
    content, identity = FACTS[model]
    standing: dict[tuple[Any, ...], list[Content]] = defaultdict(list)
    for row in reversed(live):
        standing[_key(content, row)].append(row)
    fresh = []
    for one in wanted:
        same = standing[_key(content, one)]
        if same:
            same.pop()
        else:
            fresh.append(one)
    gone: dict[tuple[Any, ...], list[Content]] = defaultdict(list)
    for row in (row for rows in standing.values() for row in rows):
        gone[_key(identity, row)].append(row)
    for one in fresh:
        replaced = gone[_key(identity, one)]
        yield {**one, "supersedes_id": replaced.pop()["id"]} if replaced else one
    for row in (row for rows in gone.values() for row in rows):
        yield _withdrawal(row)


def _withdrawal(row: Content) -> Content:
    """A row that says only that another no longer stands; it repeats what the other said."""
    kept = {name: value for name, value in row.items() if name not in _OWN}
    return {**kept, "supersedes_id": row["id"], "withdrawn": True}


def _key(names: Sequence[str], content: Content) -> tuple[Any, ...]:
    return tuple([content.get(name, _UNSAID.get(name)) for name in names])
