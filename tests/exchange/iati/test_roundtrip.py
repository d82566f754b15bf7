"""Any activity written to XML and read back is the same activity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sapar.exchange.iati.reader import read_activities
from sapar.exchange.iati.shapes import (
    ActivityRead,
    Budget,
    Country,
    Indicator,
    IndicatorPeriod,
    Measured,
    Org,
    Result,
    Sector,
    Transaction,
)
from sapar.ground.codelists.currencies import CURRENCIES
from sapar.ground.codelists.iati import (
    BudgetStatus,
    BudgetType,
    DateType,
    IndicatorMeasure,
    ResultType,
    TransactionType,
)
from sapar.ground.codelists.places import COUNTRIES

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
)
texts = st.dictionaries(st.sampled_from(["en", "ru", "kk", "ky"]), words, max_size=3)
days = st.dates(date(1950, 1, 1), date(2100, 1, 1))
spans = st.tuples(days, days).map(sorted)
amounts = st.decimals(-(10**12), 10**12, places=2)
shares = st.none() | st.decimals(0, 100, places=2)
currencies = st.sampled_from(sorted(CURRENCIES))
orgs = st.none() | st.builds(Org, words, st.sampled_from(["", "10", "40"]), words)
transactions = st.builds(
    Transaction,
    words,
    st.sampled_from(TransactionType),
    days,
    amounts,
    currencies,
    st.none() | days,
    texts,
    orgs,
    orgs,
    st.sampled_from(["", *sorted(COUNTRIES)]),
    st.none() | st.booleans(),
)
budgets = st.builds(
    lambda kind, status, span, *money: Budget(kind, status, *span, *money),
    st.sampled_from(BudgetType),
    st.sampled_from(BudgetStatus),
    spans,
    amounts,
    currencies,
    st.none() | days,
)
dimensions = st.lists(st.tuples(words, words), max_size=2).map(tuple)


def _measured(values):
    return st.lists(st.builds(Measured, values, dimensions, texts), max_size=2).map(tuple)


def _indicators(measure):
    counted = measure in (IndicatorMeasure.UNIT, IndicatorMeasure.PERCENTAGE)
    qualitative = measure is IndicatorMeasure.QUALITATIVE
    values = st.none() | (amounts if counted else words if qualitative else amounts)
    periods = st.builds(
        lambda span, targets, actuals: IndicatorPeriod(*span, targets, actuals),
        spans,
        _measured(values),
        _measured(values),
    )
    return st.builds(
        Indicator,
        st.just(measure),
        st.booleans(),
        st.none() | st.booleans(),
        texts,
        texts,
        st.just(()),
        st.lists(periods, max_size=2).map(tuple),
    )


indicators = st.sampled_from(IndicatorMeasure).flatmap(_indicators)
results = st.builds(
    Result,
    st.sampled_from(ResultType),
    st.none() | st.booleans(),
    texts,
    texts,
    st.lists(indicators, max_size=2).map(tuple),
)
activities = st.fixed_dictionaries(
    {
        "identifier": words,
        "titles": texts,
        "dates": st.dictionaries(st.sampled_from(DateType), days),
        "countries": st.lists(
            st.builds(Country, st.sampled_from(sorted(COUNTRIES)), shares), max_size=2
        ).map(tuple),
        "sectors": st.lists(st.builds(Sector, words, words, shares), max_size=2).map(tuple),
        "budgets": st.lists(budgets, max_size=2).map(tuple),
        "transactions": st.lists(transactions, max_size=3).map(tuple),
        "results": st.lists(results, max_size=2).map(tuple),
    }
)


def add(parent, tag, text=None, **attributes):
    given = {
        name.replace("_", "-"): str(value)
        for name, value in attributes.items()
        if value not in (None, "")
    }
    child = etree.SubElement(parent, tag, given)
    child.text = text
    return child


def narratives(parent, tag, texts):
    holder = add(parent, tag)
    for lang, text in texts.items():
        add(holder, "narrative", text).set(LANG, lang)


def flag(value):
    return None if value is None else str(value).lower()


def write_money(parent, row):
    add(parent, "value", str(row.value), currency=row.currency, value_date=row.value_date)


def write_transaction(parent, row):
    element = add(parent, "transaction", ref=row.ref, humanitarian=flag(row.humanitarian))
    add(element, "transaction-type", code=row.type.value)
    add(element, "transaction-date", iso_date=row.date)
    write_money(element, row)
    narratives(element, "description", row.descriptions)
    for tag, org in (("provider-org", row.provider), ("receiver-org", row.receiver)):
        if org:
            add(add(element, tag, ref=org.ref, type=org.type), "narrative", org.name)
    if row.recipient_country:
        add(element, "recipient-country", code=row.recipient_country)


def write_budget(parent, row):
    element = add(parent, "budget", type=row.type.value, status=row.status.value)
    add(element, "period-start", iso_date=row.start)
    add(element, "period-end", iso_date=row.end)
    write_money(element, row)


def write_result(parent, row):
    element = add(parent, "result", type=row.type.value, aggregation_status=flag(row.aggregation))
    narratives(element, "title", row.titles)
    narratives(element, "description", row.descriptions)
    for each in row.indicators:
        indicator = add(
            element,
            "indicator",
            measure=each.measure.value,
            ascending=flag(each.ascending),
            aggregation_status=flag(each.aggregation),
        )
        narratives(indicator, "title", each.titles)
        narratives(indicator, "description", each.descriptions)
        for period in each.periods:
            write_period(indicator, period)


def write_period(parent, row):
    element = add(parent, "period")
    add(element, "period-start", iso_date=row.start)
    add(element, "period-end", iso_date=row.end)
    for tag, values in (("target", row.targets), ("actual", row.actuals)):
        for measured in values:
            value = add(element, tag, value=measured.value)
            for name, dimension in measured.dimensions:
                add(value, "dimension", name=name, value=dimension)
            narratives(value, "comment", measured.comments)


def written(activity) -> bytes:
    root = etree.Element("iati-activities", version="2.03")
    element = add(root, "iati-activity")
    add(element, "iati-identifier", activity["identifier"])
    narratives(element, "title", activity["titles"])
    for kind, on in activity["dates"].items():
        add(element, "activity-date", type=kind.value, iso_date=on)
    for row in activity["countries"]:
        add(element, "recipient-country", code=row.code, percentage=row.percentage)
    for row in activity["sectors"]:
        add(element, "sector", vocabulary=row.vocabulary, code=row.code, percentage=row.percentage)
    for name, write in (
        ("budgets", write_budget),
        ("transactions", write_transaction),
        ("results", write_result),
    ):
        for row in activity[name]:
            write(element, row)
    return etree.tostring(root, pretty_print=True)


@settings(max_examples=60, deadline=None)
@given(activities)
def test_an_activity_written_and_read_back_equals_itself(activity):
    (row,) = read_activities(BytesIO(written(activity)), "file.xml")
    assert isinstance(row, ActivityRead)
    assert row.refusals == ()
    assert {name: getattr(row, name) for name in activity} == activity
    assert row.found == row.accepted


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20).filter(lambda text: "\x00" not in text))
def test_any_text_as_a_value_is_a_number_or_a_refusal(text):
    root = etree.Element("iati-activities", version="2.03")
    element = add(root, "iati-activity", default_currency="USD")
    add(element, "iati-identifier", "A")
    transaction = add(element, "transaction")
    add(transaction, "transaction-type", code="3")
    add(transaction, "transaction-date", iso_date="2011-01-01")
    try:
        add(transaction, "value", text)
    except ValueError:
        return
    (row,) = read_activities(BytesIO(etree.tostring(root)), "file.xml")
    assert len(row.transactions) + len(row.refusals) == 1
    assert all(isinstance(each.value, Decimal) for each in row.transactions)
    assert all(each.value.is_finite() for each in row.transactions)
