"""Record, queries: is the journal whole, and what does it say of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sapar.ground.record.models import JournalEntry, JournalHead
from sapar.ground.record.rules import GENESIS, Break, Link, breaks_in

PORTION = 2000
"""Entries read at a time."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One action as a list shows it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class JournalState:
    """Whether the journal is whole: how many entries, the newest hash, and every break found."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


def content_of(entry: JournalEntry) -> dict[str, Any]:
    """What the hash of an entry covers: everything but the hashes themselves."""
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds") if entry.at else "",
        "actor": entry.actor,
        "user": entry.user_id,
        "action": entry.action,
        "project": entry.project,
        "subject": entry.subject,
        "changes": entry.changes,
        "reason": entry.reason,
    }


def verify_journal() -> JournalState:
    """Read the whole journal in order and name every entry altered, removed or reordered."""
    head = JournalHead.objects.first()
    head_seq, head_hash = (head.seq, head.hash) if head else (0, GENESIS)
    breaks = tuple(breaks_in(_links(), head_seq=head_seq, head_hash=head_hash))
    return JournalState(JournalEntry.objects.count(), head_hash, breaks)


def _links() -> Iterator[Link]:
    """Every entry in order, a portion at a time."""
    rows = JournalEntry.objects.order_by("seq")
    numbers = list(rows.values_list("seq", flat=True))
    for start in range(0, len(numbers), PORTION):
        portion = numbers[start : start + PORTION]
        try:
            entries = list(rows.filter(seq__range=(portion[0], portion[-1])))
        except ValueError:  # SQLite holds any text as a moment, even one that cannot be read
            yield from (_link(number) for number in portion)
        else:
            yield from (Link(e.seq, content_of(e), e.previous_hash, e.hash) for e in entries)


def _link(number: int) -> Link:
    """One entry; with no content, so surely altered, where it can no longer be read."""
    row = JournalEntry.objects.filter(seq=number)
    try:
        content = content_of(row.get())
    except ValueError:
        content = {}
    return Link(number, content, *row.values_list("previous_hash", "hash").get())


def journal_of(project: str, *, until: datetime, limit: int = 50) -> tuple[JournalRow, ...]:
    """The newest actions on a project up to a moment, newest first."""
    entries = JournalEntry.objects.filter(project=project, at__lte=until).order_by("-seq")[:limit]
    return tuple(
        JournalRow(entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.reason)
        for entry in entries
    )
