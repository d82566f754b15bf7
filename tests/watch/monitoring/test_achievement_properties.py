"""What must hold of the achievement arithmetic for every indicator, way and set of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.watch.monitoring.facts_made import (
    END,
    LONG_AGO,
    MIDDLE,
    START,
    a_target,
    a_value,
    an_indicator,
    day,
    from_to,
)

from sapar.watch.monitoring.rules import (
    TargetFact,
    ValueFact,
    achievement,
    achievement_against_plan,
    current_value,
    expected_by,
)

numbers = st.decimals(-100_000, 100_000, places=2)
factors = st.decimals("0.01", 1000, places=2)
reportings = st.sampled_from(["increment", "level", "cumulative"])
directions = st.sampled_from(["rise", "fall", "stay"])
indicators = st.builds(
    lambda direction, reporting: an_indicator(direction=direction, reporting=reporting),
    directions,
    reportings,
)
days = st.integers(1, 360).map(lambda gone: START + timedelta(days=gone))


@st.composite
def rows_of_values(draw, measure: str = "number") -> list[ValueFact]:
    rows = []
    for number in range(draw(st.integers(1, 6))):
        last = draw(days)
        length = draw(st.integers(0, 90))
        rows.append(
            a_value(
                number + 1,
                draw(st.one_of(st.none(), st.just(Decimal(0)), numbers)),
                last,
                period_from=draw(st.sampled_from([None, last - timedelta(days=length)])),
                counts=(draw(st.integers(0, 50)), draw(st.integers(0, 50)))
                if measure == "percentage" and draw(st.booleans())
                else (None, None),
                place=draw(st.sampled_from(["", "", "Osh", "Naryn"])),
                recorded_on=last + timedelta(days=draw(st.integers(0, 30))),
            )
        )
    return rows


@st.composite
def ways(draw) -> list[TargetFact]:
    baseline, milestone, end = draw(numbers), draw(numbers), draw(numbers)
    end = draw(st.sampled_from([end, baseline]))
    return [*from_to(baseline, end), a_target(2, "milestone", milestone, MIDDLE)]


def scaled(rows: list[Any], by: Decimal) -> list[Any]:
    return [row if row.value is None else replace(row, value=row.value * by) for row in rows]


@given(indicators, ways(), rows_of_values(), factors)
def test_the_unit_does_not_matter(indicator, way, values, factor):
    plain = achievement(indicator, way, values, END)
    larger = achievement(indicator, scaled(way, factor), scaled(values, factor), END)
    assert larger.value == plain.value
    assert larger.missing == plain.missing


@given(indicators, ways(), rows_of_values())
def test_a_fall_is_a_rise_in_the_mirror(indicator, way, values):
    turned = {"rise": "fall", "fall": "rise", "stay": "stay"}[indicator.direction]
    mirrored = replace(indicator, direction=turned)
    minus = Decimal(-1)
    plain = achievement(indicator, way, values, END)
    mirror = achievement(mirrored, scaled(way, minus), scaled(values, minus), END)
    assert mirror.value == plain.value
    assert mirror.missing == plain.missing


@given(st.sampled_from(["rise", "fall"]), reportings, ways(), numbers, numbers)
def test_further_in_the_right_direction_is_never_less(direction, reporting, way, one, other):
    indicator = an_indicator(direction=direction, reporting=reporting)
    less, more = sorted([one, other], reverse=direction == "fall")
    for question in (achievement, achievement_against_plan):
        first = question(indicator, way, [a_value(1, less, MIDDLE)], MIDDLE).value
        second = question(indicator, way, [a_value(1, more, MIDDLE)], MIDDLE).value
        assume(first is not None and second is not None)
        assert first <= second


@given(indicators, ways(), rows_of_values(), rows_of_values())
def test_disaggregates_never_change_an_answer(indicator, way, values, parts):
    parts = [replace(row, id=row.id + 100, disaggregation="women") for row in parts]
    plain = achievement(indicator, way, values, END)
    assert achievement(indicator, way, [*values, *parts], END) == plain


@given(
    st.sampled_from(["number", "percentage"]),
    reportings,
    st.data(),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_never_matters(measure, reporting, data, random):
    indicator = an_indicator(measure=measure, reporting=reporting)
    values = data.draw(rows_of_values(measure))
    shuffled = random.sample(values, len(values))
    assert current_value(indicator, shuffled, END) == current_value(indicator, values, END)


@given(indicators, ways(), st.randoms(use_true_random=False))
def test_the_order_of_targets_never_matters(indicator, way, random):
    shuffled = random.sample(way, len(way))
    assert expected_by(indicator, shuffled, day(6, 30)) == expected_by(indicator, way, day(6, 30))


@given(indicators, ways(), rows_of_values(), rows_of_values(), days)
def test_later_facts_never_change_an_earlier_reading(indicator, way, values, others, on):
    later = [replace(row, id=row.id + 100) for row in others]
    later = [row for row in later if row.period_to > on or row.dated.recorded_on > on]
    plain = achievement_against_plan(indicator, way, values, on)
    assert achievement_against_plan(indicator, way, [*values, *later], on) == plain


@given(indicators, ways())
def test_a_reported_zero_is_not_the_same_as_nothing(indicator, way):
    zero = current_value(indicator, [a_value(1, 0, MIDDLE)], MIDDLE)
    empty = current_value(indicator, [a_value(1, None, MIDDLE)], MIDDLE)
    assert (zero.value, zero.missing) == (0, ())
    assert empty.value is None
    assert achievement(indicator, way, [a_value(1, None, MIDDLE)], MIDDLE).value is None


@given(rows_of_values())
def test_a_row_is_used_or_left_out_with_a_reason_but_never_both(values):
    answer = current_value(an_indicator(reporting="increment"), values, END)
    used, left = set(answer.value_ids), {one.fact for one in answer.left_out}
    assert used.isdisjoint(left)
    assert used | left == {row.id for row in values}
    assert all(str(one.why) for one in answer.left_out)


@given(rows_of_values())
def test_no_day_inside_a_period_is_counted_twice(values):
    answer = current_value(an_indicator(reporting="increment"), values, END)
    used = [row for row in values if row.id in answer.value_ids]
    for row, other in combinations(used, 2):
        if row.place == other.place or "" in (row.place, other.place):
            first, second = row.period_from or row.period_to, other.period_from or other.period_to
            assert row.period_to <= second or other.period_to <= first
            assert (first, row.period_to) != (second, other.period_to)


@given(indicators, ways(), rows_of_values(), st.dates(LONG_AGO, END))
def test_every_answer_has_a_value_or_says_what_is_missing(indicator, way, values, on):
    answers = [
        current_value(indicator, values, on),
        achievement(indicator, way, values, on),
        achievement_against_plan(indicator, way, values, on),
        expected_by(indicator, way, on),
    ]
    for answer in answers:
        assert (answer.value is None) == bool(answer.missing)
        assert str(answer.why)
        assert all(str(note) for note in answer.notes)
