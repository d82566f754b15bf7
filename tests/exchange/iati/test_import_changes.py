"""One change of each kind of fact: superseded where replaced, withdrawn where gone, else added."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.iati.made import (
    activity,
    budget,
    dates,
    imported,
    indicator,
    on_record,
    period,
    planned,
    result,
    title,
    transaction,
    value,
)

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import (
    Partner,
    Place,
    Project,
    ProjectPeriod,
    ProjectPhase,
    Sector,
    Statement,
)
from sapar.exchange.iati.renewal import FACTS
from sapar.ground.record.models import JournalEntry
from sapar.money.budget.models import BudgetAmount, PlannedSpending
from sapar.money.ledger.models import Entry
from sapar.watch.monitoring.models import ActualValue

pytestmark = pytest.mark.django_db

OLD, NEW = date(2025, 1, 10), date(2025, 3, 10)
UNTOUCHED = (
    title("A road"),
    dates(actual_start="2011-01-01"),
    transaction("7", ref="stays"),
    budget("70", 2019),
    result("Kept", indicator("Kept", period(2019, value("target", "1"), value("actual", "1")))),
)


def known(model: Any, on: date, *names: str) -> list[Any]:
    rows = model.objects.known_at(on).order_by("id")
    return list(rows.values_list(*names, flat=len(names) == 1))


def edited(folder: Path, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """One activity on record on a January day, and changed on a March day."""
    for day, elements in ((OLD, before), (NEW, after)):
        imported(
            folder,
            activity("XX-1", *elements),
            recorded_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )


def party(ref: str, role: int = 4) -> str:
    return f'<participating-org ref="{ref}" role="{role}"/>'


def described(text: str) -> str:
    return f'<description type="2"><narrative>{text}</narrative></description>'


def country(code: str, share: str = "100") -> str:
    return f'<recipient-country code="{code}" percentage="{share}"/>'


def sector(code: str, share: str = "100") -> str:
    return f'<sector code="{code}" percentage="{share}"/>'


def made_of(target: str, actual: str) -> str:
    values = value("target", target), value("actual", actual)
    return result("Roads", indicator("km", period(2011, *values)))


KINDS = [
    (ProjectPeriod, dates(planned_end="2011-06-30"), dates(planned_end="2012-06-30"), "ends_on"),
    (ProjectPhase, '<activity-status code="2"/>', '<activity-status code="4"/>', "phase"),
    (Statement, described("A bridge"), described("A long bridge"), "text"),
    (Partner, party("XM-1", 1), party("XM-1", 4), "role"),
    (Place, country("KG", "60"), country("KG", "40"), "percentage"),
    (Sector, sector("11110", "60"), sector("11110", "40"), "percentage"),
    (BudgetAmount, budget("100"), budget("150"), "amount"),
    (PlannedSpending, planned("100"), planned("150"), "amount"),
    (Entry, transaction("100"), transaction("150"), "amount"),
    (Target, made_of("10", "1"), made_of("20", "1"), "value"),
    (ActualValue, made_of("10", "1"), made_of("10", "2"), "value"),
]


each_kind = pytest.mark.parametrize(
    ("model", "old", "new", "field"), KINDS, ids=[case[0].__name__ for case in KINDS]
)


def test_every_kind_of_fact_has_its_case():
    assert {case[0] for case in KINDS} == set(FACTS)


@each_kind
def test_a_value_that_changed_supersedes_the_old_one(tmp_path, model, old, new, field):
    edited(tmp_path, (old,), (new,))
    (before,), (after,) = known(model, OLD, "id", field), known(model, NEW, "id", field)
    assert before[1] != after[1]
    assert model.objects.get(pk=after[0]).supersedes_id == before[0]


@each_kind
def test_what_is_gone_from_the_file_is_withdrawn(tmp_path, model, old, new, field):
    edited(tmp_path, (old,), ())
    assert len(known(model, OLD, field)) == 1
    assert known(model, NEW, field) == []
    assert model.objects.filter(withdrawn=True).count() == 1


@each_kind
def test_what_is_new_in_the_file_is_added_from_its_day_on(tmp_path, model, old, new, field):
    edited(tmp_path, (), (new,))
    assert known(model, OLD, field) == []
    assert len(known(model, NEW, field)) == 1


@each_kind
def test_a_change_touches_no_other_fact(tmp_path, model, old, new, field):
    unlike = (*UNTOUCHED, old), (*UNTOUCHED, new)
    edited(tmp_path, *unlike)
    recorded = datetime(NEW.year, NEW.month, NEW.day, tzinfo=UTC)
    touched = {m for m in FACTS if m.objects.filter(recorded_at=recorded).exists()}
    assert touched == {model}


def test_one_of_two_equal_transactions_is_withdrawn_and_one_stays(tmp_path):
    edited(tmp_path, (transaction(), transaction()), (transaction(),))
    assert known(Entry, OLD, "amount") == [100, 100]
    assert known(Entry, NEW, "amount") == [100]


def test_a_period_added_leaves_the_others_and_moves_the_end_target(tmp_path):
    first = period(2011, value("target", "10"))
    second = period(2012, value("target", "20"))
    edited(
        tmp_path,
        (result("R", indicator("I", first)),),
        (result("R", indicator("I", first, second)),),
    )
    assert known(Target, OLD, "kind", "value") == [("end", 10)]
    assert sorted(known(Target, NEW, "kind", "value")) == [("end", 20), ("milestone", 10)]


def test_a_title_that_changed_is_edited_and_its_past_is_in_the_journal(tmp_path):
    edited(tmp_path, (title("Old"),), (title("New"),))
    assert Project.objects.get().title == "New"
    assert known(Statement, OLD, "text") == ["Old"]
    edits = JournalEntry.objects.order_by("seq").last().changes["edited"]
    assert edits == [{"project": "XX-1", "what": "title", "was": "Old"}]


def test_the_title_of_an_indicator_that_changed_keeps_its_values(tmp_path):
    old, new = (result("R", indicator(name, period(2011, value("actual", "5")))) for name in "ab")
    edited(tmp_path, (old,), (new,))
    assert Indicator.objects.get().title == "b"
    assert ActualValue.objects.count() == 1
    edits = JournalEntry.objects.order_by("seq").last().changes["edited"]
    assert edits == [{"project": "XX-1", "what": "indicator 1.1, title", "was": "a"}]


def test_a_result_put_in_first_moves_no_value_to_another(tmp_path):
    old = result("Roads", indicator("km", period(2011, value("actual", "5"))))
    new = result("Bridges", indicator("pieces", period(2011, value("actual", "2"))))
    edited(tmp_path, (old,), (new, old))
    rows = ActualValue.objects.order_by("id").values_list("indicator__title", "value")
    assert list(rows) == [("km", 5), ("pieces", 2)]
    assert not ActualValue.objects.filter(withdrawn=True).exists()
    codes = Result.objects.order_by("code").values_list("code", "title")
    assert list(codes) == [("1", "Roads"), ("2", "Bridges")]


def test_an_activity_that_gained_results_gets_them(tmp_path):
    edited(tmp_path, (), (result("R", indicator("I", period(2011, value("target", "10")))),))
    assert Indicator.objects.get().code == "1.1"
    assert known(Target, OLD, "value") == []
    assert known(Target, NEW, "value") == [10]


def test_a_country_first_inferred_and_then_named_becomes_sourced(tmp_path):
    paid = transaction(more='<recipient-country code="KG"/>')
    edited(tmp_path, (paid,), ('<recipient-country code="KG"/>', paid))
    assert known(Place, OLD, "country", "basis") == [("KG", "inferred")]
    assert known(Place, NEW, "country", "basis") == [("KG", "sourced")]


def test_the_revision_of_a_changed_project_grows_and_of_no_other(tmp_path):
    imported(tmp_path, activity("A", title("x")), activity("B"))
    imported(tmp_path, activity("A", title("y")), activity("B"))
    assert dict(Project.objects.values_list("code", "revision")) == {"A": 2, "B": 1}


def test_back_and_forth_ends_where_the_last_file_stands(tmp_path):
    one, two = activity("XX-1", transaction("1")), activity("XX-1", transaction("2"))
    for day, text in enumerate((one, two, one), 1):
        imported(tmp_path, text, recorded_at=datetime(2025, 1, day, tzinfo=UTC))
    days = [date(2025, 1, day) for day in (1, 2, 3)]
    assert [known(Entry, day, "amount") for day in days] == [[1], [2], [1]]
    before = on_record()
    assert imported(tmp_path, one).same == 1
    assert on_record() == before


def test_numbers_written_in_another_way_are_no_change(tmp_path):
    edited(tmp_path, (transaction("100"),), (transaction("100.00"),))
    assert Entry.objects.get().amount == Decimal(100)
