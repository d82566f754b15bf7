"""YAML is read as it is written, and refusals name file, line and remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook.yaml_text import load_located, load_strict, read_strict


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.15", Decimal("0.15")),
        ("1.50", Decimal("1.50")),
        ("-3", -3),
        ("1_000", 1000),
        ("2009-03-31", date(2009, 3, 31)),
        ("true", True),
        ("~", None),
        ("NO", "NO"),
        ("yes", "yes"),
        ("010", "010"),
        ("12:30", "12:30"),
        (".nan", ".nan"),
        ("'0.15'", "0.15"),
        ("'*x & y'", "*x & y"),
        ("!!str 5", "5"),
    ],
)
def test_a_value_is_what_it_looks_like(written: str, read: object) -> None:
    found = load_strict(f"a: {written}", "f.yaml")["a"]
    assert found == read
    assert type(found) is type(read)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_every_decimal_comes_back_exactly(number: Decimal) -> None:
    found = load_strict(f"a: {number:f}", "f.yaml")["a"]
    assert isinstance(found, Decimal)
    assert found == number


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "The file is empty"),
        ("# only a remark\n", 1, "The file is empty"),
        ("- a\n- b", 1, "The file is not a list of keys"),
        ("a: 1\nb: 2\na: 3", 3, "The key 'a' stands twice; it was first given on line 1"),
        ("a:\n  b: 1\n  b: 1", 3, "The key 'b' stands twice; it was first given on line 2"),
        ("a: 1\nb: &x 2", 2, "Anchors (&name) and aliases (*name) are not read"),
        ("a: &x 1\nb: *x", 1, "Anchors (&name) and aliases (*name) are not read"),
        ("a: 1\nb: !!python/object:os.system x", 2, "The tag '!!python/object:os.system'"),
        ("a: !own {b: 1}", 1, "The tag '!own' is not read"),
        ("a: 1\nb: 2009-02-30", 2, "'2009-02-30' is not a day of the calendar"),
        ("<<: {a: 1}", 1, "The merge key '<<' is not read"),
        ("? [a]\n: 1", 1, "A key is neither text, a whole number nor a day"),
        ("true: 1", 1, "A key is neither text, a whole number nor a day"),
        ("a: 1\n---\nb: 2", 2, "The text is not readable as YAML"),
        ("a: " + "[" * 60 + "]" * 60, 1, "The keys are nested more than 40 deep"),
        ("a: " + "[" * 5000, 1, "The text is not readable as YAML"),
    ],
)
def test_a_refusal_names_its_line_and_a_remedy(text: str, line: int, what: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load_strict(text, "f.yaml")
    assert refused.value.where == f"f.yaml, line {line}"
    assert refused.value.what.startswith(what)
    assert refused.value.remedy


def test_lines_are_kept_by_path_of_keys() -> None:
    _, lines = load_located("a: 1\nb:\n  2009-03-01:\n    - x\n    - c: 2\n", "f.yaml")
    assert lines[("b", "2009-03-01")] == 3
    assert lines[("b", "2009-03-01", 1, "c")] == 5


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes("a: 1\nb: Ошский".encode("cp1251"))
    with pytest.raises(InvalidInput, match=r"old\.yaml, line 2: The file is not UTF-8 text"):
        read_strict(path)


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_strict(path) == {"a": 1}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"gone\.yaml: The file cannot be opened"):
        read_strict(tmp_path / "gone.yaml")
