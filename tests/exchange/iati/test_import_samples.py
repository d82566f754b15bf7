"""Real files on record: rows counted in the database against an independent parse of the XML."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction
from lxml import etree
from tests.exchange.iati.made import BY, on_record

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import Evidence, Project
from sapar.exchange.iati.actions import import_file
from sapar.exchange.iati.writing import Outcome, Writer
from sapar.ground.record.models import JournalEntry
from sapar.ground.record.queries import verify_journal
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    found = sorted(
        path
        for folder in ("2025-03", "others")
        for path in (shared / "iati/samples" / folder).glob("*.xml")
    )
    assert len(found) == 13
    return found


@pytest.fixture(scope="module")
def outcomes(files, django_db_setup, django_db_blocker) -> Iterator[dict[Path, Outcome]]:
    """All files imported once for the tests of this module, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        writer = Writer()
        yield {path: import_file(path, by=BY, writer=writer) for path in files}
        transaction.set_rollback(True)


def in_xml(path: Path) -> Counter[str]:
    root = etree.parse(path).getroot()
    kinds = (
        *("transaction", "budget", "planned-disbursement", "result"),
        *("result/indicator", "result/indicator/period"),
    )
    counts = {kind: len(root.findall(f"iati-activity/{kind}")) for kind in kinds}
    return Counter({"iati-activity": len(root.findall("iati-activity")), **counts})


def in_database(path: Path) -> Counter[str]:
    source = {"source__title": f"IATI file {path.name}"}
    kept = Evidence.objects.filter(document__source__title=f"IATI file {path.name}")
    projects = {"project__in": kept.values("project")}
    periods = Target.objects.filter(**source).exclude(kind="baseline")
    return Counter(
        {
            "iati-activity": Project.objects.filter(pk__in=kept.values("project")).count(),
            "transaction": Entry.objects.filter(**source).count(),
            "budget": BudgetAmount.objects.filter(**source).count(),
            "planned-disbursement": PlannedSpending.objects.filter(**source).count(),
            "result": Result.objects.filter(**projects).count(),
            "result/indicator": Indicator.objects.filter(**projects).count(),
            "result/indicator/period": len(
                set(periods.values_list("indicator", "period_from", "effective_on"))
            ),
        }
    )


def test_each_file_is_on_record_but_for_what_was_reported(outcomes):
    for path, outcome in outcomes.items():
        refused = Counter(refusal.what for refusal in outcome.refusals)
        expected = in_xml(path)
        expected.subtract({kind: refused[kind] for kind in expected})
        assert in_database(path) == expected, path.name


def test_what_is_said_to_be_stored_is_what_is_stored(outcomes):
    for path, outcome in outcomes.items():
        stored, found = outcome.stored, in_database(path)
        said = (stored.activities, stored.transactions, stored.budgets, stored.results)
        names = ("iati-activity", "transaction", "budget", "result")
        assert said == tuple(found[name] for name in names), path.name
        assert stored.indicators == found["result/indicator"]
        assert stored.periods == found["result/indicator/period"]


def test_money_is_on_record_to_the_last_digit(outcomes):
    for path in outcomes:
        root = etree.parse(path).getroot()
        source = {"source__title": f"IATI file {path.name}"}
        for model, kind in ((Entry, "transaction"), (BudgetAmount, "budget")):
            values = [Decimal(e.text) for e in root.iterfind(f"iati-activity/{kind}/value")]
            stored = model.objects.filter(**source).values_list("amount", flat=True)
            assert sorted(stored) == sorted(values), (path.name, kind)


def test_the_xml_of_each_activity_is_kept_byte_by_byte(outcomes):
    for path in outcomes:
        kept = {
            code: (sha, zlib.decompress(packed), size)
            for code, sha, packed, size in Evidence.objects.filter(
                document__source__title=f"IATI file {path.name}"
            ).values_list("project__code", "document__sha256", "document__packed", "document__size")
        }
        originals = etree.parse(path).getroot().findall("iati-activity")
        assert len(kept) == len(originals)
        for original in originals:
            xml = etree.tostring(original, encoding="UTF-8", with_tail=False)
            expected = (sha256(xml).hexdigest(), xml, len(xml))
            assert kept[original.findtext("iati-identifier").strip()] == expected


def test_importing_all_again_changes_no_row_of_any_table(outcomes):
    before, writer = on_record(), Writer()
    again = [import_file(path, by=BY, writer=writer) for path in outcomes]
    assert on_record() == before
    for first, second in zip(outcomes.values(), again, strict=True):
        assert (second.new, second.changed) == (0, 0)
        assert second.same == first.new
        assert second.unchanged.activities == first.stored.activities


def test_each_file_has_one_entry_in_a_journal_that_is_whole(outcomes):
    entries = JournalEntry.objects.order_by("seq").values_list("subject", "changes")
    assert [subject for subject, _ in entries] == [path.name for path in outcomes]
    for outcome, (_, changes) in zip(outcomes.values(), entries, strict=True):
        assert changes["new"] == outcome.new
        assert changes["refused"] == len(outcome.refusals)
    assert verify_journal().breaks == ()


def test_the_share_of_copied_ends_is_told_for_each_file(outcomes):
    shares = {path.name: outcome.ends_copied for path, outcome in outcomes.items()}
    assert shares["usaid-kg.xml"] > Decimal("0.95")
    assert shares["iati-activities-am-armenia.xml"] < Decimal("0.5")
    assert shares["UNHCR-Activities-2023.xml"] is None
