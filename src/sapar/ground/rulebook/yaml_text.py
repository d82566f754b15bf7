"""YAML read strictly: what is written is what is read, and every refusal names file and line.

YAML guesses. `NO` becomes false, `010` becomes eight, `0.15` becomes a binary fraction. Here only
`true`, `false`, `null`, whole numbers, decimals and days (2009-03-01) are more than text; all else
stays the text that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.rulebook.checking import Lines, problem_at, validated

__all__ = [
    "Lines",
    "load_located",
    "load_strict",
    "problem_at",
    "read_located",
    "read_strict",
    "validated",
]

# libyaml is some ten times faster and gives the same nodes; the slow one is the fallback.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PLAIN = "tag:yaml.org,2002:"
_SCALARS = {_PLAIN + name for name in ("null", "bool", "int", "float", "timestamp", "str", "value")}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_DEEPEST = 40


def load_strict(text: str, name: str) -> dict[Any, Any]:
    """A YAML text is a mapping of plain values, each key once; anything cleverer is refused.

    `name` is how errors call the file. Raises InvalidInput with file, line and remedy.
    """
    return load_located(text, name)[0]


def read_strict(path: Path | Traversable, name: str = "") -> dict[Any, Any]:
    """The same for a file, which must be UTF-8."""
    return read_located(path, name)[0]


def read_located(path: Path | Traversable, name: str = "") -> tuple[dict[Any, Any], Lines]:
    """A file's data, with the line on which each key and each list item stands."""
    name = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"The file cannot be opened ({error.strerror})",
            where=name,
            remedy="Check the name of the file and who may read it.",
        ) from None
    return load_located(_decoded(raw, name), name)


def load_located(text: str, name: str) -> tuple[dict[Any, Any], Lines]:
    """A text's data, with the line on which each key and each list item stands.

    Lines are found by the path of keys; a day that is a key stands in the path as `2009-03-01`.
    """
    _refuse_anchors(text, name)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _unreadable(error, name) from None
    except RecursionError:
        raise _too_deep(name, 1) from None
    if node is None:
        raise InvalidInput(
            "The file is empty", where=f"{name}, line 1", remedy="Write at least one key in it."
        )
    reader = _Reader(name)
    if not isinstance(node, yaml.MappingNode):
        raise reader.refusal(
            node, "The file is not a list of keys", "Begin it with 'key: value' lines."
        )
    return reader.mapping(node, ()), reader.lines


class _Reader:
    """Turns YAML nodes into values and notes the line of each."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: Lines = {(): 1}

    def refusal(self, node: yaml.Node, what: str, remedy: str) -> InvalidInput:
        return InvalidInput(what, where=f"{self.name}, line {_line(node)}", remedy=remedy)

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        if len(path) > _DEEPEST:
            raise _too_deep(self.name, _line(node))
        if isinstance(node, yaml.MappingNode) and node.tag == _PLAIN + "map":
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == _PLAIN + "seq":
            return self.sequence(node, path)
        if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
            return self.scalar(node)
        raise self.refusal(
            node,
            f"The tag '{node.tag.replace(_PLAIN, '!!')}' is not read",
            "Write the value without a tag.",
        )

    def mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[Any, Any]:
        found: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            inner = (*path, key if isinstance(key, str | int) else str(key))
            if key in found:
                raise self.refusal(
                    key_node,
                    f"The key '{key}' stands twice; it was first given on line {self.lines[inner]}",
                    "Keep one of the two.",
                )
            self.lines[inner] = _line(key_node)
            found[key] = self.value(value_node, inner)
        return found

    def key(self, node: yaml.Node) -> str | int | date:
        if node.tag == _PLAIN + "merge":
            raise self.refusal(node, "The merge key '<<' is not read", "Write the keys out.")
        key = self.scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if isinstance(key, str | int | date) and not isinstance(key, bool):
            return key
        raise self.refusal(
            node,
            "A key is neither text, a whole number nor a day",
            "Put it in quotes.",
        )

    def sequence(self, node: yaml.SequenceNode, path: tuple[str | int, ...]) -> list[Any]:
        found = []
        for index, item in enumerate(node.value):
            self.lines[(*path, index)] = _line(item)
            found.append(self.value(item, (*path, index)))
        return found

    def scalar(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        if node.style in ("'", '"', "|", ">") or node.tag == _PLAIN + "str":
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text.replace("_", ""))
        if _DECIMAL.fullmatch(text):
            return Decimal(text.replace("_", ""))
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise self.refusal(
                    node,
                    f"'{text}' is not a day of the calendar",
                    "Write year, month and day, such as 2009-03-31.",
                ) from None
        return text


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidInput(
            "The file is not UTF-8 text",
            where=f"{name}, line {line}",
            remedy="Save it again with the encoding UTF-8.",
        ) from None


def _refuse_anchors(text: str, name: str) -> None:
    if "&" not in text and "*" not in text:
        return
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if getattr(event, "anchor", None) and event.start_mark:
                raise InvalidInput(
                    "Anchors (&name) and aliases (*name) are not read",
                    where=f"{name}, line {event.start_mark.line + 1}",
                    remedy="Write the value out, or put the text in quotes if it is meant as text.",
                )
    except yaml.YAMLError as error:
        raise _unreadable(error, name) from None


def _unreadable(error: yaml.YAMLError, name: str) -> InvalidInput:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unknown cause"
    return InvalidInput(
        f"The text is not readable as YAML: {problem}",
        where=f"{name}, line {mark.line + 1}" if mark else name,
        remedy="Check indentation, colons and quotes on this line and the one before it.",
    )


def _too_deep(name: str, line: int) -> InvalidInput:
    return InvalidInput(
        f"The keys are nested more than {_DEEPEST} deep",
        where=f"{name}, line {line}",
        remedy="Write them flatter.",
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
