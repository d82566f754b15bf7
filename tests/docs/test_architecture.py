"""The page on architecture knows every room, and the order of the doors that is enforced."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from tests.docs.made import ROOT

import sapar

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SOURCE = Path(sapar.__file__).parent
FLOORS = ("ground", "design", "money", "together", "watch", "exchange")


def test_every_room_stands_in_the_table() -> None:
    table = {word for row in re.findall(r"^\|.*", PAGE, re.MULTILINE) for word in _named(row)}
    rooms = {
        folder.name
        for floor in FLOORS
        for folder in (SOURCE / floor).iterdir()
        if any(module.stem != "__init__" for module in folder.glob("*.py"))
    }
    assert {"kernel", "alerts", "iati"} <= rooms
    assert rooms | {"cli", "web", "examples"} <= table


def test_what_is_said_not_to_be_built_is_not_there() -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith("Not built yet: ")]
    folders = {module.parent.name for module in SOURCE.rglob("*.py")}
    assert set(_named(line)) & folders == set()


def test_every_folder_of_the_package_is_a_floor_or_a_door() -> None:
    folders = {module.parent.name for module in SOURCE.glob("*/__init__.py")}
    assert folders == {*FLOORS, "cli", "web", "examples", "migrations", "templatetags"}


def test_the_doors_stand_in_the_order_that_import_linter_holds() -> None:
    (line,) = [line for line in PAGE.splitlines() if " ← " in line]
    told = [word.removesuffix(".py") for word in _named(line)]
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:doors"]["layers"]
    assert told[::-1] == re.findall(r"\((\w+)\)", layers)


def test_every_module_that_the_page_names_is_there() -> None:
    paths = re.findall(r"`((?:\w+/)+\w+\.py)`", PAGE)
    assert "exchange/iati/reader.py" in paths
    alerts = SOURCE / "watch" / "alerts"
    missing = [
        path
        for path in paths
        if not any((base / path).is_file() for base in (ROOT, SOURCE, alerts))
    ]
    assert missing == []


def _named(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)
