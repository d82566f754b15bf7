from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.exchange.spreadsheets.cells import Cell, column_number, letters
from sapar.exchange.spreadsheets.values import Formats, code, day, flag, number, number_in, text
from sapar.ground.kernel import InvalidInput


def cell(value, **marks) -> Cell:
    return Cell("f.xlsx", "S", 7, 3, "Amount", value, **marks)


@pytest.mark.parametrize(
    ("written", "decimal", "value"),
    [
        ("1234", "", "1234"),
        ("1234.5", "", "1234.5"),
        ("12,5", "", "12.5"),
        ("1,234.50", "", "1234.50"),
        ("1.234,50", "", "1234.50"),
        ("1.234.567", "", "1234567"),
        ("1 234,50", "", "1234.50"),
        ("1\u00a0234\u202f567", "", "1234567"),
        ("1'000.00", "", "1000.00"),
        ("(12.00)", "", "-12.00"),
        ("\u22125", "", "-5"),
        ("- 5", "", "-5"),
        ("+7", "", "7"),
        ("0,123", "", "0.123"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        (",5", ",", "0.5"),
    ],
)
def test_numbers_kept_as_text_are_read_when_they_can_mean_one_thing(written, decimal, value):
    assert number(cell(written), Formats(decimal)) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "decimal", "told"),
    [
        ("1,234", "", "can mean thousands or decimals"),
        ("1.234", "", "can mean thousands or decimals"),
        ("1,23,4", "", "is not a number with the decimal mark"),
        ("1234.50", ",", "is not a number with the decimal mark ','"),
        ("1 2", "", "stands where a number is needed"),
        ("=1+1", "", "stands where a number is needed"),
        ("--5", "", "stands where a number is needed"),
        ("(-5)", "", "stands where a number is needed"),
        ("12 EUR", "", "stands where a number is needed"),
        ("1e5", "", "stands where a number is needed"),
        ("٣", "", "stands where a number is needed"),
        (",", "", "stands where a number is needed"),
        (True, "", "stands where a number is needed"),
        (date(2009, 1, 1), "", "stands where a number is needed"),
        (1e15, "", "more than 15 digits"),
    ],
)
def test_what_is_no_certain_number_is_refused_with_its_cell(written, decimal, told):
    with pytest.raises(InvalidInput, match=told) as refusal:
        number(cell(written), Formats(decimal))
    assert refusal.value.where == "f.xlsx, sheet 'S', row 7, column C (Amount)"
    assert refusal.value.remedy


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_a_number_means_the_same_in_either_manner_of_writing(value):
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert number_in(english, ".") == number_in(german, ",") == value


def test_a_workbooks_number_is_taken_at_the_digits_it_holds():
    assert number(cell(1234.5599999999999), Formats()) == Decimal("1234.56")
    assert number(cell(0.1 + 0.2), Formats()) == Decimal("0.3")
    assert str(number(cell(20.0), Formats())) == "20"
    assert number(cell("  "), Formats()) is None


def test_formulas_and_errors_are_refused_where_a_value_is_needed():
    for read in (number, text, day, code, flag):
        with pytest.raises(InvalidInput, match=r"holds a formula.*paste special, values"):
            read(cell(1.5, formula=True), Formats())
        with pytest.raises(InvalidInput, match=r"shows the error #DIV/0!"):
            read(cell("", error="#DIV/0!"), Formats(accept_formulas=True))
    assert number(cell(1.5, formula=True), Formats(accept_formulas=True)) == Decimal("1.5")


@pytest.mark.parametrize(
    ("written", "order"),
    [
        (date(2009, 3, 4), "iso"),
        (datetime(2009, 3, 4, 12, 30), "iso"),
        ("2009-03-04", "iso"),
        ("2009-03-04T10:00:00", "dd.mm.yyyy"),
        (" 4.3.2009 ", "dd.mm.yyyy"),
        ("04/03/2009", "dd/mm/yyyy"),
        ("03/04/2009", "mm/dd/yyyy"),
    ],
)
def test_days_are_read_in_the_order_the_mapping_gives(written, order):
    assert day(cell(written), Formats(dates=order)) == date(2009, 3, 4)


@pytest.mark.parametrize(
    ("written", "order", "told"),
    [
        ("04.03.2009", "iso", "is not a day written as 2009-03-31"),
        ("04.03.09", "dd.mm.yyyy", "or as dd.mm.yyyy"),
        ("31.02.2009", "dd.mm.yyyy", "is not a day"),
        (39876, "iso", "stands where a day is needed.*Format the cell as a date"),
    ],
)
def test_a_day_that_is_not_certain_is_refused(written, order, told):
    with pytest.raises(InvalidInput, match=told):
        day(cell(written), Formats(dates=order))


def test_a_code_that_lost_its_nought_is_refused():
    assert code(cell(3.0), Formats()) == "3"
    assert code(cell("1.10"), Formats()) == "1.10"
    with pytest.raises(InvalidInput, match=r"1\.1 and 1\.10 would look the same"):
        code(cell(1.1), Formats())


def test_yes_and_no_are_read_in_the_languages_of_the_region():
    assert [flag(cell(word), Formats()) for word in (True, "ДА", "ооба", "Жоқ", 0, "")] == [
        True, True, True, False, False, None,
    ]  # fmt: skip
    with pytest.raises(InvalidInput, match="neither yes nor no"):
        flag(cell("perhaps"), Formats())


@given(st.integers(1, 16_384))
def test_columns_have_one_name_and_one_number(number_of):
    assert column_number(letters(number_of)) == number_of
