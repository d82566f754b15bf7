"""`sapar budget`: a budget in the donor's form, and a reallocation judged before it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sapar.cli.printing import Format, day, print_json
from sapar.cli.watching import project_called
from sapar.ground.kernel import Finding, InvalidInput, Money
from sapar.money.agreements.models import Agreement
from sapar.money.budget.queries import BudgetSheet, budget_sheet, judged_reallocation
from sapar.money.budget.rules import Judged, Move

budget = typer.Typer(help="Look at a budget, and judge a change before it is made.")
Code = Annotated[str, typer.Argument(help="The project's code.")]
AsOf = Annotated[str | None, typer.Option(help="Read as of this day; today.")]
Which = Annotated[str | None, typer.Option(help="The agreement, where the project has several.")]
How = Annotated[Format, typer.Option(help="How to print.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(budget, name="budget")


@budget.command("show")
def show(
    code: Code, as_of: AsOf = None, agreement: Which = None, format: How = Format.TABLE
) -> None:
    """Show the budget that stood on a day, lines 1 to 13, with its ceilings and drift."""
    on = _on(as_of)
    chosen = agreement_called(code, agreement)
    sheet = budget_sheet(chosen, on)
    if sheet is None:
        raise InvalidInput(
            f"No budget stood on {on}",
            where=f"agreement {chosen.code}",
            remedy="Choose a later day, or load a project file with versions of the budget.",
        )
    if format is Format.JSON:
        print_json(_sheet(sheet))
        return
    title = f"{sheet.agreement}, version {sheet.version.number} ({sheet.version.kind})"
    table = Table("Line", "Title", "Amount", "Formula", title=title)
    for line in sheet.annex.lines if sheet.annex else ():
        unsure = f"{line.formula} ({line.status})" if line.formula else ""
        table.add_row(str(line.number), line.title, str(line.amount), unsure)
    Console().print(table)
    if sheet.why_not:
        typer.echo(sheet.why_not)
    _print_findings(sheet.findings)


@budget.command("judge")
def judge(
    code: Code,
    *,
    move: Annotated[
        list[str], typer.Option(help="An amount from a line to a line, as 4.1.1:6.2.1:2500.")
    ],
    on: Annotated[str | None, typer.Option(help="The day of asking; today.")] = None,
    effective_on: Annotated[str | None, typer.Option(help="The day it is to count.")] = None,
    agreement: Which = None,
    format: How = Format.TABLE,
) -> None:
    """Judge a reallocation: what it would break and what it would need. Writes nothing."""
    chosen, asked = agreement_called(code, agreement), _on(on)
    sheet = budget_sheet(chosen, asked)
    currency = sheet.version.lines[0].currency if sheet else "EUR"
    judged = judged_reallocation(
        chosen,
        [move_told(text, currency) for text in move],
        asked,
        effective_on=day(effective_on, "--effective-on"),
    )
    if format is Format.JSON:
        print_json(_judged(judged))
        return
    typer.echo(f"Needs: {judged.needs.value}")
    if judged.request_by:
        typer.echo(f"Ask by {judged.request_by} for {judged.effective_on}")
    _print_findings(judged.findings)


def move_told(text: str, currency: str) -> Move:
    """A move as typed: FROM:TO:AMOUNT. Raises InvalidInput that shows how to write it."""
    parts = text.split(":")
    try:
        source, target, amount = parts
        return Move(source.strip(), target.strip(), Money(Decimal(amount), currency))
    except (ValueError, InvalidOperation):
        raise InvalidInput(
            f"'{text}' is no move", where="--move", remedy="Write it as 4.1.1:6.2.1:2500.00."
        ) from None


def agreement_called(code: str, agreement: str | None) -> Agreement:
    """The agreement of a project: the one named, else its only one."""
    found = Agreement.objects.filter(project=project_called(code)).select_related("project")
    codes = sorted(found.values_list("code", flat=True))
    if agreement is None and len(codes) == 1:
        return found.get()
    if agreement in codes:
        return found.get(code=agreement)
    what = f"No agreement is called '{agreement}'" if agreement else "It has several agreements"
    raise InvalidInput(
        what if codes else "It has no agreement",
        where=f"project {code}",
        remedy=f"Give --agreement as one of {', '.join(codes)}." if codes else "Record one first.",
    )


def _on(text: str | None) -> date:
    return day(text, "--as-of") or datetime.now(UTC).date()


def _print_findings(findings: tuple[Finding, ...]) -> None:
    table = Table("", "Subject", "Finding", "Rule", "Clause")
    for one in findings:
        table.add_row(one.verdict, one.subject, one.says, one.rule, str(one.clause))
    Console().print(table)


def _finding(one: Finding) -> dict[str, object]:
    return {
        "rule": one.rule,
        "subject": one.subject,
        "verdict": one.verdict.value,
        "value": one.value,
        "limit": one.limit,
        "says": one.says,
        "clause": one.clause.title,
        "status": one.clause.status.value,
        "missing": list(one.missing),
    }


def _sheet(sheet: BudgetSheet) -> dict[str, object]:
    lines = sheet.annex.lines if sheet.annex else ()
    return {
        "agreement": sheet.agreement,
        "version": sheet.version.number,
        "kind": sheet.version.kind,
        "since": sheet.version.dated.effective_on,
        "why_not": sheet.why_not,
        "lines": [
            {
                "line": line.number,
                "title": line.title,
                "amount": line.amount.amount,
                "currency": line.amount.currency,
                "formula": line.formula,
                "status": line.status.value,
            }
            for line in lines
        ],
        "findings": [_finding(one) for one in sheet.findings],
    }


def _judged(judged: Judged) -> dict[str, object]:
    return {
        "needs": judged.needs.value,
        "verdict": judged.verdict.value,
        "effective_on": judged.effective_on,
        "request_by": judged.request_by,
        "findings": [_finding(one) for one in judged.findings],
    }
