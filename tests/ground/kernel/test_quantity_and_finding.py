"""Quantities keep their unit; findings say why; errors say what, where and what next."""

from datetime import date
from decimal import Decimal

import pytest

from sapar.ground.kernel import Finding, InvalidInput, Quantity, SaparError, Verdict


def test_quantities_of_one_unit_add_up():
    assert Quantity(Decimal(60), "officials") + Quantity(Decimal(2), "officials") == Quantity(
        Decimal(62), "officials"
    )


def test_two_units_are_never_added():
    with pytest.raises(InvalidInput, match="'officials' and '%' cannot be added"):
        Quantity(Decimal(60), "officials") + Quantity(Decimal(2), "%")


def test_a_quantity_from_a_binary_fraction_is_refused():
    with pytest.raises(InvalidInput, match="binary fraction"):
        Quantity(0.1, "%")


def test_a_quantity_prints_without_idle_zeros():
    assert str(Quantity(Decimal("12.500"), "%")) == "12.5 %"
    assert str(Quantity(Decimal("1200"), "officials")) == "1200 officials"


def test_a_finding_fills_its_own_values_into_any_language():
    finding = Finding(
        rule="watch.example",
        subject="",
        verdict=Verdict.RED,
        template="{value:.0%} of {limit:.0%}, {office}",
        on=date(2009, 6, 30),
        value=Decimal("0.43"),
        limit=Decimal("0.70"),
        inputs={"office": "Geneva"},
    )
    assert finding.says == "43% of 70%, Geneva"
    assert finding.sentence("{office}: {value:.0%}") == "Geneva: 43%"


def test_only_red_and_amber_need_someone_and_unknown_is_worse_than_clear():
    assert [v for v in Verdict if v.needs_someone] == [Verdict.RED, Verdict.AMBER]
    assert Verdict.UNKNOWN.rank < Verdict.CLEAR.rank


def test_an_error_says_what_where_and_what_next():
    error = SaparError("The rate is 0", where="rates.csv, row 4", remedy="Give a rate above 0.")
    assert str(error) == "rates.csv, row 4: The rate is 0. Give a rate above 0."
    assert str(SaparError("The rate is 0.")) == "The rate is 0."
