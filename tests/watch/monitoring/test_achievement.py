"""The share of the way that is gone: rising, falling, staying, zero, steps and yes or no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.watch.monitoring.facts_made import (
    END,
    MIDDLE,
    START,
    a_target,
    a_value,
    an_indicator,
    day,
    from_to,
)

from sapar.watch.monitoring.rules import (
    Gap,
    achievement,
    achievement_against_plan,
    wording,
)

RISE = an_indicator(direction="rise")
FALL = an_indicator(direction="fall")
STAY = an_indicator(direction="stay")
TO_DATE = an_indicator(reporting="cumulative")
ADDED = an_indicator(reporting="increment")
FALL_ADDED = an_indicator(direction="fall", reporting="increment")
YES_NO = an_indicator(measure="yes_no")
LADDER = an_indicator(measure="ordinal", scale=("none", "draft", "adopted", "in force"))
SHARE = an_indicator(measure="percentage", unit="%")
LADDER_WAY = [
    a_target(1, "baseline", None, START, text="none"),
    a_target(9, "end", None, END, text="in force"),
]


def now(value, **more):
    return [a_value(1, value, day(6, 30), **more)]


CASES = {
    "a fall from 100 to 90 towards 50 is a fifth": (FALL, from_to(100, 50), now(90), "0.2"),
    "a fall that has not begun": (FALL, from_to(100, 50), now(100), "0"),
    "a fall that is done": (FALL, from_to(100, 50), now(50), "1"),
    "a fall beyond its target is kept": (FALL, from_to(100, 50), now(40), "1.2"),
    "a rise where a fall was promised is a step back": (FALL, from_to(100, 50), now(110), "-0.2"),
    "a fall to zero": (FALL, from_to(8, 0), now(2), "0.75"),
    "a fall to a reported zero": (FALL, from_to(8, 0), now(0), "1"),
    "a rise half way": (RISE, from_to(20, 60), now(40), "0.5"),
    "a rise beyond its target is kept": (RISE, from_to(0, 50), now(75), "1.5"),
    "below the baseline is negative": (RISE, from_to(20, 60), now(10), "-0.25"),
    "a reported zero is no progress, not missing": (RISE, from_to(0, 50), now(0), "0"),
    "a reported zero below the baseline": (RISE, from_to(10, 20), now(0), "-1"),
    "maintain: kept": (STAY, from_to(90, 90), now(90), "1"),
    "maintain: not kept, above": (STAY, from_to(90, 90), now(91), "0"),
    "maintain: not kept, below": (STAY, from_to(90, 90), now(89), "0"),
    "maintain zero: kept": (STAY, from_to(0, 0), now(0), "1"),
    "zero target from a zero baseline, fall: kept": (FALL, from_to(0, 0), now(0), "1"),
    "zero target from a zero baseline, fall: not kept": (FALL, from_to(0, 0), now(3), "0"),
    "target equals baseline, rise: above is right": (RISE, from_to(5, 5), now(7), "1"),
    "target equals baseline, rise: below is wrong": (RISE, from_to(5, 5), now(4), "0"),
    "target equals baseline, fall: below is right": (FALL, from_to(5, 5), now(4), "1"),
    "totals to date are not summed": (
        TO_DATE, from_to(0, 100),
        [a_value(1, 30, day(3, 31)), a_value(2, 50, day(6, 30))], "0.5"),
    "increments without a baseline start from zero": (ADDED, from_to(None, 40), now(10), "0.25"),
    "increments are counted on top of a baseline": (ADDED, from_to(40, 100), now(30), "0.5"),
    "increments that are changes downward": (FALL_ADDED, from_to(100, 50), now(-10), "0.2"),
    "no accidents added, none allowed": (FALL_ADDED, from_to(0, 0), now(0), "1"),
    "accidents added, none allowed": (FALL_ADDED, from_to(0, 0), now(2), "0"),
    "yes without a baseline": (YES_NO, from_to(None, 1), now(1), "1"),
    "no without a baseline": (YES_NO, from_to(None, 1), now(0), "0"),
    "a step of two on the way of three": (
        LADDER, LADDER_WAY, now(None, text="adopted"), Decimal(2) / Decimal(3)),
    "the end is set, not the sum of periods": (
        RISE,
        [*from_to(0, 50), a_target(2, "milestone", 30, MIDDLE), a_target(3, "milestone", 40, END)],
        now(25), "0.5"),
    "percentages by counts": (
        SHARE, from_to(20, 60), now(None, counts=(2, 5)), "0.5"),
    "a target for women does not touch the total": (
        RISE, [*from_to(0, 50), a_target(7, "end", 10, END, part="women")], now(25), "0.5"),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "targets", "values", "share"), CASES.values(), ids=CASES)
def test_the_share_of_the_way_gone(indicator, targets, values, share):
    answer = achievement(indicator, targets, values, MIDDLE)
    assert answer.value == Decimal(share)
    assert not answer.value.is_signed() or answer.value < 0
    assert answer.missing == ()
    assert str(answer.why)


REFUSED = {
    "no baseline": (RISE, from_to(None, 50), now(25), (Gap.BASELINE,)),
    "no baseline of what should stay": (STAY, from_to(None, 50), now(50), (Gap.BASELINE,)),
    "no end target": (RISE, from_to(0, None), now(25), (Gap.END_TARGET,)),
    "no value": (RISE, from_to(0, 50), [], (Gap.CURRENT,)),
    "nothing at all": (RISE, [], [], (Gap.BASELINE, Gap.END_TARGET, Gap.CURRENT)),
    "milestones are not an end target": (
        RISE, [*from_to(0, None), a_target(2, "milestone", 30, MIDDLE)], now(25),
        (Gap.END_TARGET,)),
    "a rise to below its baseline": (RISE, from_to(50, 20), now(25), (Gap.SIDE,)),
    "a fall to above its baseline": (FALL, from_to(20, 50), now(25), (Gap.SIDE,)),
    "what should stay has another target": (STAY, from_to(20, 50), now(25), (Gap.SIDE,)),
    "increments that may be counts of a period": (
        FALL_ADDED, from_to(100, 50), now(90), (Gap.CHANGES,)),
    "an increment of zero may be a count too": (
        FALL_ADDED, from_to(100, 50), now(0), (Gap.CHANGES,)),
    "pooled percentages do not start from zero": (
        an_indicator(measure="percentage", reporting="increment"), from_to(None, 50), now(20),
        (Gap.BASELINE,)),
    "words": (an_indicator(measure="text"), [], now(None, text="good"), (Gap.NUMBERS,)),
    "only women reported": (RISE, from_to(0, 50), now(25, part="women"), (Gap.TOTAL,)),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "targets", "values", "gaps"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_judged_says_what_is_missing(indicator, targets, values, gaps):
    for question in (achievement, achievement_against_plan):
        answer = question(indicator, targets, values, MIDDLE)
        assert answer.value is None
        assert answer.missing == gaps
        assert str(answer.why)


def test_what_should_stay_may_stray_as_far_as_it_is_allowed():
    way, values = from_to(90, 91), now(92)
    assert achievement(STAY, way, values, MIDDLE, tolerance=Decimal(1)).value == 1
    assert achievement(STAY, way, now(93), MIDDLE, tolerance=Decimal(1)).value == 0


def test_the_reason_is_a_sentence_with_its_numbers():
    answer = achievement(FALL, from_to(100, 50), now(90), MIDDLE)
    assert str(answer.why) == "From 100 to 90 on the way to 50: a share of 0.2."
    assert answer.why.sentence("{current}/{target}") == "90/50"
    assert (answer.value_ids, answer.target_ids) == ((1,), (1, 9))
    assert answer.stands_on == day(6, 30)


def test_a_contradiction_names_both_numbers():
    answer = achievement(RISE, from_to(50, 20), now(25), MIDDLE)
    assert str(answer.why) == (
        "The indicator should rise, but its target of 20 stands "
        "on the wrong side of its baseline of 50."
    )


def test_counting_on_top_of_a_baseline_is_said():
    answer = achievement(ADDED, from_to(40, 100), now(30), MIDDLE)
    assert [str(note) for note in answer.notes] == [
        "The increments are counted on top of the baseline: 40 + 30."
    ]
    assert achievement(ADDED, from_to(0, 100), now(30), MIDDLE).notes == ()


def test_cautions_about_a_value_reach_the_achievement():
    values = [a_value(1, 25, day(3, 31)), a_value(2, 20, day(6, 30))]
    answer = achievement(TO_DATE, from_to(0, 50), values, MIDDLE)
    assert [note.template for note in answer.notes] == [wording.FELL]


PLAN = {
    "half of what was due": (RISE, from_to(0, 731), now(183), MIDDLE, "0.5"),
    "a fall on schedule": (FALL, from_to(731, 0), now(365), MIDDLE, "1"),
    "all at the end": (RISE, from_to(0, 50), now(50), END, "1"),
    "the whole stays due": (RISE, from_to(0, 50), now(25), day(6, 1, 2027), "0.5"),
    "what must hold is due every day": (STAY, from_to(5, 5), now(5), MIDDLE, "1"),
    "a yes that is not due yet": (YES_NO, from_to(0, 1), now(0), MIDDLE, "1"),
    "a yes that is due": (YES_NO, from_to(0, 1), now(0), END, "0"),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "targets", "values", "on", "share"), PLAN.values(), ids=PLAN)
def test_the_share_of_what_was_planned(indicator, targets, values, on, share):
    answer = achievement_against_plan(indicator, targets, values, on)
    assert round(answer.value, 2) == Decimal(share)


@pytest.mark.parametrize(("value", "share"), [(10, 1), (12, 1), (8, 0)])
def test_before_anything_is_due_one_is_only_behind_when_going_back(value, share):
    values = [a_value(1, value, date(2023, 6, 1))]
    answer = achievement_against_plan(RISE, from_to(10, 50), values, START)
    assert answer.value == share
    assert "No progress was due by 2023-12-31" in str(answer.why)


def test_a_planned_dip_is_not_turned_into_a_gain():
    way = [*from_to(10, 50), a_target(2, "milestone", 6, MIDDLE)]
    assert achievement_against_plan(RISE, way, now(7), MIDDLE).value == 1
    assert achievement_against_plan(RISE, way, now(5), MIDDLE).value == 0


def test_a_plan_without_a_dated_start_is_said():
    answer = achievement_against_plan(ADDED, from_to(None, 50), now(5), MIDDLE)
    assert (answer.value, answer.missing) == (None, (Gap.START,))
    assert (
        str(answer.why) == "The first target is due on 2025-12-31; nothing dated stands before it."
    )


def test_a_conflict_of_sources_is_named_once_against_the_plan():
    way = [*from_to(0, 50), a_target(10, "end", 80, END, recorded_on=day(2, 1))]
    answer = achievement_against_plan(RISE, way, now(10), MIDDLE)
    assert [note.template for note in answer.notes] == [wording.SOURCES_DISAGREE]
    assert [left.fact for left in answer.left_out] == [9]
