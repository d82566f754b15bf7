"""`sapar load`: project files in YAML, each whole or not at all."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tests.exchange.iati.made import on_record

from sapar.design.projects.models import Project


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    path = tmp_path / "project.yaml"
    shutil.copy(str(files("sapar.examples").joinpath("rer_06_14_eec.yaml")), path)
    return path


def test_a_project_is_loaded(sapar, project_file):
    result = sapar("load", project_file)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{project_file}: RER/06/14/EEC is on record, ")
    assert Project.objects.get().code == "RER/06/14/EEC"


def test_a_code_in_use_is_refused_and_nothing_is_changed(sapar, project_file):
    sapar("load", project_file)
    before = on_record()
    result = sapar("load", project_file)
    assert result.exit_code == 1
    assert "The code 'RER/06/14/EEC' is on record already" in result.stderr
    assert on_record() == before


def test_an_unknown_key_is_refused_with_its_line_and_nothing_is_changed(sapar, project_file):
    lines = len(project_file.read_text().splitlines())
    with project_file.open("a") as file:
        file.write("\nunheard_of: 1\n")
    before = on_record()
    result = sapar("load", project_file)
    assert result.exit_code == 1
    assert "unheard_of" in result.stderr
    assert str(lines + 2) in result.stderr
    assert on_record() == before


def test_a_file_that_is_not_there_is_refused_and_the_others_are_loaded(sapar, project_file):
    missing = project_file.with_name("none.yaml")
    result = sapar("load", missing, project_file)
    assert result.exit_code == 1
    assert str(missing) in result.stderr
    assert Project.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"- a\n- list\n", b"a: [1", b"PK\x03\x04"])
def test_what_is_no_project_file_is_refused(sapar, tmp_path, data):
    path = tmp_path / "odd.yaml"
    path.write_bytes(data)
    result = sapar("load", path)
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "odd.yaml" in result.stderr
    assert not Project.objects.exists()
