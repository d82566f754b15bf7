"""Data checked against a schema; every problem is told at once, each with its line and its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from sapar.ground.kernel.errors import InvalidInput

Lines = dict[tuple[str | int, ...], int]
"""Line numbers, from 1, by path of keys; the empty path is the file itself."""

_DAY_KEY = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")

ModelT = TypeVar("ModelT", bound=BaseModel)

_PLAINLY = {
    "string_type": "should be text; put it in quotes",
    "decimal_type": "should be a number",
    "decimal_parsing": "should be a number",
    "dict_type": "should hold keys of its own",
    "model_type": "should hold keys of its own",
    "tuple_type": "should be a list",
    "list_type": "should be a list",
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "date_from_datetime_parsing": "should be a day, such as 2009-03-31",
    "date_type": "should be a day, such as 2009-03-31",
}


def validated(model: type[ModelT], data: object, lines: Lines, name: str) -> ModelT:
    """Data becomes a model, or one InvalidInput that lists all problems with line and key path.

    `lines` comes from `load_located`; `name` is how errors call the file. An unknown key is
    answered with the nearest known one.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = sorted(set(_problems(error, model, lines)))
    if len(problems) == 1:
        line, text = problems[0]
        raise InvalidInput(
            text, where=f"{name}, line {line}", remedy="Correct it and read the file again."
        )
    told = "".join(f"\n  line {line}: {text}" for line, text in problems)
    raise InvalidInput(
        f"{len(problems)} problems:{told}",
        where=name,
        remedy="Correct these lines and read the file again.",
    )


def problem_at(path: Sequence[object], text: str) -> PydanticCustomError:
    """A refusal raised inside a model's own check, placed at a key below that model."""
    return PydanticCustomError("at", "{text}", {"text": text, "at": [_plain(p) for p in path]})


def nearest(word: str, known: Sequence[str]) -> str:
    """' Did you mean …?' with the nearest known word, or nothing when none is near."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""


def _problems(
    error: ValidationError, model: type[BaseModel], lines: Lines
) -> Iterator[tuple[int, str]]:
    for detail in error.errors(include_url=False):
        placed = (*detail["loc"], *detail.get("ctx", {}).get("at", ()))
        named = detail["type"] in ("missing", "at")
        path, line = _located([_as_written(part) for part in placed], lines, keep_last=named)
        yield line, _told(detail, path, model)


def _located(
    parts: Sequence[str | int], lines: Lines, *, keep_last: bool
) -> tuple[tuple[str | int, ...], int]:
    """The path as the file has it, without the names pydantic adds for choices between types.

    The last part of a missing key is kept although the file does not have it.
    """
    path: tuple[str | int, ...] = ()
    for part in parts:
        if (*path, part) in lines:
            path = (*path, part)
    line = lines.get(path, 1)
    if keep_last and parts and path[-1:] != (parts[-1],):
        path = (*path, parts[-1])
    return path, line


def _as_written(part: str | int) -> str | int:
    """A day that is a key, which pydantic names as Python would, the way the file has it."""
    match = _DAY_KEY.fullmatch(part) if isinstance(part, str) else None
    return date(*map(int, match.groups())).isoformat() if match else part


def _told(detail: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    shown = ".".join(str(part) for part in path)
    match detail["type"]:
        case "missing":
            return f"'{shown}' is missing"
        case "extra_forbidden":
            hint = nearest(str(path[-1]), _known_keys(model, path[:-1])) if path else ""
            return f"'{shown}' is not a known key. {hint}".rstrip()
        case kind:
            message = _PLAINLY.get(kind) or detail["msg"].removeprefix("Value error, ")
            message = message.replace("Input should", "should").replace("String should", "should")
            return f"'{shown}' {message}" if message.startswith("should") else _with(shown, message)


def _with(shown: str, message: str) -> str:
    return f"'{shown}': {message}" if shown else message


def _known_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    models = {model}
    for part in path:
        inner = {
            found
            for candidate in models
            for key, field in candidate.model_fields.items()
            if part in (key, field.alias)
            for found in _models_in(field.annotation)
        }
        # A list position or the key of a free mapping stays with the models already found.
        models = inner or models
    return sorted({f.alias or key for m in models for key, f in m.model_fields.items()})


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _plain(part: object) -> str | int:
    return part if isinstance(part, str | int) else str(part)
