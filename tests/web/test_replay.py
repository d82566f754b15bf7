from __future__ import annotations

from datetime import date

import pytest

from sapar.watch.alerts.rules.shapes import Way
from sapar.web.replay import months_around

NOW = date(2010, 6, 15)


def way(starts: date | None, ends: date | None) -> Way:
    return Way(starts, ends, NOW, (), ())


@pytest.mark.parametrize(
    ("day", "previous", "following"),
    [
        (date(2009, 6, 30), date(2009, 5, 31), date(2009, 7, 31)),
        (date(2009, 6, 12), date(2009, 5, 31), date(2009, 6, 30)),
        (date(2010, 2, 28), date(2010, 1, 31), date(2010, 3, 31)),
        (date(2010, 5, 31), date(2010, 4, 30), NOW),
        (date(2010, 6, 1), date(2010, 5, 31), NOW),
        (NOW, date(2010, 5, 31), None),
    ],
)
def test_a_reader_goes_from_month_end_to_month_end_and_never_past_today(day, previous, following):
    months = months_around(day, way(date(2008, 3, 1), date(2011, 5, 31)), NOW)
    assert (months.previous, months.following) == (previous, following)
    assert (months.first, months.last) == (date(2008, 3, 31), NOW)


def test_ends_that_are_not_on_record_are_not_offered():
    months = months_around(NOW, way(None, None), NOW)
    assert (months.first, months.last) == (None, None)


def test_a_closed_project_ends_with_its_last_month():
    months = months_around(NOW, way(date(2006, 1, 1), date(2008, 12, 15)), NOW)
    assert months.last == date(2008, 12, 31)
