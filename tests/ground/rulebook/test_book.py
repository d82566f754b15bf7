"""A rulebook is read from packs, refuses what is doubtful, and has a stable fingerprint."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ground.rulebook.sample import DEADLINE, METHOD, THRESHOLD, write_pack

from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook import Mode, Rulebook


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("packs")
    return [
        write_pack(root / "one", "one", advance=THRESHOLD),
        write_pack(root / "two", "two", report=DEADLINE),
        write_pack(root / "three", "three", rate=METHOD),
    ]


def test_rules_are_found_by_id_with_their_pack(folders: list[Path]) -> None:
    book = Rulebook.load(*folders)
    assert [rule.id for rule in book.rules] == [
        "test.final_report",
        "test.rate",
        "test.use_of_advance",
    ]
    assert book.pack_of(book.rule("test.rate")).id == "three"
    assert [pack.id for pack in book.packs] == ["one", "three", "two"]


def test_an_unknown_id_is_answered_with_the_nearest(folders: list[Path]) -> None:
    book = Rulebook.load(*folders)
    with pytest.raises(InvalidInput, match=r"Did you mean 'test\.final_report'"):
        book.rule("test.final_raport")


@given(order=st.permutations(range(3)))
def test_the_fingerprint_does_not_depend_on_the_order(
    folders: list[Path], order: list[int]
) -> None:
    shuffled = Rulebook.load(*(folders[index] for index in order))
    assert shuffled.fingerprint == Rulebook.load(*folders).fingerprint


def test_the_fingerprint_follows_the_content_and_not_the_file(tmp_path: Path) -> None:
    def fingerprint(name: str, file: str, text: str) -> str:
        folder = write_pack(tmp_path / name, "one", **{file: text})
        return Rulebook.load(folder).fingerprint

    first = fingerprint("a", "advance", THRESHOLD)
    assert fingerprint("b", "renamed", THRESHOLD) == first
    assert fingerprint("c", "advance", THRESHOLD.replace("red: 0.70", "red: 0.71")) != first
    crlf = write_pack(tmp_path / "d", "one") / "advance.yaml"
    crlf.write_bytes(THRESHOLD.replace("\n", "\r\n").encode())
    assert Rulebook.load(crlf.parent).fingerprint == first


def test_an_id_used_twice_is_refused_with_both_files(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "one", "one", first=METHOD, second=METHOD)
    with pytest.raises(InvalidInput) as refused:
        Rulebook.load(folder)
    assert refused.value.where == "one/second.yaml"
    assert "The id 'test.rate' is used twice, here and in one/first.yaml" in str(refused.value)


def test_a_pack_id_used_twice_is_refused(tmp_path: Path) -> None:
    packs = [write_pack(tmp_path / name, "same") for name in ("a", "b")]
    with pytest.raises(InvalidInput, match=r"b/pack\.yaml: The id 'same' is used twice"):
        Rulebook.load(*packs)


def test_a_folder_without_its_pack_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"it has no pack\.yaml"):
        Rulebook.load(tmp_path)


def test_a_file_that_would_go_unread_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "one", "one")
    (folder / "rate.yml").write_text(METHOD, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"Rename it so that it ends in \.yaml"):
        Rulebook.load(folder)


def test_a_broken_rule_is_named_by_pack_file_and_line(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "one", "one", rate=METHOD.replace("title:", "titel:", 1))
    with pytest.raises(InvalidInput, match="Did you mean 'title'") as refused:
        Rulebook.load(folder)
    assert refused.value.where == "one/rate.yaml"
    assert "line 2: 'titel' is not a known key" in refused.value.what


def test_rules_apply_by_their_modes_or_else_by_that_of_their_pack(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "one",
        "one",
        rate=METHOD,
        report=DEADLINE.replace("unit:", "modes: [own]\nunit:"),
    )
    with (folder / "pack.yaml").open("a", encoding="utf-8") as pack:
        pack.write("mode: fafa_2003\n")
    book = Rulebook.load(folder)
    assert [rule.id for rule in book.applying_to(Mode.OWN)] == ["test.final_report"]
    assert [rule.id for rule in book.applying_to(Mode.FAFA_2003)] == ["test.rate"]
    assert book.applying_to(Mode.CUSTOM) == ()


def test_a_pack_is_found_by_id_with_its_rules(folders: list[Path]) -> None:
    book = Rulebook.load(*folders)
    assert book.pack("two").title == "A pack"
    assert [rule.id for rule in book.rules_in("two")] == ["test.final_report"]
    with pytest.raises(InvalidInput, match="Did you mean 'three'"):
        book.rules_in("thre")


def test_further_packs_stand_beside_those_delivered(folders: list[Path]) -> None:
    book = Rulebook.delivered_with(folders[0])
    assert {"one", "eu_grant", "un_ilo"} <= {pack.id for pack in book.packs}
    assert book.pack_of("test.use_of_advance").id == "one"
