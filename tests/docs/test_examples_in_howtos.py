"""The files and the code that the how-tos show are sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.docs.made import ROOT
from tests.docs.markdown import blocks
from tests.docs.pages_of_rules import read_all_rooms

from sapar.design.projects.facts import PhaseFact
from sapar.exchange.projectfiles.reading import read_project_file, read_project_text
from sapar.ground.kernel import InvalidInput, Verdict
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import Rule, Rulebook, default_rulebook, read_rule, run_examples
from sapar.watch.alerts.rules import measured
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.reading import Watch, read_project
from sapar.watch.monitoring.reports import ReportFact

HOW_TO = ROOT / "docs" / "how-to"
WATER = ROOT / "docs" / "examples" / "water.yaml"
WARNINGS = ROOT / "src" / "sapar" / "ground" / "rulebook" / "packs" / "early_warning"


@pytest.fixture
def shown() -> list[str]:
    return [block.text for block in blocks(HOW_TO / "change-a-rule.md", "yaml")]


def rule_of(text: str, folder: Path) -> Rule:
    file = folder / "rule.yaml"
    file.write_text(text, encoding="utf-8")
    return read_rule(file, "rule.yaml")


def changed(fragment: str, folder: Path) -> Rule:
    """The rule on waiting requests with other values."""
    text = (WARNINGS / "requests_waiting.yaml").read_text(encoding="utf-8")
    before, after = text.split("values:\n")[0], text.split("says:\n")[1]
    return rule_of(f"{before}{fragment}says:\n{after}", folder)


def test_a_new_limit_holds_from_its_day(shown: list[str], tmp_path: Path) -> None:
    now = default_rulebook().rule("watch.requests_waiting")
    rule = changed(shown[0], tmp_path)
    assert rule.values[date(2000, 1, 1)] == now.values[date(2000, 1, 1)]
    assert rule.values[date(2026, 1, 1)].red == 8


def test_null_ends_a_rule(shown: list[str], tmp_path: Path) -> None:
    first = shown[0] + shown[1].removeprefix("values:\n")
    assert changed(first, tmp_path).values[date(2027, 1, 1)].ends


def test_the_pack_can_be_read_and_its_examples_come_out(shown: list[str], tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(shown[2], encoding="utf-8")
    (tmp_path / "monthly_note.yaml").write_text(shown[3], encoding="utf-8")
    read_all_rooms()
    book = Rulebook.load(tmp_path)
    assert book.pack_of("own.report.monthly_note").title == "Rules of our office"
    assert [outcome for outcome in run_examples(book.rules[0]) if not outcome.ok] == []


def test_the_alert_judges_what_its_measure_gives(
    shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "_measures", {})
    (code,) = blocks(HOW_TO / "change-a-rule.md", "python")
    exec(code.text, {})
    rule = rule_of(shown[4], tmp_path)
    assert [outcome for outcome in run_examples(rule) if not outcome.ok] == []
    watch = Watch((rule,), default_rulebook().rule("watch.no_corrective"))
    came = date(2009, 1, 31)
    report = ReportFact(date(2008, 7, 1), date(2008, 12, 31), "", Dated(1, came, came))
    begun = PhaseFact("implementation", Dated(2, came, came))
    facts = ProjectFacts("P", phases=(begun,), reports=(report,))
    told = read_project(facts, date(2010, 6, 1), watch)
    assert told.criticalities[0].severity is Verdict.RED
    assert told.criticalities[0].finding.says.startswith("Nothing was reported for 486 days")
    silent = read_project(ProjectFacts("P", phases=(begun,)), date(2010, 6, 1), watch)
    assert silent.criticalities[0].finding.missing == ("a progress report",)


def test_the_example_project_is_sound_and_says_that_it_is_invented() -> None:
    file = read_project_file(WATER)
    assert file.project.fictional
    assert file.basis == "illustrative"


def test_a_correction_as_the_howto_shows_it_is_taken() -> None:
    (fragment,) = blocks(HOW_TO / "load-a-project.md", "yaml")
    text = WATER.read_text(encoding="utf-8")
    before, after = text.split("ledger:\n  - ")[0], text.split("undertakings:\n")[1]
    file = read_project_text(f"{before}{fragment.text}undertakings:\n{after}", "changed.yaml")
    assert file.ledger[1].supersedes == "june"


def test_an_unknown_key_is_refused_as_the_howto_says() -> None:
    text = WATER.read_text(encoding="utf-8").replace("title: Drill wells", "tilte: Drill wells")
    with pytest.raises(InvalidInput, match=r"line \d+.*tilte"):
        read_project_text(text, "water.yaml")
