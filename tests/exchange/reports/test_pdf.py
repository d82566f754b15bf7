from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime

import pytest
from tests.exchange.reports.reports_made import cost
from tests.exchange.reports.test_workbook import whole

from sapar.exchange.reports.making import expenditure_pdf, report_pdf, request_pdf
from sapar.exchange.reports.pdf import set_in_type

LETTERS = "Қазақ: ӘәҒғҚқҢңӨөҰұҮүҺһІі. Кыргыз: ҢңӨөҮү. Тоҷикӣ: ҒғӢӣҚқӮӯҲҳҶҷ"


def unpacked(content: bytes) -> bytes:
    """A PDF with its packed parts laid open."""
    parts = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.parametrize("make", [report_pdf, expenditure_pdf, request_pdf])
def test_the_pdf_is_tagged_and_says_its_language(make):
    found = unpacked(make(whole(cost("12"))))
    assert b"/StructTreeRoot" in found
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", found)
    assert re.search(rb"/Lang\s*\(en\)", found)
    assert b"pdfuaid" in found
    assert b"/TH" in found, "the heads of tables are heads"


def test_what_people_wrote_is_never_markup():
    report = whole(
        cost("1", title="#panic() *bold* $x$ [ ] @ref <tag> \\", reference="#sys.inputs")
    )
    assert report_pdf(report).startswith(b"%PDF")


def test_kazakh_kyrgyz_and_tajik_letters_are_all_in_the_fonts():
    """PDF/UA forbids letters that no font has; the standard is kept, so none is missing."""
    data = document(LETTERS)
    assert b"pdfuaid" in unpacked(set_in_type(data, datetime(2012, 1, 1, tzinfo=UTC)))


def test_a_letter_that_no_font_has_leaves_the_pdf_tagged():
    found = unpacked(set_in_type(document("中文"), datetime(2012, 1, 1, tzinfo=UTC)))
    assert b"/StructTreeRoot" in found
    assert b"pdfuaid" not in found


def test_the_same_report_is_the_same_file():
    report = whole(cost("3"))
    assert report_pdf(report) == report_pdf(report)


def document(words: str) -> dict[str, object]:
    return {
        "title": words, "author": words, "language": "kk", "banner": words, "footer": words,
        "heading": words, "about": [words], "parts": [],
    }  # fmt: skip
