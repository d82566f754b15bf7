"""The computed rating, and whether the monitoring can be relied on."""

from __future__ import annotations

from datetime import timedelta
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

from sapar.ground.kernel import InvalidInput
from sapar.watch.monitoring.rules import (
    Gap,
    Rating,
    Schedule,
    Thresholds,
    achievement_against_plan,
    computed_rating,
    counted_on_schedule,
    monitoring_quality,
)


@pytest.mark.parametrize(
    ("on_schedule", "of", "rating"),
    [
        (10, 10, Rating.HIGHLY_SATISFACTORY),
        (81, 100, Rating.HIGHLY_SATISFACTORY),
        (80, 100, Rating.SATISFACTORY),
        (60, 100, Rating.SATISFACTORY),
        (59, 100, Rating.UNSATISFACTORY),
        (40, 100, Rating.UNSATISFACTORY),
        (39, 100, Rating.VERY_UNSATISFACTORY),
        (0, 1, Rating.VERY_UNSATISFACTORY),
    ],
)
def test_the_rating_at_each_threshold(on_schedule, of, rating):
    answer = computed_rating(on_schedule, of)
    assert answer.text == rating
    assert answer.value == Decimal(on_schedule) / of


def test_nothing_judged_is_no_rating():
    answer = computed_rating(0, 0)
    assert (answer.value, answer.text, answer.missing) == (None, "", (Gap.CHECKED,))


def test_other_thresholds_give_another_rating():
    strict = Thresholds(Decimal("0.9"), Decimal("0.85"), Decimal("0.7"))
    assert computed_rating(81, 100, strict).text == Rating.UNSATISFACTORY


@pytest.mark.parametrize(("on_schedule", "of"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(on_schedule, of):
    with pytest.raises(InvalidInput, match="cannot be on schedule"):
        computed_rating(on_schedule, of)


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(InvalidInput, match="not in order"):
        Thresholds(Decimal("0.5"), Decimal("0.6"), Decimal("0.4"))


def test_what_cannot_be_judged_is_counted_apart():
    done = achievement_against_plan(
        an_indicator(), from_to(0, 10), [a_value(1, 10, MIDDLE)], MIDDLE
    )
    behind = achievement_against_plan(
        an_indicator(), from_to(0, 10), [a_value(1, 1, MIDDLE)], MIDDLE
    )
    unknown = achievement_against_plan(an_indicator(), [], [], MIDDLE)
    assert counted_on_schedule([done, behind, unknown]) == Schedule(1, 2, 1)
    assert counted_on_schedule([behind], at_least=Decimal("0.1")) == Schedule(1, 1, 0)


INDICATORS = [an_indicator(id=number, code=f"1.{number}") for number in range(1, 6)]
TARGETS = [
    row
    for number in (1, 3, 4, 5)
    for row in (
        a_target(10 * number, "baseline", 0, START, indicator=number),
        a_target(10 * number + 1, "end", 9, END, indicator=number),
    )
    if not (number == 3 and row.kind == "end")
]
VALUES = [
    a_value(1, 0, day(12, 1), indicator=1),
    a_value(2, 4, day(12, 1), indicator=2),
    a_value(3, 4, day(12, 1), indicator=3),
    a_value(5, 4, day(12, 1, 2023), indicator=5),
]


def test_who_lacks_what():
    quality = monitoring_quality(INDICATORS, TARGETS, VALUES, MIDDLE)
    assert quality.without_baseline == (2,)
    assert quality.without_end_target == (2, 3)
    assert quality.without_value == (4,)
    assert quality.outdated == (5,)
    assert quality.share.value == Decimal("0.2")
    assert str(quality.share.why) == (
        "1 of 5 indicators have a baseline, an end target and a value not older than 365 days."
    )


def test_a_value_is_fresh_on_its_last_day():
    values = [a_value(1, 4, MIDDLE, indicator=1)]
    last = MIDDLE + timedelta(days=30)
    fresh = monitoring_quality(INDICATORS[:1], TARGETS, values, last, max_age_days=30)
    old = monitoring_quality(
        INDICATORS[:1], TARGETS, values, last + timedelta(days=1), max_age_days=30
    )
    assert (fresh.share.value, old.share.value, old.outdated) == (1, 0, (1,))


def test_an_indicator_in_words_can_have_a_value():
    words = an_indicator(measure="text")
    rows = [
        a_target(1, "baseline", None, START, text="no law"),
        a_target(9, "end", None, END, text="a law"),
    ]
    values = [a_value(1, None, MIDDLE, text="a draft")]
    assert monitoring_quality([words], rows, values, MIDDLE).share.value == 1


def test_no_indicators_is_not_good_monitoring():
    quality = monitoring_quality([], TARGETS, VALUES, MIDDLE)
    assert (quality.share.value, quality.share.missing) == (None, (Gap.INDICATORS,))
