"""Periods count days with both ends; partial dates stay as exact as their source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import InvalidInput, PartialDate, Period
from sapar.ground.kernel.period import add_months, month_end, months_between

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_march_2008_to_may_2011_is_39_months():
    assert months_between(date(2008, 3, 1), date(2011, 5, 31)) == 39


@given(days, st.integers(-240, 240))
def test_months_added_land_in_the_right_month_and_never_past_its_end(day, months):
    landed = add_months(day, months)
    assert months_between(day, landed) - 1 == months
    assert landed.day == min(day.day, month_end(landed).day)


@given(days, days)
def test_the_elapsed_share_rises_from_nothing_to_all(one, other):
    period = Period(min(one, other), max(one, other))
    assert period.elapsed_share(period.end) == 1.0
    assert 0 < period.elapsed_share(period.start) <= 1
    assert period.overlap_days(period) == period.days


def test_periods_that_do_not_meet_have_no_day_in_common():
    first = Period(date(2009, 1, 1), date(2009, 1, 31))
    assert first.overlap_days(Period(date(2009, 2, 1), date(2009, 2, 28))) == 0
    assert first.overlap_days(Period(date(2009, 1, 31), date(2009, 2, 28))) == 1


def test_month_ends_are_those_of_every_month_begun():
    assert list(Period(date(2009, 1, 15), date(2009, 3, 1)).month_ends()) == [
        date(2009, 1, 31),
        date(2009, 2, 28),
        date(2009, 3, 31),
    ]


def test_a_period_that_ends_before_it_starts_says_what_to_do():
    with pytest.raises(InvalidInput, match="Exchange the two dates"):
        Period(date(2009, 2, 1), date(2009, 1, 1))


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2008", "year", date(2008, 1, 1), date(2008, 12, 31)),
        ("2008-02", "month", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008-03-14", "day", date(2008, 3, 14), date(2008, 3, 14)),
    ],
)
def test_a_partial_date_is_bounded_but_not_made_more_exact(text, precision, first, last):
    parsed = PartialDate.parse(text)
    assert (parsed.precision, parsed.first, parsed.last) == (precision, first, last)
    assert str(parsed) == text


@pytest.mark.parametrize("text", ["", "March 2008", "2008-13", "2008-02-30", "08-03", "2008-3"])
def test_what_is_not_a_date_is_refused_with_an_example(text):
    with pytest.raises(InvalidInput, match="Write it as 2008, 2008-03 or 2008-03-14"):
        PartialDate.parse(text)
