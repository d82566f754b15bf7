"""`sapar rates import` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from tests.exchange.rates.files_made import MONTH_JSON, UN_TSV, written
from typer.testing import CliRunner

from sapar.cli import rates
from sapar.money.rates.models import Rate

pytestmark = pytest.mark.django_db


def run(*words: str):
    app = typer.Typer()
    rates.register(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["rates", "import", *words])


def test_files_are_imported_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "un.xls", UN_TSV)
    first = run(str(path), "--kind", "unore", "--format", "json")
    assert first.exit_code == 0
    (row,) = json.loads(first.output)
    assert (row["series"], row["new"], row["refused_whole"]) == ("unore", 3, None)
    second = run(str(path), "--kind", "unore")
    assert second.exit_code == 0
    assert "un.xls" in second.output
    assert Rate.objects.count() == 3


def test_a_refused_file_ends_with_status_1_and_the_others_are_kept(tmp_path: Path) -> None:
    good = written(tmp_path, "m.json", MONTH_JSON)
    bad = written(tmp_path, "bad.json", "[]")
    done = run(str(good), str(bad), "--kind", "inforeuro", "--month", "2009-03")
    assert done.exit_code == 1
    assert "not an InforEuro list" in " ".join(done.output.split())
    assert Rate.objects.count() == 2


def test_a_gap_is_told_beside_the_counts(tmp_path: Path) -> None:
    path = written(tmp_path, "m.json", MONTH_JSON)
    for month in ("2009-01", "2009-03"):
        done = run(str(path), "--kind", "inforeuro", "--month", month)
    assert "no rate for 2009-02 of KGS, USD" in " ".join(done.output.split())
