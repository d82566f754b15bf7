from __future__ import annotations

import gzip
import re
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO

import pytest

from sapar.exchange.iati import reader
from sapar.exchange.iati.reader import read_activities, read_head
from sapar.exchange.iati.shapes import ActivityRead, Counts, Refusal
from sapar.ground.kernel import InvalidInput

ACTIVITY = "<iati-activity><iati-identifier>{}</iati-identifier></iati-activity>"
TRANSACTION = (
    '<transaction ref="{}"><transaction-type code="3"/><transaction-date iso-date="2011-01-02"/>'
    "<value>{}</value><receiver-org><narrative>Somebody</narrative></receiver-org></transaction>"
)


def document(body: str, version: str = "2.03") -> str:
    return f'<iati-activities version="{version}">{body}</iati-activities>'


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_the_three_versions_that_can_be_read(reading, version):
    assert [row.identifier for row in reading(document(ACTIVITY.format("A"), version))] == ["A"]


def test_the_head_is_known_before_the_activities(reading):
    head = reading(
        '<iati-activities version="2.02" generated-datetime="2025-01-03T16:38:00Z"'
        ' linked-data-default="https://x.example/"/>'
    ).head
    assert head == ("2.02", datetime(2025, 1, 3, 16, 38, tzinfo=UTC), "https://x.example/")


def test_a_head_without_a_readable_moment_is_no_reason_to_refuse(reading):
    text = '<iati-activities version="2.03" generated-datetime="long ago"/>'
    assert reading(text).head.generated is None


