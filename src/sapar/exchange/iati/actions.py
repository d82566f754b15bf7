"""IATI, actions: a file becomes projects on record, in one transaction and one journal entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sapar.exchange.iati.checks import copying_pattern
from sapar.exchange.iati.reader import Reading, read_activities
from sapar.exchange.iati.shapes import ActivityRead, Refusal
from sapar.exchange.iati.writing import Outcome, Writer
from sapar.ground.codelists.iati import DateType
from sapar.ground.kernel import InvalidInput
from sapar.ground.record.actions import Actor, Deed, Stamp, acting, source_named

BATCH = 500
BATCH_BYTES = 1 << 24
"""A batch ends after so many activities, or so many bytes of their XML."""


def import_file(
    path: Path,
    *,
    by: Actor,
    writer: Writer | None = None,
    recorded_at: datetime | None = None,
    seen: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Put every activity of an IATI file on record as a project, with its facts and its XML.

    All of a file is written or nothing: one that turns out to be cut off changes nothing. A file
    imported twice changes nothing the second time, and leaves no entry in the journal. `writer`
    is shared between the files of one run, so that an activity in several of them is noticed.
    `seen` is told of each batch. Raises InvalidInput where the file is not IATI 2.0x.
    """
    # A name that is not UTF-8 could be neither stored nor printed.
    name = path.name.encode(errors="replace").decode()
    _refuse_no_file(path)
    writer, outcome = writer or Writer(), Outcome(name)
    with (
        writer.file(),
        acting("IATI file imported", by=by, subject=name) as deed,
        read_activities(path, name) as reading,
    ):
        outcome.version = reading.head.version
        stamp = _stamp(path, name, reading, recorded_at or datetime.now(UTC))
        dates: list[dict[DateType, date]] = []
        for batch in _batches(reading, outcome):
            writer.write(batch, stamp, outcome)
            dates += (activity.dates for activity in batch)
            seen(len(batch))
        outcome.read = reading.found
        outcome.ends_copied = copying_pattern(dates)
        _note(deed, stamp, outcome)
    return outcome


def _refuse_no_file(path: Path) -> None:
    if path.is_file():
        return
    there = path.exists()
    raise InvalidInput(
        "This is no file that can be read" if there else "There is no such file",
        where=str(path),
        remedy="Name the IATI files one by one." if there else "Check the path and try again.",
    )


def _note(deed: Deed, stamp: Stamp, outcome: Outcome) -> None:
    """What the journal keeps: how many of each fate, and how edited descriptions read before."""
    deed.idle = not (outcome.new or outcome.changed)
    deed.changes = {
        "sha256": stamp.source.key.rpartition(":")[2],
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.same,
        "refused": len(outcome.refusals),
    }
    if outcome.edits:
        deed.changes["edited"] = [edit._asdict() for edit in outcome.edits]


def _stamp(path: Path, name: str, reading: Reading, recorded_at: datetime) -> Stamp:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    generated = reading.head.generated
    source = source_named(
        f"iati:{name[:100]}:{digest}",
        f"IATI file {name}",
        dated=generated.date().isoformat() if generated else "",
    )
    return Stamp(recorded_at, source)


def _batches(reading: Reading, outcome: Outcome) -> Iterator[list[ActivityRead]]:
    batch: list[ActivityRead] = []
    size = 0
    for one in reading:
        if isinstance(one, Refusal):
            outcome.refusals.append(one)
            continue
        outcome.refusals += one.refusals
        batch.append(one)
        size += len(one.xml)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
