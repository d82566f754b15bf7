"""Every command block of README, tutorial and how-tos runs, in the order of reading."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.made import ROOT
from tests.docs.markdown import blocks

BIN = Path(sys.executable).parent
TUTORIAL = ("README.md", "docs/tutorial.md")
HOW_TO = (
    "docs/how-to/load-a-project.md",
    "docs/how-to/import-iati.md",
    "docs/how-to/change-a-rule.md",
    "docs/how-to/run-a-server.md",
    "docs/how-to/bring-in-the-ledger.md",
    "docs/how-to/report-to-the-donor.md",
)


def as_run(text: str) -> str:
    """A block as the test runs it: what sets up or serves is tried without doing so."""
    return "\n".join(_line(line) for line in text.splitlines())


def _line(line: str) -> str:
    if made := re.match(r"make (\S+)$", line):
        tried = f"make --dry-run {made[1]} >/dev/null"
        return f"{tried}\n{BIN}/sapar demo --no-serve" if made[1] == "demo" else tried
    if re.search(r"\bsapar demo\b", line):
        line = f"{line} --no-serve"
    return line.replace(".venv/bin/", f"{shlex.quote(str(BIN))}/")


def script(pages: tuple[str, ...]) -> Iterator[str]:
    """The blocks of some pages as one session of a shell, each announced by page and number."""
    yield "set -euo pipefail"
    for page in pages:
        for number, block in enumerate(blocks(ROOT / page, "sh"), 1):
            yield f"echo '== {page}, block {number}'"
            yield as_run(block.text)


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of this machine's own settings counts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SAPAR_", "MAKE")) and name != "DATABASE_URL"
    }
    return {**kept, "SAPAR_DATA": str(tmp_path / "data"), "COLUMNS": "160", "LC_ALL": "C.UTF-8"}


def run(pages: tuple[str, ...], folder: Path, env: dict[str, str]) -> dict[str, str]:
    """Runs the blocks of some pages; gives what each one printed, by page and number."""
    session = folder / "session.sh"
    session.write_text("\n".join(script(pages)), encoding="utf-8")
    done = subprocess.run(
        ["bash", str(session)],
        check=False,
        cwd=ROOT,
        env=env,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=600,
    )
    parts = done.stdout.split("== ")
    assert done.returncode == 0, f"stopped in {parts[-1][-3000:]}"
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}


@pytest.mark.slow
def test_readme_and_tutorial_run_from_beginning_to_end(
    tmp_path: Path, clean: dict[str, str]
) -> None:
    told = run(TUTORIAL, tmp_path, clean)
    assert "As of 2009-06-30" in told["docs/tutorial.md, block 2"]
    assert "watch.requests_waiting" in told["docs/tutorial.md, block 3"]
    assert "Payment requests wait too long" in told["docs/tutorial.md, block 4"]
    assert "the project ended on 2024-06-30" in told["docs/tutorial.md, block 6"]
    assert "The journal is whole" in told["docs/tutorial.md, block 7"]


@pytest.mark.slow
def test_howtos_run_one_after_the_other(tmp_path: Path, clean: dict[str, str]) -> None:
    told = run(HOW_TO, tmp_path, clean)
    assert "WATER-1 is on record" in told["docs/how-to/load-a-project.md, block 1"]
    assert "Spending is 29%" in told["docs/how-to/load-a-project.md, block 2"]
    assert '"refused": []' in told["docs/how-to/import-iati.md, block 1"]
    assert " 0 failed" in told["docs/how-to/change-a-rule.md, block 1"]
    assert "bytes" in told["docs/how-to/run-a-server.md, block 2"]
    assert (
        "2 new, 0 same, 0 changed, 0 refused" in told["docs/how-to/bring-in-the-ledger.md, block 2"]
    )
    assert "interim financial report of TWIN" in told["docs/how-to/report-to-the-donor.md, block 2"]


def test_pages_with_commands_are_all_run() -> None:
    with_commands = {
        str(page.relative_to(ROOT))
        for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        if blocks(page, "sh")
    }
    assert with_commands == {*TUTORIAL, *HOW_TO}


def test_readme_says_two_commands_and_make_knows_them() -> None:
    said = [block.text.strip() for block in blocks(ROOT / "README.md", "sh")]
    assert said == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in said:
        assert re.search(rf"^{command.split()[1]}:.*## \S", makefile, re.MULTILINE)
        subprocess.run(["make", "--dry-run", command.split()[1]], cwd=ROOT, check=True)


def test_what_would_serve_or_set_up_is_not_done() -> None:
    assert as_run("make test") == "make --dry-run test >/dev/null"
    assert as_run("make demo").endswith("/sapar demo --no-serve")
    assert as_run(".venv/bin/sapar demo") == f"{BIN}/sapar demo --no-serve"


def test_words_on_the_screen_that_the_tutorial_names_are_on_the_screen() -> None:
    web = ROOT / "src" / "sapar" / "web"
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (*web.rglob("*.html"), *web.rglob("*.py"))
    )
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\*\*([^*]+)\*\*", tutorial))
    assert "Decide a measure" in named
    assert [
        words for words in sorted(named) if f'"{words}"' not in shown and f"'{words}'" not in shown
    ] == []
