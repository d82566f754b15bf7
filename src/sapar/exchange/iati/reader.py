"""Streams the activities of an IATI file: each is read, or refused with a reason.

A bad element never takes its activity with it, and a bad activity never takes its file. What is
wrong with a whole file (not IATI, not well-formed, cut off) is raised as InvalidInput. A file that
is cut off shows that only at its end, after its activities were given out: whoever stores
them must do so in one transaction, and roll back on InvalidInput.

Memory holds one activity at a time; of a large one, its XML and its rows but not its tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from lxml import etree

from sapar.exchange.iati.draft import Draft
from sapar.exchange.iati.elements import read_children
from sapar.exchange.iati.evidence import Evidence
from sapar.exchange.iati.gate import (
    LONGEST_PROLOG,
    check_head,
    pull_parser,
    refuse_syntax,
    refuse_undeclared_entities,
)
from sapar.exchange.iati.shapes import ActivityRead, Counts, FileHead, Refusal
from sapar.exchange.iati.values import Element
from sapar.ground.kernel import InvalidInput

CHUNK = 1 << 16
LARGE = 1 << 22
"""Bytes of one activity after which its complete children are let go."""


def read_activities(source: Path | BinaryIO, name: str) -> Reading:
    """Every activity of a file is given out once, read or refused.

    `name` stands for the file in messages. Iterate over the answer; its `head` is known at once,
    its `found` and `accepted` are complete after the last activity. Raises InvalidInput at once
    for what is not an IATI 2.0x activity file, and while iterating for XML that breaks off.
    """
    return Reading(source, name)


def read_head(source: Path | BinaryIO, name: str) -> FileHead:
    """What the root element says, without reading on. Raises InvalidInput like the reader."""
    with read_activities(source, name) as reading:
        return reading.head


class Reading(Iterator[ActivityRead | Refusal]):
    """A file being read: an iterator with the head of the file and running counts.

    `found` counts what stands in the XML, `accepted` what was read of it. A file given as a path
    is closed at the end of the iteration or of a `with` block; a stream stays open.
    """

    def __init__(self, source: Path | BinaryIO, name: str) -> None:
        self.name = name
        self.found = Counts()
        self.accepted = Counts()
        self._owns = isinstance(source, Path)
        self._stream = _opened(source, name) if isinstance(source, Path) else source
        try:
            self._start = self._stream.read(LONGEST_PROLOG)
            self.head = check_head(self._start, name)
        except BaseException:
            self.close()
            raise
        self._items = self._stream_items()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ActivityRead | Refusal:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file if the reader opened it."""
        if self._owns:
            self._stream.close()

    def _stream_items(self) -> Iterator[ActivityRead | Refusal]:
        parser = pull_parser(("start", "end"), ("iati-activities", "iati-activity"))
        root: Element = None
        activity: Element = None
        size = 0
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
                refuse_undeclared_entities(parser, self.name)
                size += len(chunk)
                for event, element in parser.read_events():
                    if event == "start":
                        if root is None:
                            root = element
                        elif activity is None and element.getparent() is root:
                            activity, draft, evidence = element, Draft(element), Evidence()
                    elif element is activity:
                        yield self._finished(activity, draft, evidence)
                        _let_go(activity)
                        activity, size = None, 0
                if size > LARGE:
                    size = 0
                    if activity is not None and len(activity) > 1:
                        read_children(evidence.take(activity), draft)
                        del activity[:-1]
                    elif activity is None and root is not None:
                        del root[:-1]
            self._end(parser)
        except etree.XMLSyntaxError as error:
            refuse_syntax(error, self.name)
        finally:
            self.close()

    def _chunks(self) -> Iterator[bytes]:
        start, self._start = self._start, b""
        for at in range(0, len(start), CHUNK):
            yield start[at : at + CHUNK]
        while chunk := self._stream.read(CHUNK):
            yield chunk

    def _end(self, parser: Any) -> None:
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise InvalidInput(
                "The file breaks off before its end, so activities are missing",
                where=f"{self.name}:{error.lineno or 1}",
                remedy="Nothing of it was kept. Download the file again.",
            ) from None

    def _finished(
        self, activity: Element, draft: Draft, evidence: Evidence
    ) -> ActivityRead | Refusal:
        read_children(activity[:], draft)
        found = _found(draft)
        self.found += found
        if not draft.identifier:
            return Refusal(
                self.name,
                draft.line,
                "",
                "iati-activity",
                "The activity has no identifier",
                "Give it an iati-identifier that is its own in the whole world.",
            )
        read = _row(self.name, draft, evidence.whole(activity), found)
        self.accepted += read.accepted
        return read


def _row(name: str, draft: Draft, xml: bytes, found: Counts) -> ActivityRead:
    return ActivityRead(
        draft.identifier,
        draft.hierarchy,
        draft.currency,
        draft.lang,
        draft.humanitarian,
        draft.last_updated,
        draft.titles,
        tuple(draft.descriptions),
        draft.reporting_org,
        tuple(draft.participating_orgs),
        draft.status,
        draft.dates,
        tuple(draft.countries),
        tuple(draft.regions),
        tuple(draft.locations),
        tuple(draft.sectors),
        tuple(draft.budgets),
        tuple(draft.planned_disbursements),
        tuple(draft.transactions),
        tuple(draft.results),
        tuple(draft.document_links),
        tuple(draft.related_activities),
        xml,
        sha256(xml).hexdigest(),
        draft.line,
        tuple(
            Refusal(name, line, draft.identifier, what, reason, remedy)
            for line, what, reason, remedy in draft.refused
        ),
        found,
        _accepted(draft),
    )


def _found(draft: Draft) -> Counts:
    count = draft.found.get
    return Counts(
        1,
        count("transaction", 0),
        count("budget", 0),
        count("planned-disbursement", 0),
        count("result", 0),
        draft.found_indicators,
        draft.found_periods,
    )


def _accepted(draft: Draft) -> Counts:
    indicators = [each for result in draft.results for each in result.indicators]
    return Counts(
        1,
        len(draft.transactions),
        len(draft.budgets),
        len(draft.planned_disbursements),
        len(draft.results),
        len(indicators),
        sum(len(each.periods) for each in indicators),
    )


def _let_go(activity: Element) -> None:
    """Frees a finished activity and all before it; the parser is past them."""
    activity.clear(keep_tail=True)
    root = activity.getparent()
    if root is not None:
        del root[: root.index(activity)]


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InvalidInput(
            f"The file cannot be opened: {error.strerror}",
            where=name,
            remedy="Check the path and the right to read it.",
        ) from None
