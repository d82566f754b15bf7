"""Settings: what the environment may say, and what is refused."""

from __future__ import annotations

import pytest

from sapar import settings
from sapar.ground.kernel import InvalidInput


def test_the_database_is_sqlite_where_no_address_is_given():
    assert settings.database("")["ENGINE"] == "django.db.backends.sqlite3"


def test_an_address_with_options_is_read_to_its_end():
    read = settings.database("postgresql://me:p%40ss@db.example:5433/sapar?sslmode=require")
    assert read["ENGINE"] == "django.db.backends.postgresql"
    parts = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert [read[part] for part in parts] == [
        *("sapar", "me", "p@ss", "db.example", "5433"),
        {"sslmode": "require"},
    ]


@pytest.mark.parametrize("url", ["mysql://me@localhost/x", "postgresql://localhost:port/x"])
def test_an_address_that_cannot_be_read_is_refused_with_the_form_it_should_have(url):
    with pytest.raises(InvalidInput) as refused:
        settings.database(url)
    assert refused.value.where == "DATABASE_URL"
    assert "postgresql://" in refused.value.remedy


def test_the_secret_key_is_made_once_and_kept_for_the_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SAPAR_SECRET_KEY", raising=False)
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    key = settings.secret_key()
    assert len(key) > 50
    assert settings.secret_key() == key
    (kept,) = (tmp_path / "data").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_secret_key_of_the_environment_is_used_and_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("SAPAR_SECRET_KEY", "given")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    assert settings.secret_key() == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("SAPAR_SECRET_KEY", raising=False)
    monkeypatch.setattr(settings, "DATA", tmp_path / "file")
    with pytest.raises(InvalidInput, match="The folder for the data cannot be used"):
        settings.secret_key()
