"""Many writers at once: no entry of the journal is lost and the chain stays unbroken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from sapar.ground.parties.models import Organisation
from sapar.ground.record.actions import Actor, acting
from sapar.ground.record.models import JournalEntry
from sapar.ground.record.queries import verify_journal

THREADS, EACH = 8, 25


def act(thread: int) -> None:
    """One writer with a connection of its own."""
    try:
        for number in range(EACH):
            with acting("added", by=Actor(f"writer {thread}")) as deed:
                Organisation.objects.create(code=f"{thread}-{number}", name="Made")
                deed.changes = {"number": number}
    finally:
        connection.close()


def all_at_once() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(act, range(THREADS)))


def state() -> dict[str, object]:
    verified = verify_journal()
    return {
        "vendor": connection.vendor,
        "entries": verified.entries,
        "breaks": [one.what for one in verified.breaks],
        "rows": Organisation.objects.count(),
        "writers": JournalEntry.objects.values("actor").distinct().count(),
    }


WHOLE = {"entries": THREADS * EACH, "breaks": [], "rows": THREADS * EACH, "writers": THREADS}


def test_eight_writers_on_a_sqlite_file_leave_one_unbroken_chain(tmp_path: Path) -> None:
    # A process of its own, because the test database of SQLite lives in memory. Its tables come
    # from the models at once: going through the migrations would be most of its time.
    script = (
        "import json, django\n"
        "from django.conf import settings\n"
        "apps = ('sapar', 'auth', 'contenttypes', 'sessions', 'account')\n"
        "settings.MIGRATION_MODULES = dict.fromkeys(apps)\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', run_syncdb=True, verbosity=0)\n"
        "from tests.ground.record.test_concurrency import all_at_once, state\n"
        "all_at_once(); print(json.dumps(state()))"
    )
    environment = {
        **os.environ,
        "SAPAR_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sapar.settings",
    }
    environment.pop("DATABASE_URL", None)
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        cwd=root,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"vendor": "sqlite", **WHOLE}


@pytest.mark.postgres
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="DATABASE_URL names no PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_eight_writers_on_postgresql_leave_one_unbroken_chain() -> None:
    all_at_once()
    assert state() == {"vendor": "postgresql", **WHOLE}
