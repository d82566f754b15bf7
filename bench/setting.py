"""A throw-away installation to measure on: its own data folder and a fresh SQLite database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def installation() -> Iterator[str]:
    """Django set up on an empty data folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="sapar-bench-") as folder:
        os.environ["SAPAR_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "sapar.settings"
        os.environ.setdefault("SAPAR_SECRET_KEY", "bench")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            yield folder
        finally:
            connection.close()
