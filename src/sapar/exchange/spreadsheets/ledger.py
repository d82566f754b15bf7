"""Imports a ledger from a table: first a preview with a verdict on every row, then the writing.

The same file again writes nothing. A row that changed is a new entry that supersedes the old one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from sapar.design.projects.actions import moved
from sapar.design.projects.models import Project, ProjectFact
from sapar.exchange.spreadsheets.cells import Table, place
from sapar.exchange.spreadsheets.judging import judge, judge_currencies
from sapar.exchange.spreadsheets.mapping import TableMapping
from sapar.exchange.spreadsheets.on_record import (
    Identity,
    Kept,
    OnRecord,
    compared,
    identities,
    on_record,
)
from sapar.exchange.spreadsheets.rows import RowRead, read_rows
from sapar.exchange.spreadsheets.saved import importing_actor
from sapar.ground.kernel import Conflict, Finding, InvalidInput
from sapar.ground.parties.models import User
from sapar.ground.record.actions import Actor, acting
from sapar.ground.record.models import Basis, Source
from sapar.money.agreements.models import Agreement
from sapar.money.ledger.models import Entry

BATCH = 1000
_LISTED = 1000
_NOT_CARRIED = {column.name for column in ProjectFact._meta.fields} | {"id"}


class RowVerdict(StrEnum):
    """What importing a row would do: add an entry, nothing, supersede one; or it cannot be."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file: what it would do, the entry as it was read, and what is to be said of it.

    `entry` holds what the mapping fills, by field. `changes` names the fields that differ from
    the entry on record. `problems` are why a row is refused; `findings` want a look.
    """

    number: int
    verdict: RowVerdict
    entry: Mapping[str, object]
    problems: tuple[InvalidInput, ...] = ()
    findings: tuple[Finding, ...] = ()
    changes: tuple[str, ...] = ()
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do. Nothing is written yet.

    `revision` is the project's when the preview was made; `made_on` the day it was made.
    """

    project: str
    file: str
    sheet: str
    sha256: str
    as_of: date
    made_on: date
    revision: int
    stored: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[RowVerdict, int]:
        """How many rows have each verdict."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict: counted[verdict] for verdict in RowVerdict}

    def of(self, *verdicts: RowVerdict) -> tuple[PreviewRow, ...]:
        """The rows of some verdicts, in the order of the file."""
        return tuple(row for row in self.rows if row.verdict in verdicts)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote, and the rows it left out."""

    new: int
    changed: int
    same: int
    refused: tuple[PreviewRow, ...]


def preview_ledger(project: Project, table: Table, mapping: TableMapping, as_of: date) -> Preview:
    """Every row of a table gets a verdict against the ledger as known at the end of a day.

    Rows are told apart by agreement and reference; without a reference by their whole content.
    Writes nothing. Raises InvalidInput where the table lacks a column of the mapping.
    """
    project.refresh_from_db(fields=["revision"])
    stored = mapping.stored
    if "agreement" not in stored and Agreement.objects.filter(project=project).count() == 1:
        stored = ("agreement", *stored)
    known = on_record(project, stored, as_of)
    read = list(read_rows(table, mapping, as_of))
    for row in read:
        judge(row, stored, known, as_of)
    values = [compared(row.values, stored) for row in read]
    keys = identities(
        (_number(row), str(row.values.get("reference") or ""), own)
        for row, own in zip(read, values, strict=True)
    )
    _refuse_twins(read, keys, table, known)
    judge_currencies(read, keys, known)
    rows = tuple(
        _judged(row, known.entries.get(key, ()), own, stored)
        for row, key, own in zip(read, keys, values, strict=True)
    )
    return Preview(
        project=project.code,
        file=table.file,
        sheet=table.sheet,
        sha256=table.sha256,
        as_of=as_of,
        made_on=_today(),
        revision=project.revision,
        stored=stored,
        rows=rows,
        notes=table.notes,
    )


def import_ledger(
    project: Project, preview: Preview, by: User | Actor, *, despite_errors: bool = False
) -> Imported:
    """Write the rows of a preview that a person has confirmed: all of them, or none.

    Refused rows stop the import unless `despite_errors` leaves them out; they are given back in
    either case, in the error or in the result. Raises NotPermitted, InvalidInput, and Conflict
    where the project has changed since the preview.
    """
    actor = importing_actor(by, project)
    refused = preview.of(RowVerdict.REFUSED)
    if refused and not despite_errors:
        raise _stopped(preview, refused)
    counted = preview.counts()
    new, changed = counted[RowVerdict.NEW], counted[RowVerdict.CHANGED]
    subject = place(preview.file, preview.sheet)
    with acting("ledger imported", by=actor, project=project.code, subject=subject) as deed:
        _refuse_stale(project, preview)
        deed.idle = not (new or changed)
        deed.changes = {
            "sha256": preview.sha256,
            "new": new,
            "changed": changed,
            "same": counted[RowVerdict.SAME],
            "refused": len(refused),
            "refused_rows": [row.number for row in refused[:_LISTED]],
        }
        if not deed.idle:
            _write(project, preview)
            moved(project)
    return Imported(new, changed, counted[RowVerdict.SAME], refused)


