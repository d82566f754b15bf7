from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from sapar.cli import ledger
from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db

MAPPING = """\
columns: {reference: No, effective_on: Day, amount: Sum, description: What}
always: {currency: KGS, kind: expenditure}
dates: dd.mm.yyyy
decimal: ","
"""
GOOD = "No;Day;Sum;What\n1;01.03.2009;1 234,50;[bold]Ош[/bold]\n2;02.03.2009;-4;аренда\n"
BAD = GOOD + "3;03.03.2009;much;x\n"


@pytest.fixture
def run(tmp_path):
    """The command line with a project, a mapping and a file."""
    Project.objects.create(code="P/1", title="Project")
    app = typer.Typer()
    ledger.register(app)
    (tmp_path / "m.yaml").write_text(MAPPING)

    def call(command: str, text: str = GOOD, *more: str, mapping: str = "", answer: str = ""):
        (tmp_path / "accounts.csv").write_text(text)
        arguments = ["ledger", command, str(tmp_path / "accounts.csv"), "--project", "P/1"]
        arguments += ["--mapping", mapping or str(tmp_path / "m.yaml"), *more]
        return CliRunner().invoke(app, arguments, input=answer)

    call.app, call.folder = app, tmp_path
    return call


def test_a_preview_tells_every_row_and_writes_nothing(run):
    found = json.loads(run("preview", BAD, "--format", "json").stdout)
    assert found["counts"] == {"new": 2, "same": 0, "changed": 0, "refused": 1}
    assert found["rows"][0]["entry"]["amount"] == 1234.5
    assert "row 4, column C (Sum)" in found["rows"][2]["problems"][0]
    assert not Entry.objects.exists()


def test_an_import_asks_first(run):
    refused = run("import", answer="n\n")
    assert refused.exit_code == 1
    assert not Entry.objects.exists()
    done = run("import", answer="y\n")
    assert "2 new, 0 changed, 0 same, 0 left out" in done.stdout
    assert Entry.objects.count() == 2


def test_refused_rows_are_left_out_only_when_asked(run):
    stopped = run("import", BAD, "--yes")
    assert isinstance(stopped.exception, InvalidInput)
    assert not Entry.objects.exists()
    done = json.loads(run("import", BAD, "--yes", "--despite-errors", "--format", "json").stdout)
    assert (done["new"], [one["row"] for one in done["refused"]]) == (2, [4])


def test_a_mapping_is_kept_under_its_name(run):
    path = str(run.folder / "m.yaml")
    kept = CliRunner().invoke(
        run.app, ["ledger", "save-mapping", "accounts", path, "--project", "P/1"]
    )
    assert kept.exit_code == 0
    assert "2 new" in run("import", GOOD, "--yes", mapping="accounts").stdout
    assert "2 same" in run("import", GOOD, "--yes", mapping="accounts").stdout
