from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sapar.exchange.iati.shapes import Counts
from sapar.ground.codelists.iati import IndicatorMeasure, ResultType

SPAN = "<period-start iso-date='2011-01-01'/><period-end iso-date='2011-12-31'/>"


def result(body: str, measure: str = "1", attributes: str = "") -> str:
    return (
        f"<result type='1'><indicator measure='{measure}' {attributes}>{body}</indicator></result>"
    )


def period(body: str) -> str:
    return f"<period>{SPAN}{body}</period>"


def test_a_result_with_everything(read):
    activity = read(
        "<result type='2' aggregation-status='false'><title><narrative>Law</narrative></title>"
        "<description><narrative>Why</narrative></description>"
        "<indicator measure='2' ascending='0' aggregation-status='1'>"
        "<title><narrative>Share</narrative></title>"
        "<baseline year='2010' iso-date='2010-06-30' value='41.5'>"
        "<dimension name='sex' value='female'/><comment><narrative>Survey</narrative></comment>"
        "</baseline>"
        "<period>" + SPAN + "<target value='30'/><target value='35'>"
        "<dimension name='sex' value='female'/></target>"
        "<actual value='33'><comment><narrative>Late</narrative></comment></actual></period>"
        "</indicator></result>"
    )
    (row,) = activity.results
    (indicator,) = row.indicators
    assert row[:4] == (ResultType.OUTCOME, False, {"en": "Law"}, {"en": "Why"})
    assert indicator[:4] == (IndicatorMeasure.PERCENTAGE, False, True, {"en": "Share"})
    sex = (("sex", "female"),)
    assert indicator.baselines == (
        (2010, date(2010, 6, 30), Decimal("41.5"), {"en": "Survey"}, sex),
    )
    assert indicator.periods == (
        (
            date(2011, 1, 1),
            date(2011, 12, 31),
            ((Decimal(30), (), {}), (Decimal(35), sex, {})),
            ((Decimal(33), (), {"en": "Late"}),),
        ),
    )


def test_higher_is_better_unless_the_indicator_says_otherwise(read):
    activity = read(result("") + result("", attributes="ascending='false'"))
    assert [row.indicators[0].ascending for row in activity.results] == [True, False]


@pytest.mark.parametrize(
    ("measure", "text", "value"),
    [
        ("1", "", None),
        ("1", "12", Decimal(12)),
        ("3", "4", Decimal(4)),
        ("4", "high", "high"),
        ("5", "20", "20"),
        ("5", "Law adopted, 2 decrees", "Law adopted, 2 decrees"),
    ],
)
def test_a_value_is_read_as_its_measure_asks(read, measure, text, value):
    activity = read(result(period(f"<target value='{text}'/>"), measure))
    (target,) = activity.results[0].indicators[0].periods[0].targets
    assert target.value == value
    assert type(target.value) is type(value)
    assert activity.refusals == ()


def test_a_target_without_a_value_and_a_period_without_targets_are_kept(read):
    activity = read(result(period("<target/>") + period("")))
    periods = activity.results[0].indicators[0].periods
    assert [each.targets for each in periods] == [((None, (), {}),), ()]


@pytest.mark.parametrize(
    ("element", "what", "reason"),
    [
        ("<result/>", "result", "The result type is missing"),
        ("<result type='1'><indicator/></result>", "result/indicator", "The measure is missing"),
        (
            result("", attributes="ascending='down'"),
            "result/indicator",
            "ascending 'down' is neither yes nor no",
        ),
        (
            result("<baseline year='last' value='1'/>"),
            "result/indicator/baseline",
            "'last' is not a year",
        ),
        (
            result("<period><period-start iso-date='2011-01-01'/></period>"),
            "result/indicator/period",
            "The end of the period is missing",
        ),
        (
            result(period("<actual value='45%'/>")),
            "result/indicator/period/actual",
            "'45%' is not a number",
        ),
        (
            result(period("<target value='10,000'/>")),
            "result/indicator/period/target",
            "'10,000' has separators of thousands",
        ),
    ],
)
def test_only_the_part_that_cannot_be_read_is_refused(read, element, what, reason):
    activity = read(result(period("<target value='1'/>")) + element)
    (refusal,) = activity.refusals
    assert (refusal.what, refusal.reason) == (what, reason)
    assert activity.results[0].indicators[0].periods[0].targets[0].value == 1


def test_counts_of_what_stands_there_include_what_was_refused(read):
    activity = read(
        result(period("") + "<period/>")
        + f"<result><indicator measure='1'>{period('')}</indicator></result>"
        + f"<result type='1'><indicator>{period('')}</indicator></result>"
    )
    assert activity.found == Counts(1, results=3, indicators=3, periods=4)
    assert activity.accepted == Counts(1, results=2, indicators=1, periods=1)
