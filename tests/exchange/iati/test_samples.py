"""The reader against real files: what it counts is what an independent parse counts."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from sapar.exchange.iati import reader
from sapar.exchange.iati.reader import read_activities
from sapar.exchange.iati.shapes import ActivityRead, Counts
from sapar.ground.kernel import InvalidInput

FOLDERS = ("2025-01", "2025-03", "2025-04", "others")


@pytest.fixture(scope="module")
def samples(shared: Path) -> list[Path]:
    files = [
        path for folder in FOLDERS for path in (shared / "iati/samples" / folder).glob("*.xml")
    ]
    assert len(files) > 10
    return sorted(files)


def counted(path: Path) -> Counts:
    root = etree.parse(path).getroot()
    below = "iati-activity/"
    paths = (
        "iati-activity",
        below + "transaction",
        below + "budget",
        below + "planned-disbursement",
        below + "result",
        below + "result/indicator",
        below + "result/indicator/period",
    )
    return Counts(*(len(root.findall(each)) for each in paths))


def test_counts_equal_those_of_an_independent_parse(samples):
    for path in samples:
        reading = read_activities(path, path.name)
        rows = list(reading)
        assert reading.found == counted(path), path.name
        assert sum((row.accepted for row in rows), Counts()) == reading.accepted, path.name


def test_every_activity_of_the_samples_is_accepted_and_its_evidence_is_its_xml(samples):
    for path in samples:
        originals = etree.parse(path).getroot().findall("iati-activity")
        rows = list(read_activities(path, path.name))
        assert len(rows) == len(originals)
        for row, original in zip(rows, originals, strict=True):
            assert isinstance(row, ActivityRead)
            assert row.identifier == original.findtext("iati-identifier").strip()
            assert row.xml == etree.tostring(original, encoding="UTF-8", with_tail=False)
            assert row.xml_sha256 == sha256(row.xml).hexdigest()


def test_money_is_read_to_the_cent(samples):
    for path in samples:
        values = [
            Decimal(element.text)
            for element in etree.parse(path).iterfind("iati-activity/transaction/value")
        ]
        rows = [row for row in read_activities(path, path.name) if isinstance(row, ActivityRead)]
        read = [transaction.value for row in rows for transaction in row.transactions]
        assert read == values


def test_reading_in_pieces_gives_the_same_rows(samples, monkeypatch):
    path = next(path for path in samples if path.name == "worldbank-679.xml")
    whole = list(read_activities(path, path.name))
    monkeypatch.setattr(reader, "LARGE", 1)
    monkeypatch.setattr(reader, "CHUNK", 777)
    assert list(read_activities(path, path.name)) == whole


def test_files_of_version_1_are_refused_with_the_version(shared):
    for path in (shared / "iati/samples/v1").glob("*.xml"):
        with pytest.raises(InvalidInput, match=r"This is IATI 1\.01"):
            read_activities(path, path.name)


def outcome(data: bytes, name: str) -> InvalidInput | None:
    """Why a file is refused as a whole; None where it is read to its end."""
    try:
        list(read_activities(BytesIO(data), name))
    except InvalidInput as refused:
        return refused
    return None


def test_the_conformance_files_are_read_or_refused_with_place_and_remedy(shared):
    refusals = []
    for path in sorted((shared / "iati/conformance").rglob("*.xml")):
        data = path.read_bytes().replace(b'version="xx"', b'version="2.03"')
        refusals.append((path.name, outcome(data, path.name)))
    assert 0 < sum(refused is not None for _, refused in refusals) < len(refusals) / 2
    assert all(r.where.startswith(name) and r.remedy for name, r in refusals if r is not None)
