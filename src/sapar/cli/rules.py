"""`sapar rules`: the rules that are in force, one explained, all examples run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sapar.cli.printing import Format, print_json
from sapar.ground.kernel import Status
from sapar.ground.rulebook import (
    Rulebook,
    default_rulebook,
    describe,
    read_strict,
    run_examples,
)
from sapar.money.agreements.rules import ComparedTopic, DraftBudget, compare, read_draft
from sapar.money.agreements.rules.sides import Said
from sapar.watch.alerts.queries import current_watch

rules = typer.Typer(help="Look at the rulebooks and run their examples.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(rules, name="rules")


def _book() -> Rulebook:
    # Calculations register themselves when their rooms are read; the watch reads them all.
    current_watch()
    return default_rulebook()


@rules.command("list")
def list_rules() -> None:
    """List every rule with its pack, what it is about, and how well it is verified."""
    book = _book()
    table = Table("Rule", "Title", "Pack", "About", "Status")
    for rule in sorted(book.rules, key=lambda r: r.id):
        statuses = sorted({values.ref.status.value for values in rule.values.values()})
        pack = book.pack_of(rule).title
        table.add_row(rule.id, rule.title, pack, rule.about.value, ", ".join(statuses))
    Console().print(table)


@rules.command("explain")
def explain(id: Annotated[str, typer.Argument(help="The rule's id.")]) -> None:
    """Say what a rule asks, since when, where it stands written, and show its examples."""
    typer.echo(describe(_book().rule(id)))


@rules.command("test")
def test() -> None:
    """Run the examples of every rule; exit status 1 if one does not come out as it should."""
    failed = ran = 0
    book = _book()
    for rule in book.rules:
        for outcome in run_examples(rule):
            ran += 1
            if not outcome.ok:
                failed += 1
                typer.echo(
                    f"{rule.id}, {outcome.title}: expected {outcome.expected}, got {outcome.got}"
                )
    typer.echo(f"{ran} examples of {len(book.rules)} rules, {failed} failed")
    if failed:
        raise typer.Exit(1)


@rules.command("compare")
def compare_packs(
    pack_a: Annotated[str, typer.Argument(metavar="PACK_A", help="A pack's id, or its folder.")],
    pack_b: Annotated[str, typer.Argument(metavar="PACK_B", help="Another pack's id, or folder.")],
    budget: Annotated[Path | None, typer.Option(help="A draft budget in YAML.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """Show where two rulebooks disagree, and what a draft budget makes of it."""
    folders = [Path(pack) for pack in (pack_a, pack_b) if Path(pack, "pack.yaml").is_file()]
    book = Rulebook.delivered_with(*folders) if folders else default_rulebook()
    first, second = _pack_id(pack_a), _pack_id(pack_b)
    draft = read_draft(budget) if budget else DraftBudget(currency="EUR")
    rows = compare(book, first, second, draft, on=date.today())
    if format is Format.JSON:
        print_json([_as_json(row) for row in rows])
        return
    table = Table("Topic", first, second, "Difference", show_lines=True)
    for row in rows:
        cells = (row.title, _told(row.says_a), _told(row.says_b), _difference(row))
        table.add_row(*(escape(cell) for cell in cells))
    Console().print(table)


def _pack_id(pack: str) -> str:
    path = Path(pack, "pack.yaml")
    return str(read_strict(path)["id"]) if path.is_file() else pack


def _told(said: tuple[Said, ...]) -> str:
    lines = []
    for one in said:
        doubt = " (not verified)" if one.clause.status is Status.UNVERIFIED else ""
        lines.append(f"{one.title}: {one.says}{doubt}")
    return "\n".join(lines) or "says nothing"


def _difference(row: ComparedTopic) -> str:
    word = {True: "yes", False: "no", None: "cannot be told"}[row.differs]
    parts = [word, *(str(part) for part in (row.amount,) if part)]
    if row.days is not None:
        parts.append(f"{row.days} days")
    lines = [", ".join(parts), row.says, f"Needs: {', '.join(row.missing)}" if row.missing else ""]
    return "\n".join(line for line in lines if line)


def _as_json(row: ComparedTopic) -> dict[str, object]:
    return {
        "topic": row.topic,
        "differs": row.differs,
        "amount": str(row.amount.amount) if row.amount else None,
        "currency": row.amount.currency if row.amount else None,
        "days": row.days,
        "says": row.says,
        "missing": row.missing,
        "status": row.status.value,
        "sides": [[_said_as_json(one) for one in side] for side in (row.says_a, row.says_b)],
    }


def _said_as_json(said: Said) -> dict[str, str]:
    return {
        "rule": said.rule,
        "says": said.says,
        "clause": said.clause.title,
        "href": said.clause.href,
        "status": said.clause.status.value,
    }
