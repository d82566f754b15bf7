"""What a project has on record that the rows of a file are held against, read once per preview."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sapar.design.projects.models import Project
from sapar.design.workplan.models import Activity
from sapar.money.agreements.models import Agreement, AgreementTerms
from sapar.money.budget.models import Heading, OwnLine
from sapar.money.ledger.models import Entry

Identity = tuple[Hashable, ...]
LINKS = ("agreement", "heading", "own_line", "activity")
"""Fields of an entry that name something of the project by its code."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry on record: its number, and what it says in the fields that a mapping fills."""

    id: int
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The codes a file may name, the agreements' periods, and the entries as known on a day.

    `headings` and `own_lines` are keyed by the agreement's id and a code. `entries` are kept by
    identity, see `identities`; `moved` holds the heading and currency of every entry by its id.
    """

    agreements: Mapping[str, Agreement]
    headings: Mapping[tuple[int | None, str], Heading]
    own_lines: Mapping[tuple[int | None, str], OwnLine]
    activities: Mapping[str, Activity]
    periods: Mapping[int, tuple[date | None, date | None]]
    entries: Mapping[Identity, Sequence[Kept]]
    moved: Mapping[int, tuple[int | None, str]]


def on_record(project: Project, stored: Sequence[str], as_of: date) -> OnRecord:
    """Everything known of a project's ledger at the end of a day, in seven queries."""
    entries, moved = _entries(project, stored, as_of)
    headings = Heading.objects.filter(project=project)
    own_lines = OwnLine.objects.filter(project=project).select_related("heading")
    return OnRecord(
        agreements={one.code: one for one in Agreement.objects.filter(project=project)},
        headings={(one.agreement_id, one.code): one for one in headings},
        own_lines={(one.agreement_id, one.code): one for one in own_lines},
        activities={one.code: one for one in Activity.objects.filter(project=project)},
        periods=_periods(project, as_of),
        entries=entries,
        moved=moved,
    )


def compared(values: Mapping[str, object], stored: Sequence[str]) -> tuple[object, ...]:
    """An entry's values as they are compared: things by number, no text and no answer alike."""
    return tuple(_plain(values.get(name)) for name in stored)


def identities(rows: Iterable[tuple[object, str, tuple[object, ...]]]) -> list[Identity]:
    """What makes each row the same row in the next file.

    Rows are given as (agreement's number, reference, compared values). It is the agreement and
    the reference where there is a reference; else the whole content, counted: the second of two
    equal rows is another row.
    """
    seen: Counter[Identity] = Counter()
    found: list[Identity] = []
    for agreement, reference, values in rows:
        if reference:
            found.append(("reference", agreement, reference))
            continue
        content: Identity = ("content", *values)
        seen[content] += 1
        found.append((*content, seen[content]))
    return found


def _plain(value: object) -> object:
    key = getattr(value, "pk", value)
    return None if key == "" else key


def _entries(
    project: Project, stored: Sequence[str], as_of: date
) -> tuple[dict[Identity, list[Kept]], dict[int, tuple[int | None, str]]]:
    facts = Entry.objects.known_at(as_of).filter(project=project).order_by("id")
    rows: list[tuple[Any, ...]] = list(
        facts.values_list("id", "agreement_id", "reference", "heading_id", "currency", *stored)
    )
    # Without a reference column the reference on record is not what tells rows apart.
    told_by = "reference" in stored
    keys = identities(
        (row[1], row[2] if told_by else "", tuple(map(_plain, row[5:]))) for row in rows
    )
    entries: dict[Identity, list[Kept]] = defaultdict(list)
    for key, row in zip(keys, rows, strict=True):
        entries[key].append(Kept(row[0], tuple(map(_plain, row[5:]))))
    return dict(entries), {row[0]: (row[3], row[4]) for row in rows}


def _periods(project: Project, as_of: date) -> dict[int, tuple[date | None, date | None]]:
    """The newest terms of each agreement say when its period begins and ends."""
    terms = AgreementTerms.objects.known_at(as_of).filter(project=project)
    return {
        one.agreement_id: (one.starts_on, one.ends_on)
        for one in terms.filter(effective_on__lte=as_of).order_by("effective_on", "id")
    }


def zero(value: object) -> bool:
    """Whether an amount was read and is nought."""
    return isinstance(value, Decimal) and value == 0
