"""Record, rules: when a fact was known, and how journal entries are chained. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FAR = date.max


@dataclass(frozen=True, slots=True)
class Dated:
    """The two dates of a fact and where it comes from.

    `effective_on` is the day it is about, `recorded_on` the day it was put on record (UTC);
    `superseded_on` the day a correction replaced it, if one did.
    """

    id: int
    effective_on: date
    recorded_on: date
    superseded_on: date | None = None
    source: str = ""
    basis: str = "sourced"

    def known(self, as_of: date) -> bool:
        """Whether this fact was what the record said at the end of a day."""
        return self.recorded_on <= as_of and (
            self.superseded_on is None or self.superseded_on > as_of
        )


@dataclass(frozen=True, slots=True)
class Link:
    """One journal entry as the chain sees it."""

    seq: int
    content: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal was altered, shortened or reordered."""

    seq: int
    what: str


GENESIS = "0" * 64


def canonical(content: Mapping[str, Any]) -> bytes:
    """One byte string for one content, whatever order its keys came in."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link_hash(previous_hash: str, content: Mapping[str, Any]) -> str:
    """The hash of an entry, which binds it to everything before it."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(content)).hexdigest()


def breaks_in(links: Iterable[Link], *, head_seq: int, head_hash: str) -> Iterator[Break]:
    """Every place where a journal, read in the order of its numbers, is not what was written.

    `head_seq` and `head_hash` are the number and hash kept of the newest entry: without them a
    journal that was cut at its end would look whole. Each break names the row it was found at.
    """
    expected = 1
    # None after a break: what follows a row that is not the true one cannot be judged by it.
    previous: str | None = GENESIS
    for link in links:
        seq = link.seq
        if seq < expected:
            yield Break(seq, f"entry {seq} stands out of order")
        elif seq > expected:
            yield Break(expected, f"{_entries(expected, seq - 1)} removed")
        sound = link_hash(link.previous_hash, link.content) == link.hash
        if not sound:
            yield Break(seq, f"entry {seq} was altered or moved after it was written")
        elif seq == expected and previous not in (None, link.previous_hash):
            yield Break(seq, f"entry {seq} does not follow the entry before it")
        expected, previous = max(seq + 1, expected), link.hash if sound else None
    last = expected - 1
    if last < head_seq:
        yield Break(expected, f"{_entries(expected, head_seq)} removed at the end")
    elif last > head_seq:
        yield Break(head_seq + 1, f"{_entries(head_seq + 1, last)} not counted by the journal")
    elif previous not in (None, head_hash):
        yield Break(head_seq, f"entry {head_seq} is not the one that was written last")


def _entries(first: int, last: int) -> str:
    return f"entry {first} was" if first == last else f"entries {first} to {last} were"
