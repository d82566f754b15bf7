"""The published forms, and what is wrong within them, told by place with a remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.exchange.rates.files_made import (
    CUSTOM_CSV,
    HISTORY_CSV,
    HISTORY_JSON,
    MONTH_JSON,
    UN_HEAD,
    UN_ROWS,
    UN_TSV,
    workbook,
)

from sapar.exchange.rates.custom import read_custom
from sapar.exchange.rates.inforeuro import read_inforeuro
from sapar.exchange.rates.reading import Reading, refuse
from sapar.exchange.rates.unore import read_unore
from sapar.ground.kernel import InvalidInput

MARCH, FEBRUARY, JUNE = date(2009, 3, 1), date(2009, 2, 1), date(2009, 6, 1)
UN_RATES = {
    ("USD", "KGS", JUNE): Decimal("43.10"),
    ("USD", "EUR", JUNE): Decimal("0.709"),
    ("USD", "VND", date(2009, 6, 15)): Decimal("17780.00"),
}
TWO_MONTHS = {
    ("EUR", "USD", MARCH): Decimal("1.2744"),
    ("EUR", "USD", FEBRUARY): Decimal("1.2955"),
}


def clean(reading: Reading) -> dict:
    assert reading.problems == []
    return reading.rates


def told(reading: Reading) -> list[str]:
    return [f"{one.place}: {one.what}. {one.remedy}" for one in reading.problems]


def test_a_months_list_is_of_the_month_that_is_said() -> None:
    assert clean(read_inforeuro(MONTH_JSON.encode(), "m.json", date(2009, 3, 17))) == {
        ("EUR", "KGS", MARCH): Decimal("49.1234"),
        ("EUR", "USD", MARCH): Decimal("1.2744"),
    }


def test_a_months_list_without_a_month_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"m\.json: .*not say which month.*--month 2009-06"):
        read_inforeuro(MONTH_JSON.encode(), "m.json", None)
    with pytest.raises(InvalidInput, match=r"m\.csv: .*not say which month"):
        read_inforeuro(b"ISO code,Value\nUSD,1.2744\n", "m.csv", None)


def test_a_month_is_refused_where_the_list_says_its_months_itself() -> None:
    for content in (HISTORY_JSON, HISTORY_CSV):
        with pytest.raises(InvalidInput, match=r"says itself.*without --month"):
            read_inforeuro(content.encode(), "h", MARCH)


def test_a_currencys_history_carries_its_months_as_json_csv_and_workbook() -> None:
    rows = [line.split(";") for line in HISTORY_CSV.splitlines()]
    for content in (HISTORY_JSON.encode(), HISTORY_CSV.encode(), workbook(rows)):
        assert clean(read_inforeuro(content, "h", None)) == TWO_MONTHS


def test_a_rate_that_runs_over_months_holds_for_each_of_them() -> None:
    content = b"Code,Value,Date start,Date end\nUSD,1.3,01/02/2009,31/03/2009\n"
    assert set(clean(read_inforeuro(content, "h.csv", None))) == set(TWO_MONTHS)


def test_a_csv_with_a_month_column_needs_no_other_date() -> None:
    content = b"\xef\xbb\xbfCountry,Currency,ISO code,Month,Rate\nX,US dollar,USD,2009-03,1.2744\n"
    assert clean(read_inforeuro(content, "m.csv", None)) == {
        ("EUR", "USD", MARCH): Decimal("1.2744")
    }


def test_the_answer_that_no_rates_are_published_is_told_as_it_is() -> None:
    content = b'{"code": 5, "message": "No rates published for period"}'
    with pytest.raises(InvalidInput, match=r"the answer 'No rates published.*a month that is"):
        read_inforeuro(content, "m.json", MARCH)


def test_a_history_for_another_base_than_the_euro_is_a_problem() -> None:
    content = HISTORY_JSON.replace('"refCurrencyIso": "EUR"', '"refCurrencyIso": "USD"', 1)
    (problem,) = told(read_inforeuro(content.encode(), "h.json", None))
    assert problem.startswith("row 1, column refCurrencyIso: The rate is for one unit of 'USD'")


@pytest.mark.parametrize(
    ("dates", "what"),
    [
        ("01/04/2009,31/03/2009", "is no month"),
        ("01/01/2000,31/03/2009", "is no month"),
        ("2009-13-01,31/03/2009", "'2009-13-01' is not a day"),
        (",", "The month of the rate is missing"),
    ],
)
def test_dates_that_make_no_month_are_a_problem(dates: str, what: str) -> None:
    content = f"Code,Value,Date start,Date end\nUSD,1.3,{dates}\n"
    (problem,) = told(read_inforeuro(content.encode(), "h.csv", None))
    assert problem.startswith("row 2, column date")
    assert what in problem


def test_un_rates_are_read_from_text_and_workbook_with_titles_notes_and_repeats() -> None:
    dated = [(*row[:3], date(2009, 6, int(row[3][:2])), row[4]) for row in UN_ROWS]
    numbers = [(*row[:4], float(row[4].replace(",", ""))) for row in dated]
    for content in (
        UN_TSV.encode(),
        UN_TSV.encode("utf-16"),
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in (UN_HEAD, *UN_ROWS)).encode(),
        workbook([("Operational rates",), (), UN_HEAD, *numbers, (), ("A note.",)]),
        workbook([UN_HEAD, *dated], note="The rates are on the next sheet."),
    ):
        assert clean(read_unore(content, "un")) == UN_RATES


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("KGS,01 Jun 2009,0", "row 2, column rate: A rate of 0 is not above nought"),
        ("KGS,01 Jun 2009,-1", "row 2, column rate: A rate of -1 is not above nought"),
        ("KGS,01 Jun 2009,n/a", "row 2, column rate: 'n/a' is not a number"),
        ("KGS,01 Jun 2009,", "row 2, column rate: An empty cell is not a number"),
        ("KGS,01 Jun 2009,NaN", "row 2, column rate: 'NaN' is not a number"),
        ("KGS,01 Jun 2009,=1/3", "row 2, column rate: '=1/3' is not a number"),
        ('KGS,01 Jun 2009,"1,234"', "row 2, column rate: '1,234' could be read in two ways"),
        ("KGS,01 Jun 2009,1.12345678901", "row 2, column rate: 1.12345678901 has more than 10"),
        ("KGS,01 Jun 2009,1234567890123456", "row 2, column rate: 1234567890123456 has more"),
        ("QQQ,01 Jun 2009,1", "row 2, column code: 'QQQ' is not a currency of ISO 4217"),
        (",01 Jun 2009,1", "row 2, column code: An empty cell is not a currency"),
        ("KGS,01/06/2009,1", "row 2, column effective date: '01/06/2009' is not a day"),
        ("KGS,31 Jun 2009,1", "row 2, column effective date: '31 Jun 2009' is not a day"),
        ("USD,01 Jun 2009,2", "row 2, column rate: 1 USD cannot be 2 USD"),
    ],
)
def test_what_is_wrong_in_a_cell_names_row_and_column(row: str, problem: str) -> None:
    reading = read_unore(f"Code,Effective Date,Rate\n{row}\n".encode(), "un.csv")
    assert reading.rates == {}
    (found,) = told(reading)
    assert found.startswith(problem)
    assert len(found) > len(problem) + 10


def test_two_values_for_one_currency_and_day_are_a_problem_that_names_both_rows() -> None:
    content = b"Code,Effective Date,Rate\nKGS,01 Jun 2009,43.1\nKGS,2009-06-01,43.2\n"
    (problem,) = told(read_unore(content, "un.csv"))
    assert problem == (
        "row 3, column rate: KGS of 2009-06-01 is 43.2 here and 43.1 in row 2."
        " Keep the row that is right and remove the other."
    )


def test_a_row_number_is_that_of_the_file_after_a_quoted_line_break() -> None:
    content = b'Country,Code,Effective Date,Rate\n"A\nB",KGS,01 Jun 2009,1\nC,KZT,01 Jun 2009,0\n'
    (problem,) = told(read_unore(content, "un.csv"))
    assert problem.startswith("row 4, column rate")


def test_a_workbooks_problem_names_its_sheet() -> None:
    content = workbook([UN_HEAD, ("X", "Som", "KGS", "01 Jun 2009", "x")], sheet="June", note="n")
    (problem,) = told(read_unore(content, "un.xlsx"))
    assert problem.startswith("sheet 'June', row 2, column rate: 'x' is not a number")


def test_custom_rates_have_their_own_bases() -> None:
    assert clean(read_custom(CUSTOM_CSV.encode(), "own.csv")) == {
        ("EUR", "KGS", JUNE): Decimal("60.5"),
        ("EUR", "TJS", JUNE): Decimal("6.15"),
    }


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (read_inforeuro, CUSTOM_CSV.encode()),
        (read_inforeuro, b'[{"date": "2009-06-01"}]'),
        (read_inforeuro, b"[]"),
        (read_inforeuro, b"[1, 2"),
        (read_unore, MONTH_JSON.encode()),
        (read_unore, CUSTOM_CSV.encode()),
        (read_unore, b"<html><body>Service unavailable</body></html>"),
        (read_unore, b"PK\x03\x04 cut off"),
        (read_unore, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"),
        (read_unore, b"\x00\x01\x02"),
        (read_unore, b"\xff\xfe\x00"),
        (read_unore, b""),
        (read_unore, b'Code,"' + b"x" * 140_000),
        (read_custom, UN_TSV.encode()),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_name(read, content: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"^file\.x: ") as refused:
        read(content, "file.x", None)
    assert refused.value.remedy


@pytest.mark.parametrize("read", [read_unore, read_custom])
def test_a_month_is_refused_where_rates_carry_their_dates(read) -> None:
    with pytest.raises(InvalidInput, match="without --month"):
        read(UN_TSV.encode(), "file", MARCH)


def test_all_problems_of_a_file_are_told_at_once_up_to_a_screenful() -> None:
    lines = "".join(f"KGS,01 Jun 2009,-{n + 1}\n" for n in range(32))
    reading = read_unore(f"Code,Effective Date,Rate\n{lines}".encode(), "un.csv")
    with pytest.raises(InvalidInput, match=r"^un\.csv: 32 problems:") as refused:
        refuse(reading.problems, "un.csv")
    assert "row 31, column rate: A rate of -30" in str(refused.value)
    assert "and 2 more" in str(refused.value)
    assert "row 32" not in str(refused.value)
    assert str(refused.value).endswith("nothing was written.")
