"""The installed command in processes of its own: exit status, streams, tampering, bad settings."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.exchange.iati.made import activity, document, saved, title, transaction

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def record(installed, tmp_path_factory) -> Path:
    """A database with three journal entries."""
    folder = tmp_path_factory.mktemp("files")
    for name in "abc":
        saved(folder, f"{name}.xml", activity(name, title(name), transaction()))
    (folder / "bad.xml").write_bytes(document(activity("bad"))[:-10])
    paths = [folder / f"{name}.xml" for name in ("a", "bad", "b", "c")]
    result = installed("import", "iati", "--format", "json", *paths)
    assert result.returncode == 1
    assert [row["file"] for row in json.loads(result.stdout)] == [
        *("a.xml", "b.xml", "c.xml", "bad.xml")
    ]
    told = result.stderr.splitlines()
    assert told[0] == "Bringing the database up to date"
    assert len(told) == 2
    assert told[1].startswith("bad.xml:1: The file breaks off")
    return folder


def database(installed) -> Path:
    return Path(installed.__closure__[1].cell_contents) / "sapar.sqlite3"


def test_the_journal_of_a_good_record_is_whole(installed, record):
    result = installed("journal", "verify")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("The journal is whole: 3 entries")


def test_a_row_that_was_tampered_with_is_named(installed, record, tmp_path):
    with (
        closing(sqlite3.connect(database(installed))) as original,
        closing(sqlite3.connect(tmp_path / "sapar.sqlite3")) as tampered,
    ):
        original.backup(tampered)
        tampered.executescript("UPDATE sapar_journalentry SET actor = 'x' WHERE seq = 2")
    result = installed("journal", "verify", SAPAR_DATA=str(tmp_path))
    assert (result.returncode, result.stderr) == (1, "")
    (line,) = result.stdout.splitlines()
    assert line.startswith("entry 2 was altered")


def test_a_refusal_is_one_line_on_the_error_stream(installed, record):
    result = installed("watch", "--as-of", "31.12.2009")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "--as-of: '31.12.2009' is not a day. Write it as 2009-06-30.\n"


def test_a_watch_over_imported_activities_is_json(installed, record):
    result = installed("watch", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    assert isinstance(json.loads(result.stdout), list)


def test_what_needs_no_record_makes_none(installed, tmp_path):
    result = installed("rules", "list", SAPAR_DATA=str(tmp_path))
    assert result.stdout
    assert result.stderr == ""
    assert not (tmp_path / "sapar.sqlite3").exists()


def test_a_data_folder_that_cannot_be_used_is_told_plainly(installed, tmp_path):
    (tmp_path / "file").write_text("")
    result = installed("watch", SAPAR_DATA=str(tmp_path / "file"))
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{tmp_path}/file: The folder for the data cannot be used")
    assert "SAPAR_DATA" in line


def test_a_file_that_is_no_database_is_told_plainly(installed, tmp_path):
    (tmp_path / "sapar.sqlite3").write_text("This is no database, but it is long enough." * 50)
    result = installed("watch", SAPAR_DATA=str(tmp_path))
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert "The database cannot be used: file is not a database" in line


def test_a_database_that_does_not_answer_is_told_plainly(installed):
    result = installed("watch", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("none: The database cannot be used")
    assert "DATABASE_URL" in line
