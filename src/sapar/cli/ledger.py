"""`sapar ledger`: a file of the accounts is previewed row by row, and imported once confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Listing

from sapar.cli.printing import Format, day, errors, print_json
from sapar.cli.watching import project_called
from sapar.design.projects.models import Project
from sapar.exchange.spreadsheets.ledger import (
    Preview,
    PreviewRow,
    RowVerdict,
    import_ledger,
    preview_ledger,
)
from sapar.exchange.spreadsheets.mapping import TableMapping, read_mapping
from sapar.exchange.spreadsheets.saved import save_mapping, saved_mapping
from sapar.ground.record.actions import Actor
from sapar.watch.alerts.queries import today

ledger = typer.Typer(help="Read the ledger from files of the accounts.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="CSV, XLSX or ODS file with one row for each entry.")]
OfProject = Annotated[str, typer.Option("--project", help="The project's code.")]
Named = Annotated[
    str, typer.Option("--mapping", help="A saved column mapping's name, or a YAML file.")
]
OnSheet = Annotated[str | None, typer.Option("--sheet", help="The sheet, if there are several.")]
Accept = Annotated[
    bool, typer.Option("--accept-formula-values", help="Take what formulas last gave.")
]
Printed = Annotated[Format, typer.Option("--format", help="How to print.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(ledger, name="ledger")


@ledger.command("preview")
def preview(
    file: File,
    *,
    project: OfProject,
    mapping: Named,
    sheet: OnSheet = None,
    accept: Accept = False,
    as_of: Annotated[str | None, typer.Option(help="Compare as known on this day; today.")] = None,
    format: Printed = Format.TABLE,
) -> None:
    """Show what importing a file would do, row by row; nothing is written."""
    owner = project_called(project)
    found = _preview(owner, file, mapping, sheet=sheet, accept=accept, as_of=as_of)
    _print(found, format)


@ledger.command("import")
def import_(
    file: File,
    *,
    project: OfProject,
    mapping: Named,
    sheet: OnSheet = None,
    accept: Accept = False,
    despite_errors: Annotated[
        bool, typer.Option("--despite-errors", help="Leave refused rows out and list them.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")] = False,
    format: Printed = Format.TABLE,
) -> None:
    """Show the preview, ask, and write its rows: all that are accepted, or none."""
    owner = project_called(project)
    found = _preview(owner, file, mapping, sheet=sheet, accept=accept, as_of=None)
    counts = found.counts()
    if not yes:
        _print(found, format)
        writes = counts[RowVerdict.NEW] + counts[RowVerdict.CHANGED]
        typer.confirm(f"Write {writes} entries into the ledger of {owner.code}?", abort=True)
    done = import_ledger(owner, found, Actor("sapar ledger import"), despite_errors=despite_errors)
    if format is Format.JSON:
        print_json(
            {
                "new": done.new,
                "changed": done.changed,
                "same": done.same,
                "refused": [_row(one) for one in done.refused],
            }
        )
        return
    typer.echo(
        f"{done.new} new, {done.changed} changed, {done.same} same, {len(done.refused)} left out"
    )
    _print_problems(done.refused)


@ledger.command("save-mapping")
def save(
    name: Annotated[str, typer.Argument(help="The name to keep it under.")],
    file: Annotated[Path, typer.Argument(help="YAML file with the mapping.")],
    project: OfProject,
) -> None:
    """Keep a column mapping with a project, for the next file of the same kind."""
    owner = project_called(project)
    save_mapping(owner, name, read_mapping(file), Actor("sapar ledger save-mapping"))
    typer.echo(f"{owner.code} keeps the column mapping '{name}'")


def _preview(
    owner: Project,
    file: Path,
    mapping: str,
    *,
    sheet: str | None,
    accept: bool,
    as_of: str | None,
) -> Preview:
    chosen = _mapping(owner, mapping)
    given: dict[str, Any] = {}
    if sheet is not None:
        given["sheet"] = sheet
    if accept:
        given["accept_formulas"] = True
    chosen = chosen.model_copy(update=given)
    return preview_ledger(owner, chosen.table(file), chosen, day(as_of, "--as-of") or today())


def _mapping(owner: Project, name: str) -> TableMapping:
    if name.endswith((".yaml", ".yml")):
        return read_mapping(Path(name))
    return saved_mapping(owner, name)


def _row(one: PreviewRow) -> dict[str, Any]:
    return {
        "row": one.number,
        "verdict": one.verdict.value,
        "entry": {name: getattr(value, "code", value) for name, value in one.entry.items()},
        "changes": list(one.changes),
        "problems": [str(problem) for problem in one.problems],
        "findings": [finding.says for finding in one.findings],
    }


def _print(found: Preview, format: Format) -> None:
    counts = {verdict.value: number for verdict, number in found.counts().items()}
    if format is Format.JSON:
        print_json(
            {
                "file": found.file,
                "sheet": found.sheet,
                "notes": list(found.notes),
                "counts": counts,
                "rows": [_row(one) for one in found.rows],
            }
        )
        return
    for note in found.notes:
        typer.echo(note, err=True)
    title = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    listing = Listing("Row", "Verdict", "Day", "Amount", "Reference", "To be said", title=title)
    for one in found.rows:
        if one.verdict is RowVerdict.SAME and not one.findings:
            continue
        said = [f"changed: {', '.join(one.changes)}"] if one.changes else []
        said += [problem.what for problem in one.problems]
        said += [finding.says for finding in one.findings]
        names = ("effective_on", "amount", "currency", "reference")
        shown = [str("" if one.entry.get(name) is None else one.entry[name]) for name in names]
        on, amount, currency, reference = map(escape, shown)
        listing.add_row(
            str(one.number), one.verdict.value, on, f"{amount} {currency}".strip(), reference,
            escape("; ".join(said)),
        )  # fmt: skip
    Console().print(listing)
    _print_problems(found.of(RowVerdict.REFUSED))


def _print_problems(rows: tuple[PreviewRow, ...]) -> None:
    for one in rows:
        for problem in one.problems:
            errors.print(str(problem), style="red", markup=False, highlight=False)
