"""The hash chain: whatever is done to a row of the journal is found, and the row named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.ground.record.rules import GENESIS, Link, breaks_in, canonical, link_hash


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        content = {"seq": seq, "action": f"deed {seq}", "changes": {"n": seq, "of": length}}
        hash_ = link_hash(previous, content)
        links.append(Link(seq, content, previous, hash_))
        previous = hash_
    return links


def found(links: list[Link], head: Link | None) -> list[int]:
    seq, hash_ = (head.seq, head.hash) if head else (0, GENESIS)
    return [one.seq for one in breaks_in(links, head_seq=seq, head_hash=hash_)]


@given(st.integers(0, 12))
def test_an_untouched_journal_has_no_break(length: int) -> None:
    links = chain(length)
    assert found(links, links[-1] if links else None) == []


@given(st.data())
def test_an_altered_content_is_found_at_its_row_and_nowhere_else(data: st.DataObject) -> None:
    links = chain(data.draw(st.integers(1, 9)))
    at = data.draw(st.integers(0, len(links) - 1))
    key = data.draw(st.sampled_from(("action", "changes")))
    other = data.draw(st.text(max_size=5) | st.dictionaries(st.text(max_size=3), st.integers()))
    head, one = links[-1], links[at]
    links[at] = replace(one, content={**one.content, key: other})
    assert found(links, head) == [at + 1]


@pytest.mark.parametrize("field", ["hash", "previous_hash"])
@given(st.data())
def test_an_altered_hash_is_found_at_its_row_and_nowhere_else(
    field: str, data: st.DataObject
) -> None:
    links = chain(data.draw(st.integers(1, 9)))
    at = data.draw(st.integers(0, len(links) - 1))
    head = links[-1]
    links[at] = replace(links[at], **{field: "f" * 64})
    assert found(links, head) == [at + 1]


@given(st.data())
def test_a_content_altered_together_with_its_hash_is_found_at_the_row_that_follows(
    data: st.DataObject,
) -> None:
    links = chain(data.draw(st.integers(1, 9)))
    at = data.draw(st.integers(0, len(links) - 1))
    head = links[-1]
    before, content = links[at].previous_hash, {**links[at].content, "action": "forged"}
    links[at] = Link(at + 1, content, before, link_hash(before, content))
    assert found(links, head) == [min(at + 2, len(links))]


@given(st.data())
def test_removed_rows_are_named_first_middle_or_last(data: st.DataObject) -> None:
    links = chain(data.draw(st.integers(1, 9)))
    first = data.draw(st.integers(1, len(links)))
    last = data.draw(st.integers(first, len(links)))
    head = links[-1]
    (only,) = breaks_in(links[: first - 1] + links[last:], head_seq=head.seq, head_hash=head.hash)
    assert only.seq == first
    named = f"entry {first} was" if first == last else f"entries {first} to {last} were"
    assert only.what.startswith(f"{named} removed")


@given(st.data())
def test_rows_that_changed_places_are_both_named(data: st.DataObject) -> None:
    links = chain(data.draw(st.integers(2, 9)))
    one, other = sorted(
        data.draw(st.lists(st.integers(1, len(links)), min_size=2, max_size=2, unique=True))
    )
    head = links[-1]
    # As a database gives it back: the numbers are exchanged, and they belong to the content.
    for here, there in ((one, other), (other, one)):
        moved = chain(len(links))[there - 1]
        links[here - 1] = replace(moved, seq=here, content={**moved.content, "seq": here})
    assert found(links, head) == [one, other]


@given(st.permutations(range(6)))
def test_a_list_in_another_order_is_never_whole(order: list[int]) -> None:
    links = chain(6)
    shuffled = [links[index] for index in order]
    breaks = found(shuffled, links[-1])
    assert bool(breaks) is (list(order) != list(range(6)))


def test_rows_put_in_after_the_newest_are_named() -> None:
    links = chain(4)
    (only,) = breaks_in(links, head_seq=2, head_hash=links[1].hash)
    assert (only.seq, only.what) == (3, "entries 3 to 4 were not counted by the journal")


def test_a_journal_without_its_head_is_not_whole() -> None:
    assert found(chain(3), None) == [1]


def test_a_journal_emptied_to_the_last_row_is_named_from_the_first() -> None:
    assert found([], chain(3)[-1]) == [1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_one_content_has_one_byte_string_whatever_the_order_of_its_keys(content: dict) -> None:
    backwards = dict(reversed(list(content.items())))
    assert canonical(content) == canonical(backwards)
    assert json.loads(canonical(content)) == content


@settings(max_examples=40)
@given(JSON, JSON)
def test_two_contents_have_two_byte_strings(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical({"x": one}) == canonical({"x": other})) is same
