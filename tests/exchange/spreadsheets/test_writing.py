from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.exchange.spreadsheets.cells import looks_like_formula
from sapar.exchange.spreadsheets.tables import read_table
from sapar.exchange.spreadsheets.values import Formats, day, number
from sapar.exchange.spreadsheets.writing import (
    HEADER,
    Book,
    Style,
    csv_bytes,
    currency_format,
    formula,
)
from sapar.ground.kernel import InvalidInput, Money

LETTERS = "абвЯё" + "әғқңөұүһіӘҒ" + "ӣӯҳҷЪ" + "AzÉß" + "=+-@'\t\n \",;|!0129()" + "\u2212＝"
texts = st.one_of(
    st.text(alphabet=LETTERS, max_size=20),
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\ufffe\uffff"), max_size=10
    ),
    st.sampled_from(["=cmd|'/c calc'!A1", "http://example.org", "123", "-5", "_x000D_", "@SUM(1)"]),
)
amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False)
days = st.dates(min_value=date(1800, 1, 1), max_value=date(2999, 12, 31))
rows = st.lists(st.tuples(texts, amounts, days), min_size=1, max_size=8)
unhurried = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def xml_of(path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if "worksheets" in name
        )


def same_lines(text: str) -> str:
    """A cell of nothing but spaces is an empty one."""
    return text if text.strip() else ""


def read_back(table, written) -> None:
    found = {row.number: row for row in table.rows}
    for index, (text, amount, on) in enumerate(written, start=2):
        one, two, three = table.cells(found[index])
        assert same_lines(str(one.value)) == same_lines(text)
        assert number(two, Formats(".")) == amount
        assert day(three, Formats()) == on


@unhurried
@given(rows)
@pytest.mark.parametrize("stream_rows", [False, True])
def test_a_workbook_gives_back_what_was_written_and_holds_no_formula(
    tmp_path, stream_rows, written
):
    path = tmp_path / "round.xlsx"
    with Book(path, stream_rows=stream_rows) as book:
        sheet = book.sheet("Ledger")
        sheet.row(["Text", "Amount", "Day"], HEADER)
        for row in written:
            sheet.row(row)
    assert not re.search(r"<f[ >/]|<hyperlink", xml_of(path))
    table = read_table(path)
    assert not table.formulas
    read_back(table, written)


@unhurried
@given(rows, st.sampled_from([",", ";", "\t"]))
def test_a_csv_gives_back_what_was_written_and_holds_no_formula(tmp_path, written, delimiter):
    path = tmp_path / "round.csv"
    path.write_bytes(csv_bytes([["Text", "Amount", "Day"], *written], delimiter=delimiter))
    text = path.read_bytes().decode("utf-8-sig")
    for record in list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]:
        assert record[0].startswith("'") or not looks_like_formula(record[0])
    read_back(read_table(path, delimiter=delimiter), written)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "'=", "＝"])
def test_dangerous_texts_are_guarded_in_csv_and_numbers_are_not(start):
    data = csv_bytes([[f"{start}1", Decimal("-1.50"), Money(Decimal(-2), "EUR")]])
    shown = f"{start}1".replace("\r", "\n")
    first, *rest = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert (first, rest) == (f"'{shown}", ["-1.50", "-2"])


def test_a_formula_is_live_only_when_asked_for(tmp_path):
    path = tmp_path / "live.xlsx"
    with Book(path) as book:
        sheet = book.sheet("S", freeze=(1, 0), widths=(10, 20), repeat_rows=1)
        sheet.row(["A", "B"])
        first = sheet.row([Decimal(2), "=A2"])
        sheet.row([formula(f"SUM(A2:A{first + 1})", Decimal(2)), "total"], Style(bold=True))
    table = read_table(path)
    assert table.formulas == {(3, 1)}
    assert [row.values for row in table.rows] == [(2.0, "=A2"), (2.0, "total")]
    assert re.findall(r"<f>(.*?)</f><v>(.*?)</v>", xml_of(path)) == [("SUM(A2:A2)", "2.0")]
    assert csv_bytes([[formula("A1", Decimal(2)), True, None]]).decode("utf-8-sig") == "2,TRUE,\r\n"


@pytest.mark.parametrize("text", ["cmd|'/c calc'!A1", "[other.xlsx]S!A1", 'HYPERLINK("http://x")'])
def test_a_formula_that_reaches_outside_is_refused(text):
    with pytest.raises(InvalidInput, match="reaches outside the workbook"):
        formula(text, 0)


def test_each_currency_has_its_own_decimals(tmp_path):
    assert currency_format("EUR").startswith('#,##0.00\\ "EUR"')
    assert currency_format("JPY").startswith('#,##0\\ "JPY"')
    assert currency_format("KWD").startswith('#,##0.000\\ "KWD"')
    path = tmp_path / "money.xlsx"
    with Book(path) as book:
        book.sheet("S").row([Money(Decimal("12.30"), "KGS"), Money(Decimal(5), "JPY")])
    with zipfile.ZipFile(path) as package:
        styles = package.read("xl/styles.xml").decode()
    assert "KGS" in styles
    assert "JPY" in styles


def test_the_same_report_is_the_same_file():
    def made() -> bytes:
        target = io.BytesIO()
        with Book(target, created=datetime(2009, 6, 30, tzinfo=UTC)) as book:
            book.sheet("S").row(["x", Decimal(1)])
        return target.getvalue()

    assert made() == made()


def test_what_a_workbook_cannot_keep_is_refused(tmp_path):
    with Book(tmp_path / "x.xlsx") as book:
        sheet = book.sheet("S")
        with pytest.raises(InvalidInput, match="more than the 15 digits"):
            sheet.row([Decimal("1234567890123456.78")])
        with pytest.raises(InvalidInput, match="does not fit into one cell"):
            sheet.row(["x" * 32_768])
        with pytest.raises(InvalidInput, match="lies outside a sheet"):
            sheet.write(2_000_000, 0, "x")
        for name in ("", "x" * 32, "a/b", "'a", "s"):
            with pytest.raises(InvalidInput, match="cannot be the name of a sheet"):
                book.sheet(name)


@pytest.mark.parametrize("point", ["\ud800", "\ufffe", "\uffff"])
def test_a_code_point_that_is_no_letter_is_replaced_and_breaks_no_file(tmp_path, point):
    path = tmp_path / "x.xlsx"
    with Book(path) as book:
        book.sheet("S").row(["A", f"a{point}b"])
    assert read_table(path).columns == ("A", "a\ufffdb")
    assert csv_bytes([[point]]).decode("utf-8-sig") == "\ufffd\r\n"
