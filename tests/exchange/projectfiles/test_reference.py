"""The page about the project file is the one that the forms write."""

from __future__ import annotations

from pathlib import Path

from sapar.exchange.projectfiles.reading import read_project_text
from sapar.exchange.projectfiles.reference import EXAMPLE, reference_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "project-file.md"


def test_the_committed_page_is_the_one_the_forms_write() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), (
        f"{PAGE.name} is out of step with the forms; write reference_page() to it"
    )


def test_the_example_on_the_page_can_be_read() -> None:
    file = read_project_text(EXAMPLE, "example")
    assert file.project.code == "LAB-1"
    assert file.results[0].indicators[0].values[0].value == 1
