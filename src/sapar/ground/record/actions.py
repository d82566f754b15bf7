"""Record, actions: the one way to write to the journal, and to name a source.

Called by the actions of every room. Rows and their journal entry are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import transaction

from sapar.ground.record.models import Basis, JournalEntry, JournalHead, Source
from sapar.ground.record.queries import content_of
from sapar.ground.record.rules import GENESIS, link_hash


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in user, or a command or clock named in words."""

    name: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every fact of one recording shares: when it was recorded, from where, on what basis."""

    recorded_at: datetime
    source: Source
    basis: str = Basis.SOURCED

    def fields(self) -> dict[str, object]:
        """The stamp as the fields of a fact."""
        return {"recorded_at": self.recorded_at, "source": self.source, "basis": self.basis}

    def columns(self) -> dict[str, object]:
        """The stamp by column, for rows that are appended without being made models."""
        return {
            "recorded_at": self.recorded_at,
            "source_id": self.source.pk,
            "basis": self.basis,
        }


@dataclass(slots=True)
class Deed:
    """An action on its way into the journal; the action notes what it changed.

    One that found nothing to change says so with `idle`: it then leaves no trace at all.
    """

    changes: dict[str, object] = field(default_factory=dict)
    subject: str = ""
    idle: bool = False


def plain(value: object) -> object:
    """A value as the journal keeps it: decimals and dates as text, mappings by text keys.

    Only what every database gives back letter by letter stays a JSON value of its own; all else
    becomes text, because a number written 1e22 and read back in full would look like tampering.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=str)
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return str(value)


@contextmanager
def acting(
    action: str, *, by: Actor, project: str = "", subject: str = "", reason: str = ""
) -> Iterator[Deed]:
    """One action, one transaction, one journal entry: all of it is written, or nothing is.

    The body writes its rows and notes what changed in the deed it is given.
    """
    with transaction.atomic():
        deed = Deed(subject=subject)
        yield deed
        if deed.idle:
            transaction.set_rollback(True)
        else:
            _append(action, by, project, deed, reason)


def _append(action: str, by: Actor, project: str, deed: Deed, reason: str) -> None:
    # The head row is the lock: on PostgreSQL a second writer waits here, on SQLite the
    # transaction already holds the only write lock.
    JournalHead.objects.get_or_create(only=True, defaults={"hash": GENESIS})
    head = JournalHead.objects.select_for_update().get()
    entry = JournalEntry(
        seq=head.seq + 1,
        at=datetime.now(UTC),
        actor=by.name,
        user_id=by.user_id,
        action=action,
        project=project,
        subject=deed.subject[:300],
        changes=plain(deed.changes),
        reason=reason,
        previous_hash=head.hash,
    )
    entry.hash = link_hash(entry.previous_hash, content_of(entry))
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])


def source_named(
    key: str, title: str, *, locator: str = "", dated: str = "", note: str = ""
) -> Source:
    """The source of a key, put on record the first time it is named."""
    source, _ = Source.objects.get_or_create(
        key=key, defaults={"title": title, "locator": locator, "dated": dated, "note": note}
    )
    return source
