"""Reads a project file: strict YAML in, one frozen ProjectFile out, or all its problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sapar.exchange.projectfiles.checks import problems_in
from sapar.exchange.projectfiles.money_checks import Problem
from sapar.exchange.projectfiles.schema import ProjectFile
from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook.yaml_text import Lines, load_located, read_located, validated


def read_project_file(path: Path, name: str = "") -> ProjectFile:
    """A file becomes a project file only if every key, date, code and reference in it holds.

    `name` is how errors call the file; its path where nothing is given. Raises InvalidInput that
    names file, line and field of every problem.
    """
    name = name or str(path)
    return _checked(*read_located(path, name), name)


def read_project_text(text: str, name: str) -> ProjectFile:
    """The same for a text that is already in memory."""
    return _checked(*load_located(text, name), name)


def refuse(problems: Sequence[Problem], where: str, lines: Lines | None = None) -> None:
    """Any problems at all become one error that lists them, by line where lines are known."""
    if not problems:
        return
    told = [(_line(path, lines), path, text) for path, text in problems]
    sentences = [
        f"{f'line {line}: ' if line else ''}'{'.'.join(str(part) for part in path)}': {text}"
        for line, path, text in sorted(told, key=lambda one: (one[0], str(one[1])))
    ]
    listed = sentences[0] if len(sentences) == 1 else "\n  ".join(["", *sentences])
    what = listed if len(sentences) == 1 else f"{len(sentences)} problems:{listed}"
    raise InvalidInput(
        what, where=where, remedy="Correct it and load the project again; nothing was written."
    )


def _checked(data: object, lines: Lines, name: str) -> ProjectFile:
    file = validated(ProjectFile, data, lines, name)
    refuse(list(problems_in(file)), name, lines)
    return file


def _line(path: tuple[str | int, ...], lines: Lines | None) -> int:
    if lines is None:
        return 0
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)
