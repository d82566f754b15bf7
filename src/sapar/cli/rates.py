"""`sapar rates import`: published exchange rates come on record."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sapar.cli.printing import Format, day, errors, print_json
from sapar.exchange.rates.actions import RateKind, RatesOutcome, import_rates
from sapar.ground.kernel import SaparError
from sapar.ground.record.actions import Actor

rates = typer.Typer(help="Keep exchange rates by source.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(rates, name="rates")


@rates.callback()
def _family() -> None:
    """Keep exchange rates by source."""


@rates.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files of rates: JSON, CSV or XLSX.")],
    kind: Annotated[RateKind, typer.Option(help="Whose form the files have.")],
    month: Annotated[
        str | None, typer.Option(help="The month of an InforEuro list that does not say it.")
    ] = None,
    series: Annotated[str, typer.Option(help="The code that custom rates are kept under.")] = "",
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """Put published exchange rates on record; each file whole or not at all."""
    outcomes: list[RatesOutcome] = []
    refused: list[tuple[Path, SaparError]] = []
    by, first = Actor("sapar rates import"), _first(month)
    for path in files:
        try:
            outcomes.append(import_rates(path, kind, by=by, month=first, series=series))
        except SaparError as refusal:
            refused.append((path, refusal))
    if format is Format.JSON:
        rows = [{**asdict(one), "refused_whole": None} for one in outcomes]
        print_json(
            rows + [{"file": path.name, "refused_whole": str(error)} for path, error in refused]
        )
    else:
        _table(outcomes)
    for _, error in refused:
        errors.print(str(error), style="red", markup=False, highlight=False)
    if refused:
        raise typer.Exit(1)


def _first(month: str | None) -> date | None:
    return day(f"{month}-01" if month and len(month) == 7 else month, "--month")


def _table(outcomes: list[RatesOutcome]) -> None:
    if outcomes:
        table = Table("File", "Series", "Rates", "New", "Changed", "Same")
        for one in outcomes:
            counts = (one.read, one.new, one.changed, one.unchanged)
            table.add_row(one.file, one.series, *(str(n) for n in counts))
        Console().print(table)
    for one in outcomes:
        for warning in one.warnings:
            errors.print(f"{one.file}: {warning}", markup=False, highlight=False)
