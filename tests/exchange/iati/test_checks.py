from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.exchange.iati.checks import copying_pattern
from sapar.exchange.iati.reader import read_activities
from sapar.exchange.iati.shapes import ActivityRead
from sapar.ground.codelists.iati import DateType

ONE, TWO = date(2011, 1, 1), date(2011, 6, 30)


def ends(planned: date | None, actual: date | None) -> dict[DateType, date]:
    given = {DateType.PLANNED_END: planned, DateType.ACTUAL_END: actual}
    return {kind: day for kind, day in given.items() if day}


def test_the_share_counts_only_activities_with_both_ends():
    activities = [ends(ONE, ONE), ends(ONE, TWO), ends(ONE, None), ends(None, TWO)]
    assert copying_pattern(activities) == Decimal("0.5")


def test_without_any_pair_of_ends_there_is_no_share():
    assert copying_pattern([ends(ONE, None)]) is None


def test_a_real_publisher_copies_its_ends(shared):
    path = shared / "iati/samples/2025-03/usaid-kg.xml"
    dates = [row.dates for row in read_activities(path, path.name) if isinstance(row, ActivityRead)]
    assert copying_pattern(dates) > Decimal("0.95")
