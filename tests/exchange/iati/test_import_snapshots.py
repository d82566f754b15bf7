"""The same publisher's file on three dates: what changed, and what was known in between."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from tests.exchange.iati.made import BY, on_record

from sapar.design.projects.models import Evidence, Project, ProjectPeriod
from sapar.exchange.iati.actions import import_file
from sapar.exchange.iati.writing import Writer
from sapar.money.ledger.models import Entry

NAME = "usaid-tj.xml"
DAYS = {"2025-01": date(2025, 1, 20), "2025-03": date(2025, 3, 20), "2025-04": date(2025, 4, 20)}

Activities = dict[str, etree._Element]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def editions(shared: Path) -> dict[str, Path]:
    return {folder: shared / "iati/samples" / folder / NAME for folder in DAYS}


def activities_of(path: Path) -> Activities:
    root = etree.parse(path).getroot()
    return {e.findtext("iati-identifier").strip(): e for e in root.iterfind("iati-activity")}


def said(path: Path, codes: set[str]) -> Counter[tuple[str, str, Decimal]]:
    return Counter(
        (
            code,
            transaction.find("transaction-date").get("iso-date"),
            Decimal(transaction.findtext("value")),
        )
        for code, element in activities_of(path).items()
        if code in codes
        for transaction in element.iterfind("transaction")
    )


def known(on: date, codes: set[str]) -> Counter[tuple[str, str, Decimal]]:
    rows = Entry.objects.known_at(on).filter(project__code__in=codes)
    return Counter(
        (code, day.isoformat(), amount)
        for code, day, amount in rows.values_list("project__code", "effective_on", "amount")
    )


@pytest.mark.django_db
def test_each_edition_is_what_was_known_from_its_day_on(editions):
    codes: dict[str, set[str]] = {}
    for folder, path in editions.items():
        outcome = import_file(path, by=BY, recorded_at=at(DAYS[folder]))
        codes[folder] = set(activities_of(path))
        assert outcome.new + outcome.changed + outcome.same == len(codes[folder])
        assert folder == "2025-01" or outcome.changed > 0
    for folder, path in editions.items():
        assert known(DAYS[folder], codes[folder]) == said(path, codes[folder]), folder
    assert known(date(2025, 1, 19), codes["2025-01"]) == Counter()


@pytest.mark.django_db
def test_nothing_recorded_is_ever_altered(editions):
    first, second = editions["2025-01"], editions["2025-03"]
    import_file(first, by=BY, recorded_at=at(DAYS["2025-01"]))
    before = {row[0]: row for row in Entry.objects.values_list()}
    periods = {row[0]: row for row in ProjectPeriod.objects.values_list()}
    import_file(second, by=BY, recorded_at=at(DAYS["2025-03"]))
    assert {row[0]: row for row in Entry.objects.filter(pk__in=before).values_list()} == before
    after = ProjectPeriod.objects.filter(pk__in=periods).values_list()
    assert {row[0]: row for row in after} == periods


@pytest.mark.django_db
def test_an_activity_that_vanished_from_the_file_stays_on_record(editions, tmp_path):
    first = editions["2025-01"]
    tree = etree.parse(first)
    vanished = tree.getroot().find("iati-activity")
    code = vanished.findtext("iati-identifier").strip()
    tree.getroot().remove(vanished)
    tree.write(tmp_path / NAME)
    import_file(first, by=BY, recorded_at=at(DAYS["2025-01"]))
    import_file(tmp_path / NAME, by=BY, recorded_at=at(DAYS["2025-03"]))
    assert Project.objects.filter(code=code).exists()
    assert known(DAYS["2025-04"], {code}) == said(first, {code}) != Counter()


@pytest.mark.django_db
def test_the_xml_of_every_edition_of_an_activity_is_kept(editions):
    for folder, path in editions.items():
        import_file(path, by=BY, recorded_at=at(DAYS[folder]))
    a_code = next(
        code
        for code in activities_of(editions["2025-04"])
        if code in activities_of(editions["2025-01"])
    )
    texts = {
        etree.tostring(activities_of(path)[a_code], encoding="UTF-8", with_tail=False)
        for path in editions.values()
        if a_code in activities_of(path)
    }
    assert Evidence.objects.filter(project__code=a_code).count() == len(texts)


@pytest.mark.django_db
def test_older_copies_of_changed_activities_are_refused_and_change_nothing(editions):
    import_file(editions["2025-03"], by=BY, recorded_at=at(DAYS["2025-03"]))
    common = set(activities_of(editions["2025-01"])) & set(activities_of(editions["2025-03"]))
    known_before = known(date(2025, 5, 1), common)
    outcome = import_file(editions["2025-01"], by=BY, recorded_at=at(DAYS["2025-04"]))
    assert outcome.changed == 0
    older = [r for r in outcome.refusals if "was updated later than this copy" in r.reason]
    assert len(older) + outcome.same == len(common)
    assert older
    assert known(date(2025, 5, 1), common) == known_before


@pytest.mark.django_db
def test_all_editions_in_one_run_follow_one_another(editions):
    writer = Writer()
    outcomes = [import_file(path, by=BY, writer=writer) for path in editions.values()]
    assert [len(outcome.refusals) for outcome in outcomes] == [0, 0, 0]
    codes = set(activities_of(editions["2025-04"]))
    assert known(date(2099, 1, 1), codes) == said(editions["2025-04"], codes)
    before = on_record()
    import_file(editions["2025-04"], by=BY)
    assert on_record() == before
