"""`sapar import iati`: what it prints, and what it does with files that are not what they seem."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.exchange.iati.made import activity, document, on_record, saved, title, transaction

from sapar.design.projects.models import Project

GOOD = document(activity("GOOD", title("A road"), transaction()))


def workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE iati-activities [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    + GOOD.replace(b"A road", b"&b;")
)
BAD = {
    "truncated": (GOOD[:-30], "breaks off before its end", "Download the file again"),
    "entities": (ENTITIES, "has a DOCTYPE", "remove the DOCTYPE"),
    "undeclared": (GOOD.replace(b"A road", b"&nbsp;"), "not well-formed", "&#160;"),
    "version-1": (GOOD.replace(b"2.03", b"1.05"), "This is IATI 1.05", "2.03"),
    "workbook": (workbook(), "a zip archive or an Excel workbook", "Unpack it"),
    "web-page": (b"<!DOCTYPE html><html></html>", "This is a web page (HTML)", "download again"),
    "empty": (b"", "The file is empty", "Download it again"),
    "organisations": (b"<iati-organisations/>", "organisation file", "activity file"),
    "json": (b'{"a": 1}', "This is JSON", "as XML"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_not_iati_is_refused_in_one_line_and_changes_nothing(sapar, tmp_path, kind):
    data, what, remedy = BAD[kind]
    path = tmp_path / f"{kind}.xml"
    path.write_bytes(data)
    before = on_record()
    result = sapar("import", "iati", path)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(path.name)
    assert what in line
    assert remedy in line
    assert on_record() == before


def test_a_file_of_version_1_from_real_life_is_refused(sapar, shared):
    for path in (shared / "iati/samples/v1").glob("*.xml"):
        result = sapar("import", "iati", path)
        assert result.exit_code == 1
        assert "This is IATI 1.01" in result.stderr
    assert not Project.objects.exists()


def test_a_file_that_is_not_there_is_refused(sapar, tmp_path):
    result = sapar("import", "iati", tmp_path / "none.xml")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/none.xml: There is no such file. Check the path and try again.\n"
    )


def test_a_folder_is_refused(sapar, tmp_path):
    result = sapar("import", "iati", tmp_path)
    assert result.exit_code == 1
    assert "This is no file that can be read. Name the IATI files one by one." in result.stderr


def test_good_files_of_the_same_command_are_imported_all_the_same(sapar, tmp_path):
    (tmp_path / "bad.xml").write_bytes(GOOD[:-30])
    one = saved(tmp_path, "one.xml", activity("ONE"))
    two = saved(tmp_path, "two.xml", activity("TWO"))
    result = sapar("import", "iati", one, tmp_path / "bad.xml", two)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert set(Project.objects.values_list("code", flat=True)) == {"ONE", "TWO"}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (transaction(on="2011-02-30"), "'2011-02-30' is not a date"),
        (transaction(on="31/01/2011"), "'31/01/2011' is not a date"),
        (
            transaction().replace("<value>", '<value currency="XQZ">'),
            "'XQZ' is not a currency of ISO 4217",
        ),
        (transaction("1,234.50"), "separators of thousands"),
    ],
)
def test_an_element_that_cannot_be_read_is_told_with_line_and_remedy(sapar, tmp_path, bad, reason):
    path = saved(tmp_path, "file.xml", activity("A", transaction("5"), bad))
    result = sapar("import", "iati", path)
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith("file.xml:1: transaction of A: ")
    assert reason in line
    row = json.loads(sapar("import", "iati", "--format", "json", path).stdout)[0]
    assert (row["read"]["transactions"], row["unchanged"]["transactions"]) == (2, 1)
    assert reason in row["refused"][0]["reason"]


def test_json_is_alone_on_standard_output_and_counts_each_file(sapar, tmp_path):
    good = saved(tmp_path, "good.xml", activity("A", title("x"), transaction()))
    (tmp_path / "bad.xml").write_bytes(b"")
    result = sapar("import", "iati", "--format", "json", good, tmp_path / "bad.xml")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)
    kinds = {"activities", "transactions", "budgets", "results", "indicators", "periods"}
    for row in (first, second):
        assert kinds <= set(row["read"])
        assert kinds <= set(row["stored"])
        assert {"file", "path", "version", "projects", "refused"} <= set(row)
    assert (first["file"], first["read"]["transactions"]) == ("good.xml", 1)
    assert first["stored"] == first["read"]
    assert first["projects"] == {"new": 1, "changed": 0, "unchanged": 0}
    (refusal,) = second["refused"]
    assert refusal["reason"] == "The file is empty"
    assert result.stderr == "bad.xml: The file is empty. Download it again.\n"


def test_the_second_time_all_is_unchanged(sapar, tmp_path):
    path = saved(tmp_path, "good.xml", activity("A", transaction()))
    sapar("import", "iati", path)
    before = on_record()
    (row,) = json.loads(sapar("import", "iati", "--format", "json", path).stdout)
    assert row["projects"] == {"new": 0, "changed": 0, "unchanged": 1}
    assert row["unchanged"]["transactions"] == 1
    assert row["stored"]["transactions"] == 0
    assert on_record() == before


def test_the_table_gives_what_is_on_record_of_what_was_read(sapar, tmp_path):
    path = saved(tmp_path, "a.xml", activity("A", transaction("5"), transaction("x")))
    shown = sapar("import", "iati", path)
    assert "1 of" in shown.stdout
    assert "'x' is not a number" in shown.stderr


def test_a_publisher_who_copies_ends_is_named(sapar, shared):
    path: Path = shared / "iati/samples/2025-03/peace-kyrgyzstan.xml"
    result = sapar("import", "iati", path)
    assert "so these dates show no delay" in result.stderr