def _judged(
    row: RowRead, kept: Sequence[Kept], own: tuple[object, ...], stored: Sequence[str]
) -> PreviewRow:
    entry = {name: row.values.get(name) for name in stored}
    judged = PreviewRow(
        row.number, RowVerdict.REFUSED, entry, tuple(row.problems), tuple(row.findings)
    )
    if row.problems:
        return judged
    if not kept:
        return replace(judged, verdict=RowVerdict.NEW)
    before = kept[0]
    changes = tuple(
        name for name, was, now in zip(stored, before.values, own, strict=True) if was != now
    )
    if not changes:
        return replace(judged, verdict=RowVerdict.SAME)
    return replace(judged, verdict=RowVerdict.CHANGED, changes=changes, supersedes=before.id)


def _refuse_twins(
    read: Sequence[RowRead], keys: Sequence[Identity], table: Table, known: OnRecord
) -> None:
    """A reference names one row of the file and one entry on record, or it names nothing."""
    first: dict[Identity, int] = {}
    for row, key in zip(read, keys, strict=True):
        reference = row.values.get("reference")
        twin = first.setdefault(key, row.number)
        if twin != row.number:
            row.refuse(
                "reference",
                f"The reference '{reference}' stands in row {twin} already",
                "Map a column that differs in every row, or join several: [Voucher, Line].",
            )
        elif len(known.entries.get(key, ())) > 1:
            row.refuse(
                "reference",
                f"Several entries on record carry the reference '{reference}'",
                "Give each entry on record a reference of its own first.",
            )


def _stopped(preview: Preview, refused: Sequence[PreviewRow]) -> InvalidInput:
    told = [str(problem) for row in refused for problem in row.problems]
    more = f"\n  and {len(told) - 20} more" if len(told) > 20 else ""
    return InvalidInput(
        f"{len(refused)} of {len(preview.rows)} rows are refused:"
        + "".join(f"\n  {one}" for one in told[:20])
        + more
        + "\n  Nothing was written",
        where=place(preview.file, preview.sheet),
        remedy="Correct these rows and read the file again, or import despite errors: refused "
        "rows are then left out and listed.",
    )


def _refuse_stale(project: Project, preview: Preview) -> None:
    now = Project.objects.select_for_update().get(pk=project.pk)
    if now.code != preview.project:
        raise Conflict(
            f"The preview is of the project {preview.project}",
            where=now.code,
            remedy="Make a preview for this project.",
        )
    if now.revision != preview.revision or preview.as_of < preview.made_on:
        raise Conflict(
            "The project is no longer what the preview was made from",
            where=place(preview.file, preview.sheet),
            remedy="Make the preview again as of today, look at it and confirm it.",
        )


def _write(project: Project, preview: Preview) -> None:
    recorded_at = datetime.now(UTC)
    written = preview.of(RowVerdict.NEW, RowVerdict.CHANGED)
    for start in range(0, len(written), BATCH):
        batch = written[start : start + BATCH]
        sources = _sources(preview, batch)
        before = Entry.objects.in_bulk([row.supersedes for row in batch if row.supersedes])
        Entry.objects.bulk_create(
            [
                Entry(
                    **(_carried(before.get(row.supersedes or 0)) | _filled(row.entry)),
                    project=project,
                    source=source,
                    recorded_at=recorded_at,
                    basis=Basis.SOURCED,
                    supersedes_id=row.supersedes,
                )
                for row, source in zip(batch, sources, strict=True)
            ]
        )


def _carried(before: Entry | None) -> dict[str, object]:
    """What the file says nothing of stays as it was."""
    if before is None:
        return {}
    return {
        column.name: getattr(before, column.name)
        for column in Entry._meta.concrete_fields
        if column.name not in _NOT_CARRIED
    }


def _sources(preview: Preview, rows: Sequence[PreviewRow]) -> Iterator[Source]:
    """One source for each row of the file, so that an entry leads back to its cells."""
    keys = [f"table:{preview.sha256}:{preview.sheet[:80]}:{row.number}" for row in rows]
    kept = {one.key: one for one in Source.objects.filter(key__in=keys)}
    fresh = [
        Source(
            key=key,
            title=f"Ledger file {preview.file}"[:500],
            locator=place(preview.file[:500], preview.sheet, row.number),
        )
        for key, row in zip(keys, rows, strict=True)
        if key not in kept
    ]
    kept.update((one.key, one) for one in Source.objects.bulk_create(fresh))
    return (kept[key] for key in keys)


def _filled(entry: Mapping[str, object]) -> dict[str, object]:
    """The values that a file gives; an empty cell of a text is an empty text."""
    return {
        name: "" if value is None and not Entry._meta.get_field(name).null else value
        for name, value in entry.items()
    }


def _number(row: RowRead) -> object:
    return getattr(row.values.get("agreement"), "pk", None)


def _today() -> date:
    return datetime.now(UTC).date()
