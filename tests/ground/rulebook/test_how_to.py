"""The pack on the page that tells how to add a donor is complete, and its examples hold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sapar.cli.rules import rules
from sapar.ground.rulebook import Kind, Rulebook, load_conflicts, run_examples
from sapar.money.agreements.rules import compare, read_draft

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[str]:
    return _BLOCK.findall((HOW_TO / page).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs") / "foundation"
    folder.mkdir()
    for text in blocks("add-a-donor.md"):
        name = text.splitlines()[0].removeprefix("# ")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draft") / "draft.yaml"
    path.write_text(blocks("compare-rulebooks.md")[0], encoding="utf-8")
    return path


def test_the_pack_has_two_rules_and_a_table_whose_examples_hold(pack: Path) -> None:
    book = Rulebook.load(pack)
    assert [rule.kind for rule in book.rules] == [Kind.THRESHOLD, Kind.TABLE, Kind.DEADLINE]
    for rule in book.rules:
        assert [outcome for outcome in run_examples(rule) if not outcome.ok] == []


def test_the_pack_is_compared_beside_those_delivered(pack: Path, draft: Path) -> None:
    book = Rulebook.delivered_with(pack)
    rows = compare(book, "foundation", "un_ilo", read_draft(draft), on=date(2014, 1, 1))
    told = {row.topic: row for row in rows}
    assert told["indirect_costs"].missing == ("a rule of foundation",)
    assert told["procurement"].missing == ("a value of foundation.procurement for 2014-06-01",)


def test_the_command_compares_a_folder_with_a_pack(pack: Path, draft: Path) -> None:
    answer = CliRunner().invoke(rules, ["compare", str(pack), "eu_grant", "--budget", str(draft)])
    assert answer.exit_code == 0, answer.output
    assert "foundation" in answer.output
    assert "(not verified)" in answer.output.replace("\n", " ")


def test_the_draft_on_the_page_computes_every_topic(draft: Path) -> None:
    book = Rulebook.delivered_with()
    rows = compare(book, "un_ilo", "eu_grant", read_draft(draft), on=date(2014, 1, 1))
    open_ = {row.topic: row.missing for row in rows if row.missing}
    assert open_ == {"interest": ("a value of eu.interest for 2014-06-01",)}
    assert [row.title for row in rows if row.differs is False] == ["Commitments"]


def test_the_page_tells_every_key_of_a_draft_and_every_topic(draft: Path) -> None:
    page = (HOW_TO / "compare-rulebooks.md").read_text(encoding="utf-8")
    given = read_draft(draft)
    assert given.model_fields_set == set(type(given).model_fields)
    topics = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(topics) == len(load_conflicts())


def test_json_carries_rule_clause_and_status(draft: Path) -> None:
    answer = CliRunner().invoke(
        rules, ["compare", "un_ilo", "eu_grant", "--budget", str(draft), "--format", "json"]
    )
    assert answer.exit_code == 0, answer.output
    assert '"rule": "eu.cost.indirect_cap"' in answer.output
    assert '"amount": "98055.53"' in answer.output