def test_a_path_is_opened_and_closed_by_the_reader(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(document(ACTIVITY.format("A")))
    assert read_head(path, "a.xml").version == "2.03"
    assert len(list(read_activities(path, "a.xml"))) == 1


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(InvalidInput, match="cannot be opened: No such file"):
        read_activities(tmp_path / "none.xml", "none.xml")


def test_an_activity_without_identifier_is_refused_whole_and_counted(reading):
    body = "\n<iati-activity><iati-identifier> </iati-identifier><budget/></iati-activity>"
    file = reading(document(body + ACTIVITY.format("B")))
    refusal, kept = list(file)
    assert isinstance(refusal, Refusal)
    assert (refusal.what, refusal.line) == ("iati-activity", 2)
    assert refusal.reason == "The activity has no identifier"
    assert kept.identifier == "B"
    assert (file.found, file.accepted) == (Counts(2, budgets=1), Counts(1))


def test_a_line_beyond_65535_is_told_exactly(reading):
    body = "<iati-activity><iati-identifier>A</iati-identifier>" + "\n" * 70_000
    (row,) = reading(document(body + "<activity-status code='x'/></iati-activity>"))
    assert row.refusals[0].line == 70_001


def test_an_activity_nested_in_another_is_not_an_activity(reading):
    inner = ACTIVITY.format("inner")
    outer = f"<iati-activity><iati-identifier>outer</iati-identifier>{inner}</iati-activity>"
    file = reading(document(outer))
    assert [row.identifier for row in file] == ["outer"]
    assert file.found.activities == 1


def test_encodings_that_xml_allows(reading):
    text = document(
        "<iati-activity xml:lang='ru'><iati-identifier>A</iati-identifier>"
        "<title><narrative>Дороги</narrative></title></iati-activity>"
    )
    for encoding in ("utf-16", "windows-1251", "utf-8-sig"):
        declared = encoding.removesuffix("-sig")
        data = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
        (row,) = reading(data)
        assert row.titles == {"ru": "Дороги"}
        assert "Дороги".encode() in row.xml


def test_the_evidence_is_xml_by_itself_with_the_namespaces_it_needs(reading):
    text = (
        '<iati-activities version="2.03" xmlns:x="urn:x"><iati-activity>'
        "<iati-identifier>A</iati-identifier><x:own/></iati-activity></iati-activities>"
    )
    (row,) = reading(text)
    assert row.xml == (
        b'<iati-activity xmlns:x="urn:x"><iati-identifier>A</iati-identifier><x:own/>'
        b"</iati-activity>"
    )


PIECES = (
    '\n <u:x xmlns:u="urn:u"/> <y xmlns="urn:q" z:p="1"><w/></y><!-- c --><?pi x?>'
    "tail &amp; more" + TRANSACTION
)


def test_pieces_of_a_large_activity_make_the_same_evidence_and_rows(reading, monkeypatch):
    transactions = "".join(PIECES.format(n, n) for n in range(500))
    text = (
        '<iati-activities xmlns:u="urn:u" version="2.03"><iati-activity xmlns:z="urn:z"'
        ' default-currency="USD"> text <iati-identifier>A</iati-identifier>'
        f"{transactions}</iati-activity>{ACTIVITY.format('B')}</iati-activities>"
    )
    whole = list(reading(text))
    monkeypatch.setattr(reader, "LARGE", 1)
    monkeypatch.setattr(reader, "CHUNK", 300)
    assert list(reading(text)) == whole
    assert len(whole[0].transactions) == 500


def test_a_large_activity_is_read_without_lifting_the_parsers_bounds(tmp_path):
    path = tmp_path / "large.xml"
    number = 60_000
    with path.open("w") as file:
        file.write('<iati-activities version="2.03"><iati-activity default-currency="USD">')
        file.write("<iati-identifier>LARGE</iati-identifier>\n")
        file.writelines(TRANSACTION.format(n, n) + "\n" for n in range(number))
        file.write("</iati-activity></iati-activities>")
    (row,) = read_activities(path, "large.xml")
    assert len(row.xml) > 10_000_000
    assert row.accepted == Counts(1, transactions=number)
    assert [each.value for each in row.transactions] == list(range(number))


def test_many_activities_do_not_pile_up_in_memory(reading):
    text = document((ACTIVITY.format("A") + "<other/>" * 20) * 5000)
    rows = reading(text)
    next(rows)
    tracemalloc.start()
    try:
        for _ in rows:
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000
    assert rows.found.activities == 5000


BOMB = (
    '<!DOCTYPE iati-activities [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
THIEF = '<!DOCTYPE iati-activities [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE iati-activities [<!ENTITY % p SYSTEM "http://x.example/p.dtd"> %p;]>'
TITLE = (
    "<iati-activity><iati-identifier>&a;</iati-identifier><title><narrative>&a;</narrative>"
    "</title></iati-activity>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB,
        THIEF,
        PARAMETER,
        f'<?xml version="1.0"?><!-- {"x" * 5000} -->\n{THIEF}',
        '<!DOCTYPE iati-activities SYSTEM "http://x.example/iati.dtd">',
    ],
)
def test_a_doctype_is_refused_before_anything_is_read(reading, doctype):
    with pytest.raises(InvalidInput, match="has a DOCTYPE") as refused:
        reading(doctype + document(TITLE))
    assert "root:" not in str(refused.value)
    assert "remove the DOCTYPE" in refused.value.remedy


def test_a_doctype_in_another_encoding_is_seen_too(reading):
    data = ('<?xml version="1.0" encoding="utf-16"?>' + BOMB + document(TITLE)).encode("utf-16")
    with pytest.raises(InvalidInput, match="has a DOCTYPE"):
        reading(data)


def test_an_undeclared_entity_is_not_well_formed(reading):
    body = ACTIVITY.format("A") + "\n" + ACTIVITY.format("A&nbsp;B") + ACTIVITY.format("C") * 9000
    with pytest.raises(InvalidInput, match="not well-formed: Entity 'nbsp' not defined") as refused:
        list(reading(document(body)))
    assert refused.value.where == "file.xml:2"
    assert "&#160;" in refused.value.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file.xml: The file is empty."),
        (b" \n\t\n", "file.xml: The file is empty."),
        (b"\xef\xbb\xbf", "file.xml: The file is empty."),
        (b"PK\x03\x04abc", "file.xml: This is a zip archive or an Excel workbook, not IATI XML."),
        (
            gzip.compress(b"<iati-activities/>", mtime=0),
            "file.xml: This is a gzip archive, not IATI XML.",
        ),
        (b"%PDF-1.7", "file.xml: This is a PDF document, not IATI XML."),
        (b"\xd0\xcf\x11\xe0\xa1", "file.xml: This is an old Excel or Word file, not IATI XML."),
        (b'{"docs": []}', "file.xml: This is JSON, not IATI XML."),
        (b"\n<!DOCTYPE html><html>", "file.xml: This is a web page (HTML)."),
        (b"<HTML><br>", "file.xml: This is a web page (HTML)."),
        (
            b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
            "file.xml:2: This is a web page (HTML).",
        ),
        (b"id,title\n1,Roads", "file.xml:1: The XML is not well-formed"),
        (b"<!-- only a comment -->", "file.xml:1: The XML is not well-formed"),
        (
            b'<iati-organisations version="2.03"/>',
            "file.xml:1: This is an organisation file (iati-organisations).",
        ),
        (
            b"<feed/>",
            "file.xml:1: The root element is 'feed', not 'iati-activities'.",
        ),
        (
            b'<iati-activities xmlns="urn:x" version="2.03"/>',
            "file.xml:1: The root element is '{urn:x}iati-activities', not 'iati-activities'.",
        ),
        (
            b'\n<iati-activities version="1.05"/>',
            "file.xml:2: This is IATI 1.05, whose elements mean other things. Ask the publisher"
            " for version 2.03, or convert the file to 2.03 first.",
        ),
        (
            b'<iati-activities version="3.0"/>',
            "file.xml:1: This is IATI 3.0; versions 2.01, 2.02 and 2.03 can be read.",
        ),
        (b"<iati-activities/>", "file.xml:1: The file does not say its IATI version."),
    ],
)
def test_a_file_that_is_not_what_is_read_says_what_it_is_and_what_to_do(data, message):
    with pytest.raises(InvalidInput, match="^" + re.escape(message)) as refused:
        read_activities(BytesIO(data), "file.xml")
    assert refused.value.remedy


def test_a_file_that_breaks_off_says_so_at_its_end(reading):
    text = document("\n" + ACTIVITY.format("A") + "\n" + ACTIVITY.format("B"))
    for end in (len(text) - 5, len(text) - 30, text.index("B") - 5):
        file = reading(text[:end])
        with pytest.raises(InvalidInput, match="breaks off before its end") as refused:
            list(file)
        assert refused.value.where == "file.xml:3"
        assert "Nothing of it was kept" in refused.value.remedy


def test_bad_markup_is_refused_at_its_line(reading):
    with pytest.raises(InvalidInput, match=r"^file.xml:2: The XML is not well-formed"):
        list(reading(document("\n<iati-activity></wrong>")))


def test_content_behind_the_root_is_refused(reading):
    with pytest.raises(InvalidInput, match="not well-formed"):
        list(reading(document(ACTIVITY.format("A")) + "<more/>"))


def test_what_was_given_out_has_its_type(reading):
    (row,) = reading(document(ACTIVITY.format("A")))
    assert isinstance(row, ActivityRead)
    assert row.refusals == ()
    assert row.found == row.accepted == Counts(1)
