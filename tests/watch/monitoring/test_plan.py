"""What was promised: baselines, end targets, and what was due by a day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.watch.monitoring.facts_made import (
    END,
    MIDDLE,
    START,
    a_target,
    an_indicator,
    day,
    from_to,
)

from sapar.watch.monitoring.rules import Gap, baseline_of, end_target_of, expected_by, wording

RISE = an_indicator()
ADDED = an_indicator(reporting="increment")
YES_NO = an_indicator(measure="yes_no")
LADDER = an_indicator(measure="ordinal", scale=("none", "draft", "adopted"))
WORDS = an_indicator(measure="text")
BEGIN = date(2024, 1, 1)
# 31 December 2023 to 10 January 2024: ten days, for round numbers.
TEN_DAYS = [a_target(1, "baseline", 100, START), a_target(9, "end", 200, day(1, 10))]
PARTS = [
    a_target(2, "milestone", 20, MIDDLE, period_from=BEGIN),
    a_target(3, "milestone", 30, day(6, 30, 2025), period_from=day(1, 1, 2025)),
]
HUNDRED_BY_END = a_target(9, "end", 100, END, period_from=BEGIN)


def test_disagreeing_end_targets_are_both_kept_and_the_latest_recorded_used():
    way = [
        a_target(9, "end", 50, END, source="contract"),
        a_target(10, "end", 80, END, source="inception report", recorded_on=day(2, 1)),
    ]
    answer = end_target_of(RISE, way, MIDDLE)
    assert (answer.value, answer.target_ids) == (80, (10,))
    assert [left.fact for left in answer.left_out] == [9]
    assert str(answer.notes[0]) == (
        "Row 10 (inception report) and row 9 (contract) disagree: 80 due 2025-12-31, "
        "50 due 2025-12-31. The latest recorded is used."
    )
    assert end_target_of(RISE, way, day(1, 31)).value == 50


def test_another_due_day_is_a_conflict_too():
    way = [a_target(9, "end", 50, MIDDLE), a_target(10, "end", 50, END)]
    answer = end_target_of(RISE, way, MIDDLE)
    assert (answer.target_ids, len(answer.notes)) == ((10,), 1)


def test_sources_that_agree_are_no_conflict():
    way = [a_target(9, "end", 50, END), a_target(10, "end", "50.0", END, recorded_on=day(2, 1))]
    assert end_target_of(RISE, way, MIDDLE).notes == ()


def test_the_end_target_is_never_the_sum_of_periods():
    answer = end_target_of(RISE, PARTS, MIDDLE)
    assert (answer.value, answer.missing) == (None, (Gap.END_TARGET,))
    assert str(answer.why) == "No end target is set; 2 period targets do not add up to one."


def test_a_replaced_end_target_is_gone_from_the_day_of_its_successor():
    way = [
        a_target(9, "end", 50, END, superseded_on=day(2, 1)),
        a_target(10, "end", 80, END, recorded_on=day(2, 1)),
    ]
    assert end_target_of(RISE, way, day(1, 31)).value == 50
    later = end_target_of(RISE, way, day(2, 1))
    assert (later.value, later.notes, later.left_out) == (80, (), ())


def test_a_baseline_of_zero_is_set_and_no_baseline_is_not():
    zero = baseline_of(RISE, from_to(0, 50), MIDDLE)
    assert (zero.value, zero.target_ids) == (0, (1,))
    assert baseline_of(RISE, from_to(None, 50), MIDDLE).missing == (Gap.BASELINE,)


@pytest.mark.parametrize("indicator", [ADDED, YES_NO])
def test_a_baseline_that_is_zero_by_nature_is_said(indicator):
    answer = baseline_of(indicator, [], MIDDLE)
    assert (answer.value, answer.target_ids) == (0, ())
    assert answer.why.template == wording.BASELINE_ZERO


def test_a_baseline_of_parts_is_no_baseline():
    way = [a_target(1, "baseline", 5, START, part="women")]
    assert baseline_of(RISE, way, MIDDLE).missing == (Gap.BASELINE,)


LINES = {
    "on the day of the baseline": (RISE, TEN_DAYS, START, 100),
    "before the baseline": (RISE, TEN_DAYS, date(2023, 6, 1), 100),
    "three days of ten": (RISE, TEN_DAYS, day(1, 3), 130),
    "at the end": (RISE, TEN_DAYS, day(1, 10), 200),
    "after the end it holds": (RISE, TEN_DAYS, day(6, 1), 200),
    "a milestone bends the line": (
        RISE, [*TEN_DAYS, a_target(2, "milestone", 110, day(1, 5))], day(1, 5), 110),
    "between milestone and end": (
        RISE, [*TEN_DAYS, a_target(2, "milestone", 110, day(1, 5))], day(1, 6), 128),
    "a milestone after the end does not count": (
        RISE, [*TEN_DAYS, a_target(2, "milestone", 900, day(1, 11))], day(1, 11), 200),
    "a milestone on the day of the end does not count": (
        RISE, [*TEN_DAYS, a_target(2, "milestone", 900, day(1, 10))], day(1, 10), 200),
    "targets of periods are added up": (ADDED, [*PARTS, HUNDRED_BY_END], day(6, 30, 2025), 50),
    "and begin from zero": (ADDED, [*PARTS, HUNDRED_BY_END], BEGIN, 0),
    "half of the first part": (ADDED, [*PARTS, HUNDRED_BY_END], day(7, 2), "10.02739726"),
    "targets of periods stand on the baseline": (
        ADDED, [a_target(1, "baseline", 7, START), *PARTS, HUNDRED_BY_END], MIDDLE, 27),
    "targets that begin together are totals": (
        ADDED,
        [a_target(2, "milestone", 20, MIDDLE, period_from=BEGIN),
         a_target(3, "milestone", 30, day(6, 30, 2025), period_from=BEGIN), HUNDRED_BY_END],
        day(6, 30, 2025), 30),
    "parts may share a boundary day": (
        ADDED,
        [a_target(2, "milestone", 20, MIDDLE, period_from=BEGIN),
         a_target(3, "milestone", 30, day(6, 30, 2025), period_from=MIDDLE), HUNDRED_BY_END],
        day(6, 30, 2025), 50),
    "parts beyond the whole are totals": (
        ADDED,
        [a_target(2, "milestone", 60, MIDDLE, period_from=BEGIN),
         a_target(3, "milestone", 80, day(6, 30, 2025), period_from=day(1, 1, 2025)),
         HUNDRED_BY_END], day(6, 30, 2025), 80),
    "levels of periods are not added up": (
        RISE, [*TEN_DAYS, a_target(2, "milestone", 110, day(1, 5), period_from=BEGIN)],
        day(1, 5), 110),
    "yes is due on its day": (YES_NO, from_to(None, 1), END, 1),
    "and not a day before": (YES_NO, from_to(None, 1), day(12, 30, 2025), 0),
    "without an end the last milestone holds": (
        RISE, [a_target(1, "baseline", 0, START), a_target(2, "milestone", 5, MIDDLE)], END, 5),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "targets", "on", "value"), LINES.values(), ids=LINES)
def test_what_was_promised_by_a_day(indicator, targets, on, value):
    answer = expected_by(indicator, targets, on)
    assert answer.missing == ()
    assert round(answer.value, 8) == round(type(answer.value)(value), 8)
    assert str(answer.why)


def test_a_ladder_is_climbed_in_steps():
    way = [
        a_target(1, "baseline", None, START, text="none"),
        a_target(2, "milestone", None, MIDDLE, text="draft"),
        a_target(9, "end", None, END, text="adopted"),
    ]
    days = [START, day(12, 30), MIDDLE, day(12, 30, 2025), END]
    assert [expected_by(LADDER, way, on).value for on in days] == [1, 1, 2, 2, 3]


def test_words_are_promised_in_words():
    way = [a_target(9, "end", None, END, text="a law in force")]
    answer = expected_by(WORDS, way, END)
    assert (answer.value, answer.text, answer.missing) == (None, "a law in force", ())
    assert "a law in force" in str(answer.why)


def test_the_reason_shows_the_straight_line():
    assert str(expected_by(RISE, TEN_DAYS, day(1, 3)).why) == (
        "Between 100 by 2023-12-31 and 200 by 2024-01-10, a straight line gives 130."
    )


def test_parts_beyond_the_whole_are_pointed_out():
    way, on = [*PARTS, a_target(9, "end", 40, END)], MIDDLE
    assert [note.template for note in expected_by(ADDED, way, on).notes] == [wording.PERIODS_BEYOND]


def test_of_two_milestones_for_one_day_the_latest_recorded_stands():
    way = [
        *TEN_DAYS,
        a_target(2, "milestone", 110, day(1, 5), recorded_on=day(1, 2)),
        a_target(3, "milestone", 120, day(1, 5)),
    ]
    answer = expected_by(RISE, way, day(1, 5))
    assert (answer.value, [left.fact for left in answer.left_out]) == (110, [3])


@pytest.mark.parametrize(
    ("targets", "gap"),
    [([], Gap.TARGET), (from_to(5, None), Gap.TARGET), (from_to(None, 5), Gap.BASELINE)],
)
def test_a_plan_that_is_not_set_is_missing(targets, gap):
    answer = expected_by(RISE, targets, MIDDLE)
    assert (answer.value, answer.missing) == (None, (gap,))
