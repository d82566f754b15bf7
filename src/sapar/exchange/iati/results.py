"""Reads the results of an activity: results, indicators, baselines, periods, values."""

from __future__ import annotations

from decimal import Decimal

from sapar.exchange.iati.draft import Draft
from sapar.exchange.iati.money import in_order
from sapar.exchange.iati.shapes import (
    Baseline,
    Indicator,
    IndicatorPeriod,
    Measured,
    Result,
    Texts,
)
from sapar.exchange.iati.values import (
    Element,
    Unreadable,
    coded,
    day,
    iso_date,
    missing,
    number,
    shown,
    texts,
    truth,
)
from sapar.ground.codelists.iati import COUNTED_MEASURES, IndicatorMeasure, ResultType

RESULT_TYPES = {member.value: member for member in ResultType}
MEASURES = {member.value: member for member in IndicatorMeasure}

_PERIOD = "result/indicator/period"
_VALUES = frozenset({"target", "actual"})


def read_result(element: Element, draft: Draft) -> None:
    """A result needs its level; an indicator or period that cannot be read is refused alone."""
    titles: Texts = {}
    descriptions: Texts = {}
    indicators: list[Indicator] = []
    for child in element[:]:
        tag = child.tag
        if tag == "indicator":
            draft.found_indicators += 1
            try:
                indicators.append(_indicator(child, draft))
            except Unreadable as why:
                draft.refuse(child, "result/indicator", why)
        elif tag == "title":
            titles = texts(child, draft.lang)
        elif tag == "description":
            descriptions = texts(child, draft.lang)
    draft.results.append(
        Result(
            coded(RESULT_TYPES, element.get("type"), "result type"),
            truth(element.get("aggregation-status"), "aggregation-status"),
            titles,
            descriptions,
            tuple(indicators),
        )
    )


def _indicator(element: Element, draft: Draft) -> Indicator:
    """An indicator needs its measure; a higher value is better where it does not say."""
    draft.found_periods += sum(1 for _ in element.iterchildren("period"))
    measure = coded(MEASURES, element.get("measure"), "measure")
    ascending = truth(element.get("ascending"), "ascending")
    aggregation = truth(element.get("aggregation-status"), "aggregation-status")
    titles: Texts = {}
    descriptions: Texts = {}
    baselines: list[Baseline] = []
    periods: list[IndicatorPeriod] = []
    for child in element[:]:
        tag = child.tag
        try:
            if tag == "period":
                periods.append(_period(child, measure, draft))
            elif tag == "baseline":
                baselines.append(_baseline(child, measure, draft))
            elif tag == "title":
                titles = texts(child, draft.lang)
            elif tag == "description":
                descriptions = texts(child, draft.lang)
        except Unreadable as why:
            draft.refuse(child, f"result/indicator/{tag}", why)
    return Indicator(
        measure,
        ascending is not False,
        aggregation,
        titles,
        descriptions,
        tuple(baselines),
        tuple(periods),
    )


def _period(element: Element, measure: IndicatorMeasure, draft: Draft) -> IndicatorPeriod:
    start = end = None
    targets: list[Measured] = []
    actuals: list[Measured] = []
    for child in element[:]:
        tag = child.tag
        if tag == "period-start":
            start = iso_date(child)
        elif tag == "period-end":
            end = iso_date(child)
        elif tag in _VALUES:
            try:
                (targets if tag == "target" else actuals).append(_measured(child, measure, draft))
            except Unreadable as why:
                draft.refuse(child, f"{_PERIOD}/{tag}", why)
    if start is None:
        missing("start of the period", "Give period-start with iso-date='2011-01-31'.")
    if end is None:
        missing("end of the period", "Give period-end with iso-date='2011-01-31'.")
    in_order(start, end)
    return IndicatorPeriod(start, end, tuple(targets), tuple(actuals))


def _measured(element: Element, measure: IndicatorMeasure, draft: Draft) -> Measured:
    dimensions, comments = _notes(element, draft)
    return Measured(_value(element.get("value"), measure), dimensions, comments)


def _baseline(element: Element, measure: IndicatorMeasure, draft: Draft) -> Baseline:
    year = (element.get("year") or "").strip()
    if year and not (len(year) == 4 and year.isascii() and year.isdecimal()):
        raise Unreadable(f"'{shown(year)}' is not a year", "Write the year as 2011.")
    on = element.get("iso-date")
    dimensions, comments = _notes(element, draft)
    return Baseline(
        int(year) if year else None,
        day(on) if on else None,
        _value(element.get("value"), measure),
        comments,
        dimensions,
    )


def _value(text: str | None, measure: IndicatorMeasure) -> Decimal | str | None:
    """A counted measure has numbers; a scale has numbers or names; a quality has words."""
    text = (text or "").strip()
    if not text:
        return None
    if measure in COUNTED_MEASURES:
        return number(text)
    if measure is IndicatorMeasure.QUALITATIVE:
        return text
    try:
        return number(text)
    except Unreadable:
        return text


def _notes(element: Element, draft: Draft) -> tuple[tuple[tuple[str, str], ...], Texts]:
    """The dimensions a value is broken down by, and the comments on it."""
    dimensions: tuple[tuple[str, str], ...] = ()
    comments: Texts = {}
    for child in element[:]:
        tag = child.tag
        if tag == "dimension":
            dimensions += ((child.get("name") or "", child.get("value") or ""),)
        elif tag == "comment":
            for lang, text in texts(child, draft.lang).items():
                comments[lang] = f"{comments[lang]}\n{text}" if lang in comments else text
    return dimensions, comments
