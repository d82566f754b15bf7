"""Which value stands on a day: increments, levels, totals to date, percentages, places."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.watch.monitoring.facts_made import LONG_AGO, MIDDLE, START, a_value, an_indicator, day

from sapar.ground.kernel import InvalidInput
from sapar.watch.monitoring.rules import Gap, current_value, wording

INCREMENT = an_indicator(reporting="increment")
LEVEL = an_indicator(reporting="level")
CUMULATIVE = an_indicator(reporting="cumulative")
SHARE = an_indicator(measure="percentage", unit="%")
SHARE_ADDED = an_indicator(measure="percentage", unit="%", reporting="increment")
YES_NO = an_indicator(measure="yes_no", unit="")
LADDER = an_indicator(measure="ordinal", scale=("none", "draft", "adopted", "in force"))
WORDS = an_indicator(measure="text", unit="")

Q1 = {"period_from": day(1, 1), "period_to": day(3, 31)}
Q2 = {"period_from": day(4, 1), "period_to": day(6, 30)}
H1 = {"period_from": day(1, 1), "period_to": day(6, 30)}
FEB_MAY = {"period_from": day(2, 1), "period_to": day(5, 31)}

CASES = {
    "increments of separate periods add up": (
        INCREMENT, [a_value(1, 10, **Q1), a_value(2, 5, **Q2)], 15),
    "the half year is not added to its quarters": (
        INCREMENT, [a_value(1, 10, **Q1), a_value(2, 5, **Q2), a_value(3, 16, **H1)], 16),
    "the same period twice counts once, the later recorded": (
        INCREMENT,
        [a_value(1, 10, **Q1), a_value(2, 12, **Q1, recorded_on=day(4, 20))], 12),
    "an increment of zero is a value": (INCREMENT, [a_value(1, 0, **Q1)], 0),
    "increments without a first day stand for their last": (
        INCREMENT, [a_value(1, 10, day(3, 31)), a_value(2, 5, day(6, 30))], 15),
    "a period that runs backward is left out": (
        INCREMENT,
        [a_value(1, 10, **Q1), a_value(2, 5, day(5, 1), period_from=day(6, 1))], 10),
    "the latest level stands": (LEVEL, [a_value(1, 10, day(3, 31)), a_value(2, 7, day(6, 30))], 7),
    "a level of zero is a value": (
        LEVEL, [a_value(1, 8, day(3, 31)), a_value(2, 0, day(6, 30))], 0),
    "an empty row does not blank an earlier value": (
        LEVEL, [a_value(1, 8, day(3, 31)), a_value(2, None, day(6, 30))], 8),
    "totals to date are not summed": (
        CUMULATIVE, [a_value(1, 10, day(3, 31)), a_value(2, 25, day(6, 30))], 25),
    "a total to date that fell still stands": (
        CUMULATIVE, [a_value(1, 25, day(3, 31)), a_value(2, 20, day(6, 30))], 20),
    "counts give the percentage": (SHARE, [a_value(1, None, day(3, 31), counts=(1, 4))], 25),
    "counts win over a stated percentage": (
        SHARE, [a_value(1, 90, day(3, 31), counts=(1, 4))], 25),
    "nought of nought gives no percentage, the stated one stands": (
        SHARE, [a_value(1, 30, day(3, 31), counts=(0, 0))], 30),
    "percentages of periods are pooled by counts, not averaged": (
        SHARE_ADDED,
        [a_value(1, None, **Q1, counts=(1, 10)), a_value(2, None, **Q2, counts=(90, 90))], 91),
    "one percentage alone needs no counts": (SHARE_ADDED, [a_value(1, 40, **Q1)], 40),
    "places pool by counts": (
        SHARE,
        [a_value(1, None, day(3, 31), place="Osh", counts=(1, 10)),
         a_value(2, None, day(3, 31), place="Naryn", counts=(9, 10))], 50),
    "the total stands before its places": (
        LEVEL,
        [a_value(1, 100, day(3, 31)), a_value(2, 70, day(3, 31), place="Osh"),
         a_value(3, 50, day(6, 30), place="Naryn")], 100),
    "without a total the places add": (
        LEVEL,
        [a_value(1, 4, day(3, 31), place="Osh"), a_value(2, 6, day(6, 30), place="Osh"),
         a_value(3, 5, day(3, 31), place="Naryn")], 11),
    "increments of places fill only the periods without a total": (
        INCREMENT,
        [a_value(1, 10, **Q1), a_value(2, 7, **Q1, place="Osh"),
         a_value(3, 3, **Q2, place="Osh"), a_value(4, 4, **Q2, place="Naryn")], 17),
    "disaggregates are not added to the total": (
        LEVEL, [a_value(1, 10, day(3, 31)), a_value(2, 6, day(3, 31), part="women")], 10),
    "a newer disaggregate does not stand in": (
        LEVEL, [a_value(1, 10, day(3, 31)), a_value(2, 6, day(6, 30), part="women")], 10),
    "no is zero": (YES_NO, [a_value(1, 0, day(3, 31))], 0),
    "yes in words": (YES_NO, [a_value(1, None, day(3, 31), text="Yes")], 1),
    "a step is its position": (LADDER, [a_value(1, None, day(3, 31), text="adopted")], 3),
    "another indicator's rows are not mine": (
        LEVEL, [a_value(1, 10, day(3, 31)), a_value(2, 6, day(6, 30), indicator=2)], 10),
    "a replaced row is not read": (
        LEVEL,
        [a_value(1, 10, day(3, 31), superseded_on=day(5, 1)),
         a_value(2, 9, day(3, 31), recorded_on=day(5, 1))], 9),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "values", "expected"), CASES.values(), ids=CASES)
def test_the_value_that_stands(indicator, values, expected):
    answer = current_value(indicator, values, MIDDLE)
    assert answer.value == expected
    assert answer.known
    assert str(expected) in str(answer.why)


REFUSED = {
    "nothing reported is missing, not zero": (LEVEL, [], Gap.CURRENT),
    "an empty row is nothing": (LEVEL, [a_value(1, None, day(3, 31))], Gap.CURRENT),
    "an empty increment is nothing": (INCREMENT, [a_value(1, None, **Q1)], Gap.CURRENT),
    "only disaggregates": (
        LEVEL,
        [a_value(1, 6, day(3, 31), part="women"), a_value(2, 4, day(3, 31), part="men")],
        Gap.TOTAL),
    "percentages without counts do not average": (
        SHARE_ADDED, [a_value(1, 40, **Q1), a_value(2, 60, **Q2)], Gap.COUNTS),
    "some counts are not enough": (
        SHARE_ADDED, [a_value(1, 40, **Q1), a_value(2, None, **Q2, counts=(1, 2))], Gap.COUNTS),
    "percentages of places without counts": (
        SHARE,
        [a_value(1, 40, day(3, 31), place="Osh"), a_value(2, 60, day(3, 31), place="Naryn")],
        Gap.COUNTS),
    "rates of places do not add": (
        an_indicator(unit="average score"),
        [a_value(1, 4, day(3, 31), place="Osh"), a_value(2, 6, day(3, 31), place="Naryn")],
        Gap.PLACES_TOTAL),
    "answers of places do not add": (
        YES_NO,
        [a_value(1, 1, day(3, 31), place="Osh"), a_value(2, 1, day(3, 31), place="Naryn")],
        Gap.PLACES_TOTAL),
    "a step that is not on the scale": (
        LADDER, [a_value(1, None, day(3, 31), text="pending")], Gap.CURRENT),
    "a position beyond the scale": (LADDER, [a_value(1, 5, day(3, 31))], Gap.CURRENT),
    "words where a number is due": (
        LEVEL, [a_value(1, None, day(3, 31), text="many")], Gap.CURRENT),
    "a yes that is neither 1 nor 0": (YES_NO, [a_value(1, 7, day(3, 31))], Gap.CURRENT),
    "not yet due": (LEVEL, [a_value(1, 7, day(1, 1, 2026))], Gap.CURRENT),
    "recorded before its period is over": (
        LEVEL, [a_value(1, 7, day(1, 1, 2026), recorded_on=day(3, 31))], Gap.CURRENT),
    "not yet recorded": (
        LEVEL, [a_value(1, 7, day(3, 31), recorded_on=day(1, 15, 2025))], Gap.CURRENT),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "values", "gap"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_named_and_never_a_number(indicator, values, gap):
    answer = current_value(indicator, values, MIDDLE)
    assert answer.value is None
    assert answer.missing == (gap,)
    assert str(answer.why)


def test_a_late_report_counts_for_its_day_once_it_is_known():
    late = [a_value(1, 7, day(3, 31), recorded_on=day(1, 15, 2025))]
    assert current_value(LEVEL, late, MIDDLE, as_of=day(1, 15, 2025)).value == 7


def test_overlaps_are_named_with_the_row_that_stands():
    rows = [a_value(1, 10, **Q1), a_value(2, 11, **Q1), a_value(3, 9, **FEB_MAY)]
    answer = current_value(INCREMENT, rows, MIDDLE)
    assert answer.value == 9
    assert answer.value_ids == (3,)
    assert [left.fact for left in answer.left_out] == [1, 2]
    assert str(answer.left_out[0].why) == (
        "The period overlaps that of row 3, which covers as many days or more."
    )


def test_a_duplicate_is_told_from_an_overlap():
    answer = current_value(INCREMENT, [a_value(1, 10, **Q1), a_value(2, 11, **Q1)], MIDDLE)
    assert [str(left.why) for left in answer.left_out] == [
        "Row 2 reports the same period; a period is counted once."
    ]


def test_periods_that_share_only_a_boundary_day_both_count():
    rows = [a_value(1, 10, **Q1), a_value(2, 5, day(6, 30), period_from=day(3, 31))]
    assert current_value(INCREMENT, rows, MIDDLE).value == 15


def test_periods_that_share_two_days_do_not():
    rows = [a_value(1, 10, **Q1), a_value(2, 5, day(7, 31), period_from=day(3, 30))]
    assert current_value(INCREMENT, rows, MIDDLE).value_ids == (2,)


def test_a_row_without_a_first_day_inside_a_period_is_not_added():
    for last in (day(2, 10), day(3, 31)):
        answer = current_value(INCREMENT, [a_value(1, 10, **Q1), a_value(2, 5, last)], MIDDLE)
        assert (answer.value, [left.fact for left in answer.left_out]) == (10, [2])


def test_a_fall_of_a_total_to_date_is_flagged_even_after_it_recovered():
    rows = [a_value(1, 25, day(3, 31)), a_value(2, 20, day(6, 30)), a_value(3, 30, day(9, 30))]
    answer = current_value(CUMULATIVE, rows, MIDDLE)
    assert [str(note) for note in answer.notes] == [
        "The total to date fell from 25 to 20 on 2024-06-30; totals should not fall."
    ]
    assert current_value(LEVEL, rows, MIDDLE).notes == ()


def test_two_reports_of_one_day_are_both_named():
    rows = [a_value(1, 25, day(3, 31)), a_value(2, 20, day(3, 31), recorded_on=day(4, 9))]
    answer = current_value(LEVEL, rows, MIDDLE)
    assert (answer.value, answer.value_ids) == (20, (2,))
    assert answer.left_out[0].why.template == wording.SAME_DAY


def test_places_that_reported_after_the_total_are_pointed_out():
    rows = [a_value(1, 9, day(3, 31)), a_value(2, 7, day(6, 30), place="Osh")]
    answer = current_value(LEVEL, rows, MIDDLE)
    assert (answer.value, answer.stands_on) == (9, day(3, 31))
    assert [note.template for note in answer.notes] == [wording.OLD_TOTAL]


def test_a_value_over_places_is_as_old_as_its_oldest_part():
    rows = [a_value(1, 9, day(3, 31), place="Naryn"), a_value(2, 7, day(6, 30), place="Osh")]
    answer = current_value(LEVEL, rows, MIDDLE)
    assert answer.stands_on == day(3, 31)
    assert [note.template for note in answer.notes] == [wording.OVER_PLACES]


def test_a_single_place_says_so():
    answer = current_value(SHARE, [a_value(1, 9, day(3, 31), place="Osh")], MIDDLE)
    assert str(answer.notes[0]) == "The value was reported for one place only: Osh."


def test_a_place_inside_a_total_is_left_out_of_the_sum():
    rows = [a_value(1, 9, **H1), a_value(2, 7, **Q1, place="Osh")]
    answer = current_value(INCREMENT, rows, MIDDLE)
    assert (answer.value, answer.value_ids) == (9, (1,))
    assert [(left.fact, left.why.template) for left in answer.left_out] == [(2, wording.IN_TOTAL)]


def test_counts_that_contradict_the_stated_percentage_are_pointed_out():
    near = current_value(SHARE, [a_value(1, 33, day(3, 31), counts=(1, 3))], MIDDLE)
    far = current_value(SHARE, [a_value(1, 66, day(3, 31), counts=(1, 3))], MIDDLE)
    assert near.notes == ()
    assert [note.template for note in far.notes] == [wording.COUNTS_WIN]


def test_an_indicator_in_words_answers_in_words():
    rows = [
        a_value(1, None, day(3, 31), text="drafting"),
        a_value(2, None, day(6, 30), text="done"),
    ]
    answer = current_value(WORDS, rows, MIDDLE)
    assert (answer.value, answer.text, answer.known) == (None, "done", True)


def test_what_only_parts_reported_is_named():
    answer = current_value(LEVEL, [a_value(1, 6, day(3, 31), part="women")], MIDDLE)
    assert "women" in str(answer.why)


@pytest.mark.parametrize("number", [1.5, Decimal("NaN"), Decimal("Infinity")])
def test_a_number_that_is_not_exact_is_refused(number):
    row = a_value(1, 1, START)
    with pytest.raises(InvalidInput, match=r"value 4, value: .* is not an exact number"):
        type(row)(4, 1, None, START, number, None, None, "", "", "", row.dated, "")


def test_an_unknown_direction_is_refused_with_the_words_that_work():
    with pytest.raises(InvalidInput, match=r"indicator 1\.1, direction.*fall, rise, stay"):
        an_indicator(direction="up")


def test_readings_before_a_row_was_known_do_not_see_it():
    rows = [a_value(1, 5, day(3, 31)), a_value(2, 8, day(3, 31), recorded_on=day(5, 1))]
    assert current_value(LEVEL, rows, day(4, 30)).value == 5
    assert current_value(LEVEL, rows, day(5, 1)).value == 8
    assert current_value(LEVEL, rows, LONG_AGO).missing == (Gap.CURRENT,)
