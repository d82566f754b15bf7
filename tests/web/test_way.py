from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import Verdict
from sapar.watch.alerts.rules.shapes import Mark, Station, Way
from sapar.web.way import SMALL, WIDE, _meet, in_words, picture_of, station_shape

START, END, NOW = date(2008, 3, 1), date(2011, 5, 31), date(2009, 6, 30)
DAYS = st.dates(date(2005, 1, 1), date(2015, 12, 31))


def way(**changed) -> Way:
    given = {
        "starts_on": START,
        "ends_on": END,
        "as_of": NOW,
        "stations": (),
        "marks": (),
    }
    return Way(**{**given, **changed})


@pytest.mark.parametrize(
    ("due", "given_on", "shape"),
    [
        (date(2009, 4, 29), date(2009, 4, 29), "given"),
        (date(2009, 4, 29), date(2009, 6, 9), "late"),
        (date(2009, 4, 29), None, "missing"),
        (date(2009, 4, 29), date(2009, 7, 1), "missing"),
        (NOW, None, "coming"),
        (date(2009, 10, 31), None, "coming"),
    ],
)
def test_a_report_has_one_shape(due, given_on, shape):
    assert station_shape(Station("interim", due, given_on), NOW) == shape


def test_the_line_runs_from_start_to_end_and_is_done_up_to_today():
    picture = picture_of(way())
    assert (picture.start_x, picture.end_x) == (WIDE.margin, WIDE.width - WIDE.margin)
    assert picture.done_x == picture.now_x
    assert picture.start_x < picture.now_x < picture.end_x
    assert "month 16 of 39" in [label.text for label in picture.labels]


def test_before_the_start_nothing_is_done_and_after_the_end_all_of_it():
    before = picture_of(way(as_of=date(2007, 1, 1)))
    assert (before.done_x, before.now_x) == (None, None)
    after = picture_of(way(as_of=date(2020, 1, 1)))
    assert (after.done_x, after.now_x) == (after.end_x, None)


def test_an_end_not_on_record_is_drawn_open_and_said():
    stations = (Station("interim", date(2010, 4, 29), None),)
    picture = picture_of(way(ends_on=None, stations=stations))
    assert picture.drawn
    assert (picture.open_start, picture.open_end) == (False, True)
    assert "the end is not on record" in picture.description


def test_with_nothing_on_record_nothing_is_drawn():
    picture = picture_of(way(starts_on=None, ends_on=None))
    assert not picture.drawn
    assert picture.description == "start and end are not on record."


def test_in_words_names_everything_that_the_picture_shows():
    told = in_words(
        way(
            stations=(
                Station("interim", date(2008, 9, 1), date(2008, 8, 30)),
                Station("interim", date(2009, 4, 29), None),
            ),
            marks=(Mark(date(2009, 2, 12), Verdict.RED, "Next instalment at risk"),),
        )
    )
    assert told == (
        "March 2008 to May 2011; month 16 of 39; criticalities that rose: 1 red, 0 amber; "
        "reports: 1 given in time, 0 given late, 1 missing, 0 to come."
    )


def test_marks_of_one_place_show_the_worst_and_how_many():
    marks = (
        Mark(date(2009, 2, 12), Verdict.AMBER, "Amber"),
        Mark(date(2009, 2, 14), Verdict.RED, "Red"),
        Mark(date(2010, 2, 14), Verdict.AMBER, "Later"),
    )
    first, second = picture_of(way(marks=marks)).marks
    assert (first.severity, first.count, first.day) == ("red", 2, date(2009, 2, 14))
    assert first.says == "12 Feb 2009: Amber; 14 Feb 2009: Red"
    assert (second.severity, second.count) == ("amber", 1)


@given(
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
    st.lists(st.builds(Station, st.just("interim"), DAYS, st.none() | DAYS), max_size=12),
    st.lists(
        st.builds(Mark, DAYS, st.sampled_from([Verdict.RED, Verdict.AMBER]), st.just("x")),
        max_size=30,
    ),
)
def test_nothing_leaves_the_picture_and_nothing_collides(starts, ends, as_of, stations, marks):
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    story = Way(starts, ends, as_of, tuple(stations), tuple(marks))
    for frame in (WIDE, SMALL):
        picture = picture_of(story, frame)
        places = [s.x for s in picture.stations] + [m.x for m in picture.marks]
        assert all(frame.margin <= x <= frame.width - frame.margin for x in places)
        spots = sorted(mark.x for mark in picture.marks)
        assert all(b - a >= frame.apart for a, b in pairwise(spots))
        under = [label for label in picture.labels if label.y in frame.label_rows]
        reports = [label for label in under if label.anchor == "middle"]
        for index, label in enumerate(reports):
            assert not any(_meet(label, other, frame) for other in reports[:index])


def test_a_mark_can_be_hit_on_a_narrow_screen():
    # The wide picture is never narrower than 46rem; a target is at least 24 CSS pixels wide.
    marks = tuple(Mark(START + timedelta(days=n), Verdict.RED, "x") for n in range(0, 900, 3))
    spots = [mark.x for mark in picture_of(way(marks=marks)).marks]
    scale = 46 * 16 / WIDE.width
    assert min(b - a for a, b in pairwise(spots)) * scale >= 24
