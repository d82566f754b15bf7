"""`sapar import iati`: activities of IATI files become projects on record."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sapar.cli.printing import Format, print_json, progress, refuse
from sapar.exchange.iati.actions import import_file
from sapar.exchange.iati.shapes import Refusal
from sapar.exchange.iati.writing import Outcome, Writer
from sapar.ground.kernel import SaparError
from sapar.ground.record.actions import Actor

COPYING = Decimal("0.9")
"""Share of ended activities with two equal ends, from which on a publisher is said to copy."""

imports = typer.Typer(help="Read other people's formats.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(imports, name="import")


@imports.callback()
def _family() -> None:
    """Read other people's formats."""


@imports.command("iati")
def iati(
    files: Annotated[list[Path], typer.Argument(help="IATI activity files, version 2.0x.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """Put the activities of IATI files on record as projects; each file whole or not at all."""
    outcomes: list[tuple[Path, Outcome]] = []
    refused: list[tuple[Path, SaparError]] = []
    writer = Writer()
    with progress("Importing", None) as step:
        for path in files:
            try:
                outcome = import_file(path, by=Actor("sapar import iati"), writer=writer, seen=step)
                outcomes.append((path, outcome))
            except SaparError as refusal:
                refused.append((path, refusal))
    if format is Format.JSON:
        print_json([_row(*one) for one in outcomes] + [_refused_row(*one) for one in refused])
    else:
        _table([outcome for _, outcome in outcomes])
    refuse([refusal for _, refusal in refused])


def _row(path: Path, outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.file,
        "path": _printable(path),
        "version": outcome.version,
        "read": asdict(outcome.read),
        "stored": asdict(outcome.stored),
        "unchanged": asdict(outcome.unchanged),
        "projects": {"new": outcome.new, "changed": outcome.changed, "unchanged": outcome.same},
        "ends_copied": outcome.ends_copied,
        "refused": [one._asdict() for one in outcome.refusals],
    }


def _refused_row(path: Path, why: SaparError) -> dict[str, Any]:
    """A file of which nothing was kept: the same keys, and the file itself as what was refused."""
    whole = Outcome(_printable(Path(path.name)))
    whole.refusals.append(Refusal(whole.file, 0, "", "file", why.what, why.remedy))
    return {**_row(path, whole), "refused_whole": str(why)}


def _printable(path: Path) -> str:
    return str(path).encode(errors="replace").decode()


def _table(outcomes: list[Outcome]) -> None:
    table = Table(
        "File", "Activities", "Transactions", "Budgets", "Results", "Indicators", "Periods",
        "New", "Changed", "Same", "Refused",
    )  # fmt: skip
    for one in outcomes:
        counts = (
            f"{getattr(one.stored, kind) + getattr(one.unchanged, kind)}"
            f" of {getattr(one.read, kind)}"
            for kind in (
                "activities", "transactions", "budgets", "results", "indicators", "periods",
            )
        )  # fmt: skip
        fates = (one.new, one.changed, one.same, len(one.refusals))
        table.add_row(one.file, *counts, *(str(n) for n in fates))
    if outcomes:
        Console().print(table)
    for outcome in outcomes:
        for refusal in outcome.refusals:
            typer.echo(str(refusal), err=True)
        if outcome.ends_copied is not None and outcome.ends_copied >= COPYING:
            typer.echo(
                f"{outcome.file}: the planned end repeats the actual end in"
                f" {outcome.ends_copied:.0%} of ended activities, so these dates show no delay."
                " Compare with earlier editions of the file.",
                err=True,
            )
