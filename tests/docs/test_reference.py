"""The reference cannot fall behind the code: each page is what the code generates now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs import pages_of_doors
from tests.docs.made import REFERENCE, ROOT, WRITE_ANEW, pages

import sapar
from sapar.ground.rulebook import default_rulebook
from sapar.watch.alerts.rules.measured import measures

SOURCE = Path(sapar.__file__).parent
PERMISSION = re.compile(r"^def (may_\w+|visible_to)\(", re.MULTILINE)
PAGES = (
    "rules.md",
    "alerts.md",
    "settings.md",
    "commands.md",
    "permissions.md",
    "project-file.md",
)


def told(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_generates_now(name: str) -> None:
    assert told(name) == pages()[name], f"{name} is out of step; run {WRITE_ANEW}"


def test_no_page_stands_there_that_nothing_generates() -> None:
    assert {page.name for page in REFERENCE.glob("*.md")} == set(pages()) == set(PAGES)


def test_every_rule_is_told_with_its_title_and_every_source() -> None:
    page = told("rules.md")
    for rule in default_rulebook().rules:
        assert f"### `{rule.id}`: {rule.title}\n" in page
        for values in (*rule.values.values(), *rule.exceptions):
            sources = [values.ref, *(row.ref for row in values.rows), values.amber_ref]
            assert all(source.title.strip() in page for source in sources if source)


def test_every_watch_rule_is_told_as_an_alert() -> None:
    page = told("alerts.md")
    judging = {rule.id for rule in default_rulebook().rules if rule.id.startswith("watch.")}
    for rule in judging | set(measures()):
        assert f"| [`{rule}`]" in page
        assert f"* `{rule}`: " in page


def test_every_measure_has_a_rule() -> None:
    assert set(measures()) <= {rule.id for rule in default_rulebook().rules}


def test_every_setting_is_told_and_none_that_is_not_read() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \| .* \| .* \| *", told("settings.md"), re.MULTILINE))
    assert rows == set(pages_of_doors.settings_read()) == set(pages_of_doors.MEANINGS)
    assert {"SAPAR_DATA", "DATABASE_URL", "SAPAR_HTTPS"} <= rows


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if pages_of_doors.variables_read(path)
    }
    assert readers == {"settings.py"}


def test_reading_of_the_environment_is_found_however_it_is_written(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "import os\n"
        'A = env("ONE", "x")\nB = env_flag("TWO")\nC = os.environ.get("THREE")\n'
        'D = os.environ["FOUR"]\nos.environ["SET_ONLY"] = "1"\n'
    )
    assert list(pages_of_doors.variables_read(module)) == ["ONE", "TWO", "THREE", "FOUR"]


def test_variables_of_make_and_the_tests_are_told() -> None:
    page = told("settings.md")
    files = [ROOT / "Makefile", *(ROOT / ".ci").iterdir(), *(ROOT / "tests").rglob("*.py")]
    named = {
        name
        for file in files
        if file.is_file()
        for name in re.findall(r"\bSAPAR_[A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))
    }
    assert "SAPAR_BROWSER" in named
    assert [name for name in sorted(named) if f"| `{name}` |" not in page] == []


def test_every_command_and_option_is_told() -> None:
    page = told("commands.md")
    paths = set()
    for path, command in pages_of_doors.commands():
        section = page.partition(f"## `{' '.join(path)}`\n")[2].partition("\n## ")[0]
        paths.add(path)
        assert command.help
        assert " ".join(command.help.split()) in section
        for parameter in command.params:
            assert parameter.help, f"{path}: {parameter.name} says nothing"
            for name in pages_of_doors.names_of(parameter):
                assert f"`{name}`" in section
    assert {
        ("sapar", "watch"),
        ("sapar", "import", "iati"),
        ("sapar", "journal", "verify"),
    } <= paths


def test_every_permission_is_told() -> None:
    page = told("permissions.md")
    in_code = {
        name
        for path in SOURCE.rglob("permissions.py")
        for name in re.findall(
            r"^def (may_\w+|visible_to)\(", path.read_text("utf-8"), re.MULTILINE
        )
    }
    assert in_code == {name for _, name, _ in pages_of_doors.permissions()}
    for name in in_code:
        assert f"| `{name}` |" in page


def test_what_may_be_done_is_asked_of_permissions_only() -> None:
    elsewhere = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if path.name != "permissions.py" and PERMISSION.search(path.read_text("utf-8"))
    ]
    assert elsewhere == []
