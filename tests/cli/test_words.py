"""What is typed wrongly, an empty record, and the help of every command."""

from __future__ import annotations

import json

import pytest
import typer

from sapar.cli import main
from sapar.ground.kernel import SaparError

COMMANDS = frozenset(
    (
        *("demo", "serve", "load", "watch", "replay", "import", "import iati"),
        *("rules", "rules list", "rules explain", "rules test", "journal", "journal verify"),
    )
)


def commands(group: typer.core.TyperGroup, above: str = "") -> set[str]:
    found = set()
    for name, one in group.commands.items():
        found.add(f"{above}{name}")
        if hasattr(one, "commands"):
            found |= commands(one, f"{above}{name} ")
    return found


def test_every_command_is_there_and_explains_itself(sapar):
    sapar("--help")
    found = commands(typer.main.get_command(main.app))
    assert found >= COMMANDS
    for command in found:
        result = sapar(*command.split(), "--help")
        assert result.exit_code == 0
        assert f"Usage: root {command}" in result.stdout
        assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        (("watch", "--as-of", "yesterday"), "--as-of", "'yesterday' is not a day"),
        (("watch", "--as-of", "2009-02-30"), "--as-of", "'2009-02-30' is not a day"),
        (("watch", "--project", "NONE"), "", "No project is called 'NONE'"),
        (("replay", "NONE"), "", "No project is called 'NONE'"),
        (("replay", "NONE", "--from", "soon"), "--from", "'soon' is not a day"),
        (("replay", "NONE", "--to", "later"), "--to", "'later' is not a day"),
        (
            ("replay", "NONE", "--from", "2010-01-01", "--to", "2009-01-01"),
            "--from",
            "The replay would end on 2009-01-01, before it starts on 2010-01-01",
        ),
        (("rules", "explain", "watch.nothing"), "", "No rule is called 'watch.nothing'"),
    ],
)
def test_a_wrong_word_is_refused_with_place_and_remedy(sapar, words, where, what):
    result = sapar(*words)
    assert isinstance(result.exception, SaparError)
    assert result.exception.where == where
    assert result.exception.what == what
    assert result.exception.remedy
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words", [("watch", "--format", "xml"), ("watch", "--asof", "x"), ("ask",)]
)
def test_an_option_or_command_that_does_not_exist_ends_with_status_2(sapar, words):
    result = sapar(*words)
    assert result.exit_code == 2
    assert "Usage" in result.stderr


def test_an_empty_record_is_no_error(sapar):
    assert json.loads(sapar("watch", "--format", "json").stdout) == []
    assert "0 lines" in sapar("watch").stdout
    whole = sapar("journal", "verify")
    assert (whole.exit_code, whole.stdout.split(",")[0]) == (0, "The journal is whole: 0 entries")


def test_every_rule_is_listed_and_explained(sapar):
    from sapar.ground.rulebook import default_rulebook

    listed = "".join(sapar("rules", "list").stdout.split())
    for rule in default_rulebook().rules:
        explained = sapar("rules", "explain", rule.id)
        assert explained.exit_code == 0
        assert rule.title in explained.stdout
    assert listed.count("watch.") > 0


def test_the_examples_of_all_rules_hold(sapar):
    result = sapar("rules", "test")
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("rules, 0 failed")
