"""The journal in the database: all or nothing, and tampering is found row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.parties.models import Organisation
from sapar.ground.record.actions import Actor, acting, plain
from sapar.ground.record.models import JournalEntry, JournalHead
from sapar.ground.record.queries import journal_of, verify_journal

pytestmark = pytest.mark.django_db
CLERK = Actor("Clerk")


def write(count: int) -> None:
    for number in range(1, count + 1):
        with acting("organisation added", by=CLERK, project="P", reason="needed") as deed:
            row = Organisation.objects.create(code=f"o{number}", name=f"Organisation {number}")
            deed.subject, deed.changes = row.code, {"name": row.name, "number": number}


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> list[int]:
    return [one.seq for one in verify_journal().breaks]


def test_a_journal_as_it_was_written_is_whole() -> None:
    write(5)
    state = verify_journal()
    newest = JournalEntry.objects.get(seq=5)
    assert (state.entries, state.head, state.breaks) == (5, newest.hash, ())


def test_an_empty_journal_is_whole() -> None:
    assert verify_journal().breaks == ()


def add_half(reason: str = "", error: Exception | None = None) -> None:
    with acting("organisation added", by=CLERK, reason=reason) as deed:
        Organisation.objects.create(code="half", name="Half")
        deed.changes = {"name": "Half"}
        if error:
            raise error


def test_an_action_that_fails_leaves_neither_rows_nor_entry() -> None:
    write(1)
    with pytest.raises(RuntimeError):
        add_half(error=RuntimeError("midway"))
    assert not Organisation.objects.filter(code="half").exists()
    assert JournalEntry.objects.count() == 1
    assert verify_journal().breaks == ()


def test_an_entry_that_cannot_be_written_takes_the_rows_back() -> None:
    with pytest.raises(TypeError):
        add_half(reason=object())  # type: ignore[arg-type]
    assert not Organisation.objects.exists()
    assert not JournalEntry.objects.exists()


def test_an_action_inside_another_that_fails_is_taken_back_alone() -> None:
    with acting("outer", by=CLERK):
        with pytest.raises(RuntimeError), acting("inner", by=CLERK):
            raise RuntimeError
        Organisation.objects.create(code="kept", name="Kept")
    assert [entry.action for entry in JournalEntry.objects.all()] == ["outer"]
    assert verify_journal().breaks == ()


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "Somebody else"),
        ("reason", ""),
        ("action", "organisation removed"),
        ("project", "Q"),
        ("changes", '{"name": "Other"}'),
        ("at", "2001-01-01 00:00:00+00:00"),
    ],
)
def test_an_entry_changed_by_hand_is_named(seq: int, column: str, value: str) -> None:
    write(5)
    sql(f"UPDATE sapar_journalentry SET {column} = %s WHERE seq = %s", value, seq)
    assert broken() == [seq]


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_entry_deleted_by_hand_is_named(seq: int) -> None:
    write(5)
    sql("DELETE FROM sapar_journalentry WHERE seq = %s", seq)
    assert broken() == [seq]


def test_two_entries_that_changed_places_are_both_named() -> None:
    write(5)
    for seq, new in ((2, 99), (4, 2), (99, 4)):
        sql("UPDATE sapar_journalentry SET seq = %s WHERE seq = %s", new, seq)
    assert broken() == [2, 4]


def test_a_journal_cut_at_its_end_with_its_head_taken_away_is_not_whole() -> None:
    write(3)
    sql("DELETE FROM sapar_journalentry WHERE seq = 3")
    sql("DELETE FROM sapar_journalhead")
    assert broken() == [1]


def test_a_head_set_back_by_hand_is_found() -> None:
    write(3)
    earlier = JournalEntry.objects.get(seq=2)
    JournalHead.objects.update(seq=2, hash=earlier.hash)
    assert broken() == [3]


def test_the_journal_of_a_project_tells_the_newest_first() -> None:
    write(3)
    with acting("elsewhere", by=CLERK, project="Q"):
        pass
    rows = journal_of("P", until=datetime.now(UTC), limit=2)
    assert [(row.seq, row.subject) for row in rows] == [(3, "o3"), (2, "o2")]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("1.50"), "1.50"),
        (date(2009, 6, 1), "2009-06-01"),
        (1e22, "1e+22"),
        (-0.0, "-0.0"),
        ({2: Decimal(1)}, {"2": "1"}),
        ((1, "a"), [1, "a"]),
        ({"b", "a"}, ["a", "b"]),
        (None, None),
        (True, True),
    ],
)
def test_a_value_is_kept_so_that_every_database_gives_it_back(value: object, kept: object) -> None:
    assert plain(value) == kept


def test_numbers_that_databases_write_in_their_own_way_leave_the_chain_whole() -> None:
    with acting("numbers", by=CLERK) as deed:
        deed.changes = {"big": 1e22, "minus": -0.0, "long": 10**30, "exact": Decimal("1E+3")}
    assert verify_journal().breaks == ()


@given(st.decimals(allow_nan=False) | st.dates() | st.floats() | st.text() | st.integers())
def test_a_kept_value_is_never_a_binary_fraction(value: object) -> None:
    assert type(plain([value])[0]) in (str, int)  # type: ignore[index]
