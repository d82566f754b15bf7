"""Measures of money: each verdict, what cannot be judged, and the days at the edges."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.making import (
    END,
    START,
    amendment,
    due,
    entry,
    milestones,
    period,
    planned,
    project,
    terms,
)
from tests.watch.alerts.judging import findings, one

from sapar.watch.alerts.rules.facts import ProjectFacts

YEAR_END = date(2020, 12, 31)
FAR = date(2021, 2, 28)


# Next instalment at risk


def with_instalment(spent: int, *, until: date = YEAR_END, **changes) -> ProjectFacts:
    """An instalment of 100 at a rate of 0.8, spent on one day; the report closes with the year."""
    parts = {
        "terms": [terms()],
        "entries": [entry(100, START, "instalment"), entry(spent, until)],
        "reports_due": [due(START, YEAR_END, FAR)],
    }
    return project(**{**parts, **changes})


@pytest.mark.parametrize(
    ("spent", "verdict", "value"),
    [
        (87, "red", "0.696"),
        (88, "amber", "0.704"),
        (106, "amber", "0.848"),
        (107, "clear", "0.856"),
    ],
)
def test_consumption_of_the_instalment_when_the_report_closes(
    spent: int, verdict: str, value: str
) -> None:
    finding = one("consume_70", with_instalment(spent), YEAR_END)
    assert (finding.verdict, finding.value) == (verdict, Decimal(value))


def test_spending_goes_on_at_the_pace_of_the_last_half_year() -> None:
    middle = START + timedelta(days=182)
    facts = with_instalment(
        0,
        entries=[
            entry(100, START, "instalment"),
            entry(50, START + timedelta(days=91)),
            entry(50, middle),
        ],
    )
    finding = one("consume_70", facts, middle)
    assert finding.inputs["days_left"] == (YEAR_END - middle).days
    assert finding.inputs["pace_per_day"] == round(Decimal(100) / 182, 2)
    assert finding.value is not None
    assert finding.value > 1


def test_what_the_accounts_took_back_is_no_pace() -> None:
    middle = START + timedelta(days=300)
    facts = with_instalment(
        0, entries=[entry(100, START, "instalment"), entry(50, START), entry(-10, middle)]
    )
    finding = one("consume_70", facts, middle)
    assert finding.inputs["pace_per_day"] == 0
    assert finding.value == Decimal("0.32")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"terms": [terms(rate=None)]}, "the EU rate"),
        ({"terms": [terms("custom")]}, "the conditions of the contract"),
        ({"terms": [terms(signed=None)]}, "contract date"),
        ({"reports_due": []}, "the reporting calendar"),
        ({"entries": [entry(87, YEAR_END)]}, "instalments received"),
        ({"entries": [entry(100, START, "instalment")]}, "expenditure"),
        (
            {"entries": [entry(100, START, "instalment"), entry(9, START, currency="KGS")]},
            "a rate between EUR and KGS",
        ),
        (
            {"entries": [entry(100, START, "instalment", "USD"), entry(9, START)]},
            "a rate between EUR and USD",
        ),
        (
            {
                "entries": [
                    entry(100, START, "instalment"),
                    entry(-5, date(2020, 2, 1), "instalment"),
                    entry(9, START),
                ]
            },
            "an instalment that was not paid back",
        ),
    ],
)
def test_consumption_cannot_be_judged_without(changes: dict, missing: str) -> None:
    finding = one("consume_70", with_instalment(87, **changes), YEAR_END)
    assert (finding.verdict, finding.missing) == ("unknown", (missing,))


def test_consumption_is_not_judged_in_the_first_quarter() -> None:
    facts = with_instalment(87, until=START)
    assert one("consume_70", facts, START + timedelta(days=89)).missing
    assert not one("consume_70", facts, START + timedelta(days=90)).missing


@pytest.mark.parametrize(
    ("changes", "on"),
    [
        ({"terms": []}, YEAR_END),
        ({"terms": [terms("bilateral")]}, YEAR_END),
        ({}, FAR + timedelta(days=1)),
        ({}, START - timedelta(days=1)),
    ],
)
def test_consumption_is_no_question_without_an_instalment_to_come(changes: dict, on: date) -> None:
    assert findings("consume_70", with_instalment(87, **changes), on) == []


# Spending behind plan

NEVER = {"planned": [planned(1096)]}
"""One unit is planned for each day of the three years."""


@pytest.mark.parametrize(
    ("spent", "verdict"), [(255, "red"), (257, "amber"), (311, "amber"), (312, "clear")]
)
def test_spending_against_the_plan_of_the_same_day(spent: int, verdict: str) -> None:
    facts = project(**NEVER, entries=[entry(spent, YEAR_END)])
    finding = one("burn_gap", facts, YEAR_END)
    assert finding.verdict == verdict
    assert finding.inputs["planned"] == 366


@pytest.mark.parametrize(("late", "until"), [(10, 0), (45, 0), (46, 1), (100, 55)])
def test_a_month_not_closed_yet_is_no_gap_but_silence_for_long_is(late: int, until: int) -> None:
    facts = project(**NEVER, entries=[entry(366, YEAR_END)])
    finding = one("burn_gap", facts, YEAR_END + timedelta(days=late))
    assert finding.inputs["ledger_until"] == YEAR_END + timedelta(days=until)


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ({}, "planned spending"),
        ({"planned": [planned(0)]}, "planned spending"),
        (NEVER, "expenditure"),
        ({**NEVER, "entries": [entry(5, YEAR_END, "instalment")]}, "expenditure"),
        ({**NEVER, "entries": [entry(5, START, currency="KGS")]}, "a rate between EUR and KGS"),
        ({"planned": [planned(9), planned(9, currency="USD")]}, "a rate between EUR and USD"),
    ],
)
def test_spending_cannot_be_judged_without(parts: dict, missing: str) -> None:
    finding = one("burn_gap", project(**parts), YEAR_END)
    assert (finding.verdict, finding.missing) == ("unknown", (missing,))


def test_spending_of_nought_on_record_is_not_the_same_as_nothing_on_record() -> None:
    finding = one("burn_gap", project(**NEVER, entries=[entry(0, YEAR_END)]), YEAR_END)
    assert (finding.verdict, finding.value) == ("red", 0)


@pytest.mark.parametrize(
    "on",
    [
        START - timedelta(days=1),
        START + timedelta(days=89),
        END + timedelta(days=1),
    ],
)
def test_spending_is_not_judged_before_the_second_quarter_nor_after_the_end(on: date) -> None:
    assert findings("burn_gap", project(**NEVER, entries=[entry(0, START)]), on) == []


@pytest.mark.parametrize("on", [START + timedelta(days=90), END])
def test_spending_is_judged_from_the_second_quarter_to_the_last_day(on: date) -> None:
    assert one("burn_gap", project(**NEVER, entries=[entry(0, START)]), on).verdict == "red"


# Work costs more than planned


def with_work(spent: int, **changes) -> ProjectFacts:
    """Half of the milestones reached on the last day of the first year; a budget of 1000."""
    parts = {
        **milestones((YEAR_END, YEAR_END), (END, None)),
        "planned": [planned(1000)],
        "entries": [entry(spent, YEAR_END)],
    }
    return project(**{**parts, **changes})


@pytest.mark.parametrize(
    ("spent", "verdict"), [(589, "red"), (588, "amber"), (527, "amber"), (526, "clear")]
)
def test_cost_of_the_work_done(spent: int, verdict: str) -> None:
    assert one("cost_performance", with_work(spent), YEAR_END).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"milestones": []}, "milestones with planned days"),
        ({"planned": []}, "planned spending"),
        ({"entries": []}, "expenditure"),
        ({"entries": [entry(-5, START)]}, "expenditure"),
        ({"entries": [entry(5, START, currency="USD")]}, "a rate between EUR and USD"),
        ({"periods": [period(end=None)]}, "the start and end of the project"),
    ],
)
def test_cost_cannot_be_judged_without(changes: dict, missing: str) -> None:
    finding = one("cost_performance", with_work(500, **changes), YEAR_END)
    assert (finding.verdict, finding.missing) == ("unknown", (missing,))


def test_cost_is_not_judged_before_a_sixth_of_the_time_is_gone() -> None:
    begun = date(2020, 6, 12)
    assert findings("cost_performance", with_work(1), begun) == []
    facts = with_work(1, entries=[entry(1, START)])
    assert findings("cost_performance", facts, begun + timedelta(days=1))


# Close to the end with money unspent

LAST_MONTHS = END - timedelta(days=122)


def near_the_end(spent: int, **changes) -> ProjectFacts:
    parts = {"planned": [planned(1000)], "entries": [entry(spent, LAST_MONTHS)]}
    return project(**{**parts, **changes})


@pytest.mark.parametrize(
    ("spent", "verdict"), [(749, "red"), (750, "amber"), (849, "amber"), (850, "clear")]
)
def test_money_unspent_in_the_last_four_months(spent: int, verdict: str) -> None:
    assert one("end_window", near_the_end(spent), LAST_MONTHS).verdict == verdict


@pytest.mark.parametrize("on", [LAST_MONTHS - timedelta(days=1), END + timedelta(days=1)])
def test_money_unspent_is_no_question_outside_the_last_four_months(on: date) -> None:
    assert findings("end_window", near_the_end(0), on) == []


def test_the_last_day_is_within_the_window() -> None:
    assert one("end_window", near_the_end(0), END).verdict == "red"


def test_without_a_plan_the_agreement_gives_the_budget() -> None:
    facts = near_the_end(700, planned=[], terms=[terms(amount=1000)])
    assert one("end_window", facts, END).value == Decimal("0.3")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"planned": []}, "the whole budget"),
        ({"planned": [planned(0)]}, "the whole budget"),
        ({"entries": []}, "expenditure"),
        ({"entries": [entry(5, START, currency="USD")]}, "a rate between EUR and USD"),
        ({"periods": [period(end=None)]}, "the end of the project"),
    ],
)
def test_money_unspent_cannot_be_judged_without(changes: dict, missing: str) -> None:
    finding = one("end_window", near_the_end(0, **changes), END)
    assert (finding.verdict, finding.missing) == ("unknown", (missing,))


def test_an_extension_asked_for_answers_it_from_that_day() -> None:
    asked = END - timedelta(days=60)
    facts = near_the_end(0, amendments=[amendment(asked)])
    assert one("end_window", facts, asked - timedelta(days=1)).verdict == "red"
    assert findings("end_window", facts, asked) == []


def test_another_amendment_or_an_extension_granted_before_does_not() -> None:
    granted = period(recorded=date(2021, 6, 1))
    facts = near_the_end(
        0, periods=[granted], amendments=[amendment(date(2021, 3, 1)), amendment(END, "budget")]
    )
    assert one("end_window", facts, END).verdict == "red"
