from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from sapar.cli import reports
from sapar.ground.kernel import InvalidInput

pytestmark = pytest.mark.django_db
PERIOD = ["--from", "2010-03-01", "--to", "2011-02-28", "--as-of", "2011-06-30"]


@pytest.fixture
def run(examples):
    """The command line with the worked examples on record."""
    app = typer.Typer()
    reports.register(app)
    return lambda *words: CliRunner().invoke(app, ["report", *map(str, words)])


@pytest.mark.parametrize(
    ("command", "name", "starts"),
    [
        ("financial", "r.xlsx", b"PK"),
        ("financial", "r.pdf", b"%PDF"),
        ("expenditure-list", "r.csv", "\ufeffFICTIONAL".encode()),
        ("expenditure-list", "r.pdf", b"%PDF"),
        ("payment-request", "r.pdf", b"%PDF"),
    ],
)
def test_each_report_is_written(run, examples, tmp_path, command, name, starts):
    done = run(command, examples, *PERIOD, "--out", tmp_path / name)
    assert done.exit_code == 0, done.exception
    assert (tmp_path / name).read_bytes().startswith(starts)
    assert "interim financial report of TWIN" in done.stdout


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (["--out", "r.doc"], "Let its name end in .xlsx or .pdf"),
        (["--out", "/nowhere/r.pdf"], "cannot be written"),
        (["--from", "March"], "--from: 'March' is not a day"),
        (["--from", "2012-01-01"], "before it starts"),
        (["--as-of", "2010-06-30"], "the day it is read"),
        (["--accounts", "dollar"], "--accounts: 'dollar' is not a currency"),
        (["--agreement", "X"], "Give --agreement as one of TWIN-GRANT"),
    ],
)
def test_what_cannot_be_written_is_told_with_what_to_do(run, examples, tmp_path, changed, says):
    words = ["financial", examples, *PERIOD, "--out", tmp_path / "r.pdf", *changed]
    refused = run(*words)
    assert isinstance(refused.exception, InvalidInput)
    assert says in str(refused.exception)
    assert not list(tmp_path.iterdir())


def test_an_agreement_without_terms_is_refused(run, tmp_path):
    refused = run("financial", "RER/06/14/EEC", *PERIOD, "--out", tmp_path / "r.pdf")
    assert isinstance(refused.exception, InvalidInput)
    assert "No terms are in force on 2011-06-30" in str(refused.exception)
