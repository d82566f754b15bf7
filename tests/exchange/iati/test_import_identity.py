"""Which activity is which: the same identifier twice, in use, or too long."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.iati.made import (
    BY,
    activity,
    document,
    imported,
    on_record,
    saved,
    title,
    transaction,
)

from sapar.design.projects.models import Project
from sapar.exchange.iati.actions import import_file
from sapar.exchange.iati.writing import Writer
from sapar.ground.kernel import InvalidInput
from sapar.ground.parties.models import Organisation
from sapar.ground.record.models import JournalEntry, Source
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db

EARLY, LATE = "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"


def reasons(outcome) -> list[str]:
    return [refusal.reason for refusal in outcome.refusals]


def test_twice_in_a_file_with_the_same_content_is_one_project(tmp_path):
    outcome = imported(tmp_path, activity("A", transaction()), activity("A", transaction()))
    assert (outcome.new, outcome.same, outcome.refusals) == (1, 1, [])
    assert Entry.objects.count() == 1
    assert outcome.stored.transactions + outcome.unchanged.transactions == outcome.read.transactions


def test_twice_in_a_file_with_other_content_the_second_is_refused(tmp_path):
    outcome = imported(tmp_path, activity("A", title("x")), activity("A", title("y")))
    assert reasons(outcome) == ["The same identifier stands in file.xml with other content"]
    assert Project.objects.get().title == "x"


def test_twice_in_a_file_is_refused_even_if_one_was_updated_later(tmp_path):
    one, two = activity("A", title("x"), updated=EARLY), activity("A", title("y"), updated=LATE)
    assert len(imported(tmp_path, one, two).refusals) == 1


def test_far_apart_in_a_file_it_is_noticed_too(tmp_path, monkeypatch):
    monkeypatch.setattr("sapar.exchange.iati.actions.BATCH", 1)
    outcome = imported(
        tmp_path, activity("A", title("x")), activity("A", title("x")), activity("A", title("y"))
    )
    assert (outcome.new, outcome.same, len(outcome.refusals)) == (1, 1, 1)


def test_in_two_files_of_a_run_with_the_same_content(tmp_path):
    writer = Writer()
    imported(tmp_path, activity("A"), name="a.xml", writer=writer)
    outcome = imported(tmp_path, activity("A"), activity("B"), name="b.xml", writer=writer)
    assert (outcome.new, outcome.same, outcome.refusals) == (1, 1, [])


def test_in_two_files_of_a_run_with_other_content_the_first_stands(tmp_path):
    writer = Writer()
    imported(tmp_path, activity("A", title("x")), name="a.xml", writer=writer)
    outcome = imported(tmp_path, activity("A", title("y")), name="b.xml", writer=writer)
    assert reasons(outcome) == ["The same identifier stands in a.xml with other content"]
    assert Project.objects.get().title == "x"


def test_in_two_files_of_a_run_the_later_edition_follows_the_earlier(tmp_path):
    writer = Writer()
    imported(tmp_path, activity("A", title("x"), updated=EARLY), name="a.xml", writer=writer)
    later = activity("A", title("y"), updated=LATE)
    assert imported(tmp_path, later, name="b.xml", writer=writer).changed == 1
    assert Project.objects.get().title == "y"


def test_in_two_files_of_one_name_they_are_two_files(tmp_path):
    writer = Writer()
    for folder, text, updated in (("a", "x", EARLY), ("b", "y", LATE)):
        (tmp_path / folder).mkdir()
        one = activity("A", title(text), updated=updated)
        imported(tmp_path / folder, one, writer=writer)
    assert Project.objects.get().title == "y"


def test_a_project_that_was_not_imported_is_never_touched(tmp_path):
    Project.objects.create(code="A", title="by hand")
    before = on_record()
    outcome = imported(tmp_path, activity("A", title("x")))
    assert reasons(outcome) == ["A project with this code is on record that did not come from IATI"]
    assert on_record() == before


def test_an_identifier_as_long_as_a_code_is_kept_and_a_longer_one_refused(tmp_path):
    outcome = imported(tmp_path, activity("A" * 120), activity("B" * 121))
    assert reasons(outcome) == ["The identifier is longer than 120 characters"]
    assert Project.objects.get().code == "A" * 120


def test_an_older_copy_is_refused_and_changes_nothing(tmp_path):
    imported(tmp_path, activity("A", title("new"), updated=LATE))
    before = on_record()
    outcome = imported(tmp_path, activity("A", title("old"), updated=EARLY))
    assert reasons(outcome) == [
        "The activity on record was updated later than this copy, on 2025-02-01"
    ]
    assert on_record() == before


def test_an_older_copy_that_was_refused_bars_no_newer_one(tmp_path):
    imported(tmp_path, activity("A", title("middle"), updated="2025-01-15T00:00:00Z"))
    writer = Writer()
    imported(tmp_path, activity("A", title("old"), updated=EARLY), name="a.xml", writer=writer)
    newer = activity("A", title("new"), updated=LATE)
    assert imported(tmp_path, newer, name="b.xml", writer=writer).changed == 1


def test_a_file_not_kept_is_forgotten_by_the_run(tmp_path):
    """Its activities and organisations are not taken for ones on record."""
    one = activity("A", '<participating-org ref="XM-1" role="1"/>', transaction())
    broken = tmp_path / "broken.xml"
    broken.write_bytes(document(one)[: -len("</iati-activities>")])
    writer = Writer()
    with pytest.raises(InvalidInput, match="breaks off"):
        import_file(broken, by=BY, writer=writer)
    assert not Project.objects.exists()
    outcome = imported(tmp_path, one, name="good.xml", writer=writer)
    assert (outcome.new, outcome.same) == (1, 0)
    assert Entry.objects.count() == Organisation.objects.count() == 1


def test_an_import_that_changes_nothing_leaves_no_trace(tmp_path):
    imported(tmp_path, activity("A"))
    before = on_record()
    imported(tmp_path, activity("A"), name="another-name.xml")
    assert on_record() == before
    assert (JournalEntry.objects.count(), Source.objects.count()) == (1, 1)


def test_a_name_that_is_not_utf8_is_kept_readable(tmp_path):
    path = saved(tmp_path, "file.xml", activity("A"))
    odd = Path(f"{tmp_path}/\udcff.xml")
    path.rename(odd)
    assert import_file(odd, by=BY).file == "?.xml"


def test_an_organisation_without_identifier_is_one_by_its_name(tmp_path):
    named = "<provider-org><narrative>Ministry</narrative></provider-org>"
    imported(tmp_path, activity("A", transaction(more=named), transaction(more=named)))
    (organisation,) = Organisation.objects.all()
    assert organisation.name == "Ministry"
    assert set(Entry.objects.values_list("provider", flat=True)) == {organisation.pk}
