from __future__ import annotations

import base64
import zipfile
import zlib
from datetime import date

import pytest

from sapar.exchange.spreadsheets import packages
from sapar.exchange.spreadsheets.tables import read_table
from sapar.ground.kernel import InvalidInput

ROWS = [["Day", "Amount"], [date(2009, 3, 1), 10.5], [date(2009, 3, 2), 20]]


def rezipped(source, target, change):
    """A copy of a package with each member's bytes passed through a function."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member)))
    return target


def test_values_dates_and_places_come_from_the_sheet(sheet_of):
    table = read_table(sheet_of(ROWS))
    assert (table.sheet, table.columns, len(table.sha256)) == ("Ledger", ("Day", "Amount"), 64)
    assert [row.values for row in table.rows] == [(date(2009, 3, 1), 10.5), (date(2009, 3, 2), 20)]
    where = table.cell(table.rows[1], "Amount").where
    assert where == "book.xlsx, sheet 'Ledger', row 3, column B (Amount)"


def test_a_table_that_does_not_begin_in_a1_keeps_its_places(workbook):
    def fill(book):
        page = book.add_worksheet("S")
        page.write_row(4, 2, ["A", "B"])
        page.write_row(5, 2, [1, 2])

    table = read_table(workbook(fill))
    assert table.cell(table.rows[0], "B").at == "D6"


def test_a_workbook_that_is_called_csv_says_so(sheet_of):
    table = read_table(sheet_of(ROWS, "ledger.csv"))
    assert table.notes[0].startswith("The name ends in '.csv', but the content is XLSX")
    assert len(table.rows) == 2


def test_merged_cells_in_the_table_are_refused_and_above_it_are_not(workbook):
    def fill(book):
        page = book.add_worksheet("S")
        page.merge_range(0, 0, 0, 2, "Ledger of the project")
        page.write_row(1, 0, ["A", "B", "C"])
        page.write_row(2, 0, [1, 2, 3])

    assert read_table(workbook(fill)).columns == ("A", "B", "C")

    def merged(book):
        fill(book)
        book.worksheets()[0].merge_range(3, 0, 4, 0, "both")

    with pytest.raises(
        InvalidInput, match=r"sheet 'S', row 4, column A: The cells A4:A5 are merged"
    ) as no:
        read_table(workbook(merged))
    assert no.value.remedy.startswith("Unmerge")


def test_formulas_and_errors_are_seen_where_they_stand(workbook):
    def fill(book):
        page = book.add_worksheet("S")
        page.write_row(0, 0, ["A", "B", "C"])
        page.write_row(1, 0, [1, 2])
        page.write_formula(1, 2, "=A2+B2", None, 3)
        page.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        page.write_array_formula(3, 0, 4, 0, "{=A2:A3}", None, 1)
        page.write(4, 1, 7)

    table = read_table(workbook(fill))
    a, b, c = table.cells(table.rows[0])
    assert (a.formula, b.formula, c.formula, c.value) == (False, False, True, 3)
    broken = table.cell(table.rows[1], "A")
    assert (broken.formula, broken.error) == (True, "#DIV/0!")
    assert table.cell(table.rows[3], "A").formula, "the second cell of an array formula"


def test_hidden_sheets_and_rows_are_told(workbook):
    def fill(book):
        page = book.add_worksheet("Seen")
        page.write_row(0, 0, ["A", "B"])
        page.write_row(1, 0, [1, 2])
        page.set_row(1, None, None, {"hidden": True})
        secret = book.add_worksheet("Secret")
        secret.write(0, 0, "x")
        secret.hide()

    path = workbook(fill)
    table = read_table(path)
    assert table.sheet == "Seen"
    assert "Hidden sheets were not read: Secret." in table.notes
    assert "Hidden rows are read like all others; there are 1." in table.notes
    with pytest.raises(InvalidInput, match=r"The sheet 'Secret' is hidden.*Show the sheet"):
        read_table(path, sheet="Secret")


def test_a_sheet_is_named_where_several_hold_something(workbook):
    def fill(book):
        for name in ("One", "Two", "Empty"):
            page = book.add_worksheet(name)
            if name != "Empty":
                page.write_row(0, 0, [name, "B"])

    path = workbook(fill)
    with pytest.raises(InvalidInput, match=r"Several sheets hold something: One, Two\. Name"):
        read_table(path)
    assert read_table(path, sheet="Two").columns == ("Two", "B")
    with pytest.raises(InvalidInput, match=r"There is no sheet 'Three'.*One, Two, Empty"):
        read_table(path, sheet="Three")


def test_a_workbook_without_anything_is_refused(workbook):
    with pytest.raises(InvalidInput, match="No visible sheet holds anything"):
        read_table(workbook(lambda book: book.add_worksheet()))


def test_macros_are_passed_over_and_told(sheet_of, tmp_path):
    path = rezipped(sheet_of(ROWS), tmp_path / "m.xlsm", lambda name, data: data)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    table = read_table(path)
    assert table.notes == ("The workbook holds macros; they were not run and not read.",)
    assert len(table.rows) == 2


def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to(sheet_of, monkeypatch):
    path = sheet_of(ROWS)
    monkeypatch.setattr(packages, "MOST_BYTES", 1 << 10)
    with pytest.raises(InvalidInput, match=r"would unpack to more than"):
        read_table(path)


def test_a_size_that_lies_is_found_out(sheet_of, tmp_path):
    big = rezipped(
        sheet_of(ROWS),
        tmp_path / "lie.xlsx",
        lambda name, data: data + b" " * 5_000_000 if "sheet1" in name else data,
    )
    data = bytearray(big.read_bytes())
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    big.write_bytes(data)
    with pytest.raises(InvalidInput, match=r"damaged or incomplete"):
        read_table(big)


def test_a_stray_cell_far_away_does_not_fill_the_memory(workbook):
    def fill(book):
        page = book.add_worksheet("S")
        page.write_row(0, 0, ["A", "B"])
        page.write_row(1, 0, [1, 2])
        page.write(900_000, 16_000, "stray")

    with pytest.raises(InvalidInput, match=r"reaches to row 900,001 and column WQK.*stray cells"):
        read_table(workbook(fill))


def test_a_cut_off_workbook_is_refused(sheet_of, tmp_path):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(sheet_of(ROWS).read_bytes()[:-200])
    with pytest.raises(InvalidInput, match=r"cut\.xlsx: The workbook is damaged or incomplete"):
        read_table(path)


def test_entities_in_a_workbook_expand_to_nothing_dangerous(sheet_of, tmp_path):
    bomb = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 1000 + b'">]>'

    def change(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data.replace(b"<worksheet", bomb + b"<worksheet", 1)

    path = rezipped(sheet_of(ROWS), tmp_path / "dtd.xlsx", change)
    assert "y" * 100 not in str(read_table(path).rows)


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls"])
def test_a_password_is_told(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(packed_ole() + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InvalidInput, match=r"closed by a password.*Save a copy without"):
        read_table(path)


def packed_ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "x")
    with pytest.raises(InvalidInput, match="a zip archive without a workbook, not a table"):
        read_table(path)


def ods_row(*cells: str, repeated: str = "") -> str:
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def ods_number(value: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def test_open_document_is_read_with_its_formulas(ods_of):
    formula = ' table:formula="of:=[.A2]*2"'
    path = ods_of(
        ods_row(ods_text("Сумма"), ods_text("B"))
        + ods_row(ods_number("1.5"), ods_number("3", formula))
    )
    table = read_table(path)
    assert (table.columns, table.rows[0].values) == (("Сумма", "B"), (1.5, 3.0))
    assert [cell.formula for cell in table.cells(table.rows[0])] == [False, True]


def test_merged_cells_of_open_document_are_refused(ods_of):
    spanned = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
    path = ods_of(
        ods_row(ods_text("A"), ods_text("B"))
        + ods_row(ods_text("both", spanned), "<table:covered-table-cell/>")
    )
    with pytest.raises(InvalidInput, match=r"row 2, column A: The cells A2:B2 are merged"):
        read_table(path)


def test_repeated_cells_of_open_document_do_not_fill_the_memory(ods_of):
    times = ' table:number-rows-repeated="1000000"'
    wide = ' table:number-columns-repeated="1000"'
    path = ods_of(
        ods_row(ods_text("A"), ods_text("B")) + ods_row(ods_number("1", wide), repeated=times)
    )
    with pytest.raises(InvalidInput, match=r"reaches to row 1,000,001"):
        read_table(path)


def test_old_excel_is_read_only_when_its_formulas_are_accepted(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(OLD)))
    with pytest.raises(InvalidInput, match=r"formulas cannot be told from values.*Save it as XLSX"):
        read_table(path)
    table = read_table(path, accept_formulas=True)
    assert (table.columns, [row.values for row in table.rows]) == (("Күн", "Amount"), [("x", 10.5)])
    assert "cannot be told" in table.notes[0]


# An Excel 97 workbook of two rows, compressed: nothing that the tests use can write one.
OLD = (
    "c-p&gUhu)fjZzO8(10BSGsD0CoD6J8VvIn{3F8Pb0OkMx2QgtZ2N3@s1w#sOasVTejg?_H?-_Pb9D?HeAp;Y`2"
    "9|?Bl7Zn75XUeSF!<%?r7F-7IDy@e$Ov+SEs$hnm;)5yV~_;9N(f9QgGpg9xgM-?514cSi}Zp?TcFwpj8P2d?f"
    "tYYps6^5NeL{+#{e>SJ6O*xu!tdpD8mU*Dz2Zv2vN(*;8>KIm@_yf<XCtZmM{S0%{?_QwJ0&?0fPuI0+%p+{jb"
    "2l@CBAr4=9X^(^s640Vw_hRh%7*_+%y)28ITP{|Vp(-U>{RhnXRn&?hw|J+<f$gB$}$0D>8%Sk|-HvH)|aV{U$"
    "FUI{QQRB(ZcWN;Q1K*_?q;H1q1BvTmp!E8Zr0v7-l(tlQdyyTk{U>^?_X#f}7kiuOR<Q|6q42>WiK+Sw$874TX"
    "1tzt@WE0p_X)s#~Oo{-LC6HDN5QQ?_n!##Xz_MyUdyK*0vb{PITLZ{$eI2+%uJy6KCXl_({b7~Jy6g4}8I*vPO"
    "$tyy2sSh5FzPVQnh63s?O`+{v>><(CM7Wn1r8<wsN4TTYcPI>zYJVprXZMv@Iax%2vyIBMLi=}J;=m5CN8jh1R"
    "1h{M%yt7F>C_|j{{OQ$;B`VM!_f;1*2dTjDk@x3P!;o1&q+9J*bNTYW%Z8I}q&9ah<<F{BLxaWY~frhI}9_0d`"
    "DX8S;R15kn<O=|_x#l@VqZBawPw<Aop)4z#_9A)6ry?2c@b(=V_C$cXG8qBROoFAI@s|36aPNn`r~xT3%|"
)
