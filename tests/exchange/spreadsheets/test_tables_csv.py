from __future__ import annotations

import pytest

from sapar.exchange.spreadsheets.tables import read_table
from sapar.ground.kernel import InvalidInput

CYRILLIC = "Дата;Сумма;Назначение\n2009-03-01;10,50;Семинар в Оше для инспекторов труда\n"


def shown(table) -> list[list[object]]:
    return [list(row.values) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_cyrillic_is_read_in_every_encoding_it_comes_in(csv_of, encoding):
    table = read_table(csv_of(CYRILLIC, encoding))
    assert table.columns == ("Дата", "Сумма", "Назначение")
    assert shown(table) == [["2009-03-01", "10,50", "Семинар в Оше для инспекторов труда"]]
    assert table.notes[0].startswith(f"The encoding is {encoding}.")


def test_western_letters_are_read_as_cp1252(csv_of):
    table = read_table(csv_of("Code,Libellé\n1,Séminaire à Genève\n", "cp1252"))
    assert table.columns == ("Code", "Libellé")
    assert "Name the encoding in the mapping" in table.notes[0]


def test_an_encoding_that_is_given_is_not_guessed(csv_of):
    path = csv_of("Code,Libellé\n1,é\n", "cp1252")
    assert read_table(path, encoding="cp1252").columns[1] == "Libellé"
    with pytest.raises(InvalidInput, match=r"not text in the encoding utf-8.*Save it as CSV UTF-8"):
        read_table(path, encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_content(csv_of, delimiter):
    text = "A,x|B|C\n1,5|2|3\n2,5|3|4\n".replace("|", delimiter if delimiter != "," else ",")
    wide = ("A", "x", "B", "C") if delimiter == "," else ("A,x", "B", "C")
    assert read_table(csv_of(text)).columns == wide


def test_the_line_that_excel_puts_on_top_names_the_delimiter(csv_of):
    table = read_table(csv_of("sep=;\nA;B,C\n1;2,3\n"))
    assert (table.columns, table.header_row, table.rows[0].number) == (("A", "B,C"), 2, 3)


def test_a_cell_remembers_file_row_and_column(csv_of):
    table = read_table(csv_of("A,B\n\n1,2\n"))
    cell = table.cell(table.rows[0], "b")
    assert (cell.at, cell.where) == ("B3", "table.csv, row 3, column B (B)")


def test_rows_are_counted_as_a_spreadsheet_counts_them_when_texts_hold_line_ends(csv_of):
    table = read_table(csv_of('A,B\n"one\ntwo",2\n3,4\n'))
    assert [row.number for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "table.csv: The file is empty"),
        ("\n\n", "table.csv: The file is empty"),
        (",,\n,,\n", "There is nothing in the table"),
        ("A,A\n1,2\n", r"row 1, column B: The column name 'A' stands twice; the first is column A"),
        ("A,,C\n1,2,3\n", r"row 1, column B: A column has no name"),
        ("A,B\n1,2,3\n", r"row 2, column C: A value stands in a column that has no name"),
        ('A,B\n1,"2\n', r"row 2, line 2: The row cannot be read as CSV.*Check the quotes"),
        ("A,B\n1,\0\n", r"row 2: The file holds bytes that no text has"),
        ("%PDF-1.4 A,B", r"is a PDF, not a table.*save it as XLSX or CSV"),
        ("<html><table>", r"is a web page or XML, not a table"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_place_and_a_remedy(csv_of, text, message):
    with pytest.raises(InvalidInput, match=message) as refusal:
        read_table(csv_of(text))
    assert refusal.value.remedy


def test_titles_above_the_header_are_passed_over(csv_of):
    table = read_table(csv_of("Ledger of the project,,\n,,\nDay,Amount,What\n2009-01-01,1,x\n"))
    assert (table.header_row, table.columns) == (3, ("Day", "Amount", "What"))


def test_a_header_row_that_is_given_is_taken(csv_of):
    path = csv_of("x,y\nA,B\n1,2\n")
    assert read_table(path, header_row=2).columns == ("A", "B")
    with pytest.raises(InvalidInput, match=r"row 9: There is nothing in the row"):
        read_table(path, header_row=9)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InvalidInput, match=r"none\.csv: The file cannot be opened"):
        read_table(tmp_path / "none.csv")


def test_a_file_of_too_many_rows_is_refused(csv_of, monkeypatch):
    monkeypatch.setattr("sapar.exchange.spreadsheets.tables.MOST_ROWS", 3)
    assert len(read_table(csv_of("A,B\n" + "1,2\n" * 3)).rows) == 3
    with pytest.raises(InvalidInput, match=r"more than 3 rows.*Divide it"):
        read_table(csv_of("A,B\n" + "1,2\n" * 4))


def test_a_guarding_apostrophe_is_taken_off_and_the_text_is_still_flagged(csv_of):
    table = read_table(csv_of("A,B\n'=1+1,'plain\n"))
    first, second = table.cells(table.rows[0])
    assert (first.value, first.suspicious) == ("=1+1", True)
    assert (second.value, second.suspicious) == ("'plain", False)
