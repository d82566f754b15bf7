"""`sapar journal verify`: a row altered, removed or reordered behind the program is named."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.exchange.iati.made import activity, saved

ENTRY, HEAD = "sapar_journalentry", "sapar_journalhead"
TAMPERED = {
    "actor": (f"UPDATE {ENTRY} SET actor = 'x' WHERE seq = 2", "entry 2 was altered"),
    "changes": (f"UPDATE {ENTRY} SET changes = '{{}}' WHERE seq = 2", "entry 2 was altered"),
    "text": (f"UPDATE {ENTRY} SET reason = 'because' WHERE seq = 1", "entry 1 was altered"),
    "moment": (
        f"UPDATE {ENTRY} SET at = '2001-01-01 00:00:00+00:00' WHERE seq = 2",
        "entry 2 was altered",
    ),
    "removed": (f"DELETE FROM {ENTRY} WHERE seq = 2", "entry 2 was removed"),
    "cut": (f"DELETE FROM {ENTRY} WHERE seq = 3", "removed at the end"),
    "all": (f"DELETE FROM {ENTRY}", "entries 1 to 3 were removed at the end"),
    "head": (f"UPDATE {HEAD} SET hash = '{'0' * 64}'", "entry 3 is not the one"),
}
NO_MOMENT = {
    "a word": f"UPDATE {ENTRY} SET at = 'never' WHERE seq = 2",
    "no day": f"UPDATE {ENTRY} SET at = '2025-13-45 00:00:00' WHERE seq = 2",
}


@pytest.fixture
def three_entries(sapar, tmp_path) -> None:
    for name in "abc":
        assert (
            sapar("import", "iati", saved(tmp_path, f"{name}.xml", activity(name))).exit_code == 0
        )


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def test_a_whole_journal_is_said_to_be_whole(sapar, three_entries):
    result = sapar("journal", "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("The journal is whole: 3 entries, newest hash ")


@pytest.mark.parametrize("how", TAMPERED)
def test_a_journal_that_was_tampered_with_is_not_whole(sapar, three_entries, how):
    sql, says = TAMPERED[how]
    tamper(sql)
    result = sapar("journal", "verify")
    assert result.exit_code == 1
    assert says in result.stdout


def test_two_entries_that_changed_places_are_named(sapar, three_entries):
    tamper(
        f"UPDATE {ENTRY} SET seq = 99 WHERE seq = 1",
        f"UPDATE {ENTRY} SET seq = 1 WHERE seq = 2",
        f"UPDATE {ENTRY} SET seq = 2 WHERE seq = 99",
    )
    result = sapar("journal", "verify")
    assert result.exit_code == 1
    assert "entry 1 was altered" in result.stdout
    assert "entry 2 was altered" in result.stdout


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="others refuse what is no moment")
@pytest.mark.parametrize("how", NO_MOMENT)
def test_a_moment_that_is_none_is_an_alteration_and_no_crash(sapar, three_entries, how):
    tamper(NO_MOMENT[how])
    result = sapar("journal", "verify")
    assert result.exit_code == 1
    assert "entry 2 was altered" in result.stdout
