from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from django.db import transaction
from typer.testing import CliRunner

from sapar.cli import main
from sapar.examples.demo import TWIN, evaluated_project
from sapar.examples.twin import twin_project_file
from sapar.exchange.projectfiles.actions import load_project
from sapar.ground.record.actions import Actor

Sapar = Callable[..., Result]


def _run(*words: object) -> Result:
    if not main.app.registered_commands:
        main._gather()
    return CliRunner().invoke(main.app, [str(word) for word in words])


@pytest.fixture
def sapar(db) -> Sapar:
    """Runs a command in this process on the test database."""
    return _run


@pytest.fixture(scope="module")
def examples(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The evaluated project and its twin on record while a module is tested."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_project(evaluated_project(), by=Actor("test"))
        load_project(twin_project_file(), by=Actor("test"))
        yield TWIN
        transaction.set_rollback(True)


@pytest.fixture
def run_sapar() -> Sapar:
    """Runs a command in this process; for modules that hold `examples` on record."""
    return _run


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the installed command in a process of its own, with a data folder of its own."""
    command = Path(sys.executable).with_name("sapar")
    data = tmp_path_factory.mktemp("data")

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        return subprocess.run(
            [str(command), *map(str, words)],
            env={**kept, "SAPAR_DATA": str(data), **environment},
            cwd=data,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
