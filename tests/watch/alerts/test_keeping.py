"""Readings put away as JSON come back as they were."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import START
from tests.watch.alerts.random_facts import day, small_projects

from sapar.ground.kernel import Clause, Finding, Status, Verdict
from sapar.watch.alerts.queries.readings import current_watch
from sapar.watch.alerts.rules.keeping import (
    back,
    finding_from,
    finding_kept,
    kept,
    strip_from,
    strip_kept,
    way_from,
    way_kept,
)
from sapar.watch.alerts.rules.reading import read_project
from sapar.watch.alerts.rules.shapes import Mark, Station, StripReading, Way

TEXT = st.text(max_size=12)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | st.integers() | TEXT | NUMBERS | st.dates()
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXT | st.sampled_from(["d", "on", "m"]), inner, max_size=3)
    ),
    max_leaves=6,
)
INPUTS = st.dictionaries(TEXT, VALUES, max_size=4)
VERDICTS = st.sampled_from(Verdict)
FINDINGS = st.builds(
    Finding,
    rule=TEXT,
    subject=TEXT,
    verdict=VERDICTS,
    template=TEXT,
    on=st.dates(),
    value=st.none() | NUMBERS,
    limit=st.none() | NUMBERS,
    unit=TEXT,
    clause=st.builds(Clause, TEXT, st.sampled_from(Status), TEXT),
    inputs=INPUTS,
    missing=st.lists(TEXT, max_size=3).map(tuple),
    closes_when=TEXT,
)
STRIPS = st.lists(
    st.builds(StripReading, TEXT, VERDICTS, TEXT, INPUTS, st.none() | FINDINGS), max_size=4
).map(tuple)
MAYBE = st.none() | st.dates()
WAYS = st.builds(
    Way,
    MAYBE,
    MAYBE,
    st.dates(),
    st.lists(st.builds(Station, TEXT, st.dates(), MAYBE), max_size=3).map(tuple),
    st.lists(st.builds(Mark, st.dates(), VERDICTS, TEXT), max_size=3).map(tuple),
)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@settings(max_examples=50)
@given(VALUES)
def test_a_value_comes_back_equal_and_of_its_own_type(value: Any) -> None:
    came = back(through_json(kept(value)))
    assert came == value
    assert type(came) is type(value)
    # A Decimal equals another with fewer digits; it is printed differently.
    assert str(came) == str(value)


@settings(max_examples=30)
@given(FINDINGS)
def test_a_finding_comes_back_as_it_was(finding: Finding) -> None:
    came = finding_from(through_json(finding_kept(finding)))
    assert came == finding
    assert str(came.value) == str(finding.value)


@settings(max_examples=20)
@given(STRIPS)
def test_a_strip_comes_back_as_it_was(strip: tuple[StripReading, ...]) -> None:
    assert strip_from(through_json(strip_kept(strip))) == strip


@settings(max_examples=30)
@given(WAYS)
def test_a_way_comes_back_as_it_was(way: Way) -> None:
    assert way_from(through_json(way_kept(way))) == way


@settings(max_examples=8, deadline=None)
@given(small_projects(), st.integers(0, 600))
def test_what_a_real_reading_holds_comes_back_and_says_the_same(facts, days: int) -> None:
    reading = read_project(facts, day(days), current_watch())
    for finding in reading.findings:
        came = finding_from(through_json(finding_kept(finding)))
        assert came == finding
        assert came.says == finding.says
    assert strip_from(through_json(strip_kept(reading.strip))) == reading.strip
    assert way_from(through_json(way_kept(reading.way))) == reading.way


def test_sequences_of_every_kind_come_back_as_lists() -> None:
    assert back(through_json(kept((Decimal("1.50"), START)))) == [Decimal("1.50"), START]
    assert back(through_json(kept(range(2)))) == [0, 1]
    assert back(through_json(kept({"on": date(2020, 1, 1)}))) == {"on": date(2020, 1, 1)}
