"""`sapar rulebooks`: where a project's rulebooks disagree, and its ledger under each of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sapar.cli.printing import Format, day, print_json
from sapar.cli.watching import project_called
from sapar.ground.kernel import InvalidInput
from sapar.money.judging.queries import Ledger, Ledgers, conflict_register, judged_ledgers
from sapar.money.judging.rules.register import ConflictRow


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("rulebooks")(rulebooks)


def rulebooks(
    code: Annotated[str, typer.Argument(help="The project's code.")],
    as_of: Annotated[str | None, typer.Option(help="Read as of this day; today.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """Show where two rulebooks disagree, in numbers, and the ledger judged under each."""
    on = day(as_of, "--as-of") or datetime.now(UTC).date()
    project = project_called(code)
    ledgers = judged_ledgers(project, on)
    if not any(ledger.judged for ledger in ledgers.agreements):
        raise InvalidInput(
            f"No rulebook is in force on {on}",
            where=f"project {code}",
            remedy="Record under which rulebooks each agreement stands.",
        )
    rows = conflict_register(project, on, ledgers=ledgers)
    if format is Format.JSON:
        print_json(_document(rows, ledgers))
        return
    _print_register(rows)
    for ledger in ledgers.agreements:
        _print_ledger(ledger)


def _print_register(rows: tuple[ConflictRow, ...]) -> None:
    table = Table("Agreement", "Topic", "Today", "Owner", "Treatment", "Status")
    for row in rows:
        missing = f" Not on record: {', '.join(row.number.missing)}." if row.number.missing else ""
        told = row.number.says if row.number.value is None else f"{row.number.says}{missing}"
        table.add_row(
            row.agreement, row.title, told, row.owner or "nobody",
            row.treatment.replace("_", " ") or "none", row.status.value,
        )  # fmt: skip
    open_ = sum(row.open for row in rows)
    table.title = f"{sum(row.differs is not False for row in rows)} topics, {open_} open"
    Console().print(table)


def _print_ledger(ledger: Ledger) -> None:
    table = Table(
        "Rulebook", "Verdict", "Rule", "Heading", "Amount", "Entries", "Status",
        title=f"{ledger.agreement.code}: spending under each rulebook",
    )  # fmt: skip
    for judged in ledger.judged:
        for one in judged.totals:
            table.add_row(
                judged.pack, one.standing.replace("_", " "), one.rule, one.heading,
                f"{one.currency} {one.amount:,.2f}", str(one.count), one.status.value,
            )  # fmt: skip
    Console().print(table)


def _document(rows: tuple[ConflictRow, ...], ledgers: Ledgers) -> dict[str, Any]:
    return {
        "topics": [_topic(row) for row in rows],
        "without_agreement": ledgers.without_agreement,
        "agreements": [_ledger(ledger) for ledger in ledgers.agreements],
    }


def _topic(row: ConflictRow) -> dict[str, Any]:
    number = row.number
    return {
        "agreement": row.agreement,
        "topic": row.topic,
        "title": row.title,
        "differs": row.differs,
        "sides": {
            pack: [
                {"rule": s.rule, "says": s.says, "clause": s.clause.title,
                 "status": s.clause.status.value}
                for s in said
            ]
            for pack, said in row.sides
        },
        "value": number.value,
        "unit": number.unit,
        "says": number.says,
        "inputs": dict(number.inputs),
        "missing": list(number.missing),
        "owner": row.owner,
        "treatment": row.treatment or "none",
        "note": row.note,
        "open": row.open,
        "status": row.status.value,
    }  # fmt: skip


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {
        "agreement": ledger.agreement.code,
        "unread_rulebooks": list(ledger.unread),
        "totals": [
            {
                "pack": judged.pack,
                "verdict": one.standing.value,
                "rule": one.rule,
                "status": one.status.value,
                "heading": one.heading,
                "currency": one.currency,
                "amount": one.amount,
                "entries": one.count,
            }
            for judged in ledger.judged
            for one in judged.totals
        ],
    }
