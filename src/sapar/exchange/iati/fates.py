"""Fates: which activities of a batch are new, changed, the same as on record, or refused.

Nothing is written here. A publisher may hold one activity in several files, and several editions
of one file may be read in one run: the later edition follows the earlier, a contradiction of two
of the same time is refused.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import BinaryField
from django.db.models.functions import Substr

from sapar.design.projects.models import Evidence, Project
from sapar.exchange.iati.evidence import updated_at
from sapar.exchange.iati.mapping import CODE_LENGTH
from sapar.exchange.iati.shapes import ActivityRead, Refusal
from sapar.ground.record.models import Document
from sapar.watch.alerts.queries.loading import IATI_EVIDENCE

START = 4096
"""Bytes of packed XML that surely hold the start tag of an activity."""


class OnRecord(NamedTuple):
    """A project on record: its id and the digest of its newest XML, if it came from IATI."""

    project_id: int
    xml_sha256: str


class Seen(NamedTuple):
    """An activity met earlier in this run: in which file, with what content, updated when."""

    source: str
    file: str
    xml_sha256: str
    last_updated: datetime | None


@dataclass(slots=True)
class Sorted:
    """The activities of a batch by what becomes of them."""

    new: list[ActivityRead] = field(default_factory=list)
    renewed: list[tuple[ActivityRead, int]] = field(default_factory=list)
    same: list[ActivityRead] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Admission:
    """Decides about the activities of one run; remembers those it let in."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}

    def sort(self, batch: Sequence[ActivityRead], file: str, source: str) -> Sorted:
        """The fate of each activity of a batch; `source` tells two files of one name apart."""
        on_record = _on_record(activity.identifier for activity in batch)
        updated = _updated(batch, on_record)
        fates = Sorted()
        for activity in batch:
            known = on_record.get(activity.identifier)
            earlier = self.seen.get(activity.identifier)
            if _same(activity, known, earlier, source):
                fates.same.append(activity)
            elif reason := _against(activity, known, earlier, source, updated):
                fates.refusals.append(_refusal(activity, file, *reason))
                continue
            elif known is None:
                fates.new.append(activity)
            else:
                fates.renewed.append((activity, known.project_id))
            self.seen[activity.identifier] = Seen(
                source, file, activity.xml_sha256, activity.last_updated
            )
        return fates


def _same(
    activity: ActivityRead, known: OnRecord | None, earlier: Seen | None, source: str
) -> bool:
    """Whether this very content is on record, or on its way there from the same file."""
    if earlier and earlier.source == source:
        return earlier.xml_sha256 == activity.xml_sha256
    return known is not None and known.xml_sha256 == activity.xml_sha256


def _against(
    activity: ActivityRead,
    known: OnRecord | None,
    earlier: Seen | None,
    source: str,
    updated: Mapping[str, datetime | None],
) -> tuple[str, str] | None:
    """Why an activity is not let in, and the remedy; None where nothing speaks against it."""
    if len(activity.identifier) > CODE_LENGTH:
        return (
            f"The identifier is longer than {CODE_LENGTH} characters",
            "Ask the publisher for a shorter one.",
        )
    if known and not known.xml_sha256:
        return (
            "A project with this code is on record that did not come from IATI",
            "Give that project another code, or leave this activity out.",
        )
    kept = updated.get(known.xml_sha256) if known else None
    if activity.last_updated and kept and kept > activity.last_updated:
        return (
            f"The activity on record was updated later than this copy, on {kept.date()}",
            "Import the newer file; nothing was changed.",
        )
    if earlier and (earlier.source == source or not _later(activity, earlier)):
        return (
            f"The same identifier stands in {earlier.file} with other content",
            "Ask the publisher which is right, and import that file alone.",
        )
    return None


def _later(activity: ActivityRead, earlier: Seen) -> bool:
    """Whether both say when they were updated, and this one was updated later."""
    if activity.last_updated is None or earlier.last_updated is None:
        return False
    return activity.last_updated > earlier.last_updated


def _refusal(activity: ActivityRead, file: str, reason: str, remedy: str) -> Refusal:
    identifier = activity.identifier[:CODE_LENGTH]
    return Refusal(file, activity.line, identifier, "iati-activity", reason, remedy)


def _on_record(codes: Iterable[str]) -> dict[str, OnRecord]:
    found = {
        code: OnRecord(id_, "")
        for id_, code in Project.objects.filter(code__in=list(codes)).values_list("id", "code")
    }
    evidence = Evidence.objects.filter(
        project_id__in=[one.project_id for one in found.values()], kind=IATI_EVIDENCE
    )
    ordered = evidence.order_by("recorded_at", "id")
    for code, sha in ordered.values_list("project__code", "document__sha256"):
        found[code] = OnRecord(found[code].project_id, sha)
    return found


def _updated(
    batch: Sequence[ActivityRead], on_record: Mapping[str, OnRecord]
) -> dict[str, datetime | None]:
    """When the publisher last updated the XML on record, for the activities that differ from it."""
    differing = {
        known.xml_sha256
        for activity in batch
        if (known := on_record.get(activity.identifier))
        and known.xml_sha256 not in {"", activity.xml_sha256}
    }
    if not differing:
        return {}
    starts = Document.objects.filter(sha256__in=differing).annotate(
        start=Substr("packed", 1, START, output_field=BinaryField())
    )
    return {
        sha: updated_at(zlib.decompressobj().decompress(bytes(start)))
        for sha, start in starts.values_list("sha256", "start")
    }
