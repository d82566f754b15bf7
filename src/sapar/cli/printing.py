"""What commands share: dates on the command line, JSON rows, progress on the error stream."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sapar.ground.kernel import InvalidInput, SaparError

errors = Console(stderr=True)


class Format(StrEnum):
    """How a command prints its rows."""

    TABLE = "table"
    JSON = "json"


def refuse(refusals: Sequence[SaparError]) -> None:
    """What was refused whole is told, one line each, and the command ends with exit status 1."""
    for refusal in refusals:
        typer.secho(str(refusal), err=True, fg="red")
    if refusals:
        raise typer.Exit(1)


def day(text: str | None, option: str) -> date | None:
    """A day given on the command line as 2009-06-30."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            f"'{text}' is not a day", where=option, remedy="Write it as 2009-06-30."
        ) from None


def plain(value: Any) -> Any:
    """A value as JSON prints it: decimals as numbers in text, days in ISO form."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(round(value, 6))
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value


def print_json(rows: object) -> None:
    """Rows as one JSON document on standard output."""
    json.dump(plain(rows), sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream that shows how far long work is; silent where nobody looks."""
    if not errors.is_terminal:
        yield lambda step: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=errors, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda step: bar.advance(task, step)
