from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sapar.ground.kernel import Clause, Finding, Money, PartialDate, Status, Verdict
from sapar.web import words


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (date(2009, 6, 30), "30 June 2009"),
        (PartialDate(2008, 3), "March 2008"),
        (PartialDate(2008), "2008"),
        ("2008-03", "March 2008"),
        ("in spring 2008", "in spring 2008"),
        (None, ""),
    ],
)
def test_a_day_is_told_as_exactly_as_it_is_known(given, told):
    assert words.in_day_words(given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Decimal("1234567.000000"), "1,234,567"),
        (Decimal("0.126"), "0.13"),
        (Decimal("100"), "100"),
        (Decimal("-3.50"), "-3.5"),
        (62, "62"),
        (None, ""),
    ],
)
def test_a_figure_has_no_more_decimals_than_it_needs(given, told):
    assert words.figure(given) == told


def test_money_stands_behind_its_currency_with_cents_only_where_there_are_some():
    assert words.money(Money(Decimal("161000.00"), "EUR")) == "EUR\u00a0161,000"
    assert words.money(Money(Decimal("-0.5"), "KGS")) == "KGS\u00a0-0.50"


def test_a_share_is_a_percentage_and_what_is_unknown_is_nothing():
    assert words.percent(Decimal("0.434")) == "43\u00a0%"
    assert words.percent(None) == ""
    assert words.measured(Decimal("0.7"), "share") == "70\u00a0%"
    assert words.measured(Decimal("12"), "days") == "12\u00a0days"


def test_a_finding_is_told_with_days_rules_and_codes_in_words():
    finding = Finding(
        rule="watch.consume_70",
        subject="",
        verdict=Verdict.RED,
        template="{value:.0%} by {day}; {about}: {asked}",
        on=date(2009, 6, 30),
        value=Decimal("0.43"),
        clause=Clause("x", Status.SECONDARY),
        inputs={
            "day": date(2009, 8, 31),
            "about": "watch.consume_70",
            "asked": "management, project_cycle",
        },
    )
    told = words.said(finding)
    assert told == "43% by 31 August 2009; Next instalment at risk: management, project cycle"


def test_shape_word_and_colour_go_together_for_every_verdict():
    marks = {verdict: words.verdict_mark(verdict) for verdict in Verdict}
    assert len({shape for shape, _ in marks.values()}) == len(Verdict)
    assert marks[Verdict.UNKNOWN] == ("○", "cannot be judged")


def test_every_status_and_level_has_words():
    from sapar.ground.parties.models import Mandate

    assert set(words.STATUS) == {status.value for status in Status}
    assert set(words.LEVELS) == set(Mandate.Level.values)
