"""`sapar report`: financial report, list of expenditure and payment request, as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from sapar.cli.printing import day
from sapar.cli.watching import project_called
from sapar.exchange.reports.making import (
    donor_report,
    expenditure_csv,
    expenditure_pdf,
    report_pdf,
    request_pdf,
)
from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.workbook import workbook
from sapar.ground.codelists.currencies import is_currency
from sapar.ground.kernel import InvalidInput, Period

report = typer.Typer(help="Write reports to donors as files.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="The project's code.")]
From = Annotated[str, typer.Option("--from", help="First day of the period.")]
To = Annotated[str, typer.Option("--to", help="Last day of the period.")]
Out = Annotated[Path, typer.Option("--out", help="The file to write; its ending says the kind.")]
AsOf = Annotated[str | None, typer.Option(help="By what was known on this day; today.")]
Final = Annotated[bool, typer.Option("--final", help="The final report of the agreement.")]
Which = Annotated[str, typer.Option(help="The agreement, where the project has several.")]
Accounts = Annotated[
    str, typer.Option(help="Currency of the organisation's books, if the ledger has several.")
]

Writer = Callable[[DonorReport], bytes]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(report, name="report")


@report.callback()
def about() -> None:
    """Write reports to donors as files."""


@report.command("financial")
def financial(
    code: Code, *, from_: From, to: To, out: Out, final: Final = False, as_of: AsOf = None,
    agreement: Which = "", accounts: Accounts = "",
) -> None:  # fmt: skip
    """Write the financial report with all its parts: XLSX with live formulas, or tagged PDF."""
    write = _writer(out, {".xlsx": workbook, ".pdf": report_pdf})
    made = _report(code, (from_, to), final, as_of, agreement=agreement, accounts=accounts)
    _write(out, write, made)


@report.command("expenditure-list")
def expenditure_list(
    code: Code, *, from_: From, to: To, out: Out, final: Final = False, as_of: AsOf = None,
    agreement: Which = "", accounts: Accounts = "",
) -> None:  # fmt: skip
    """Write the list of expenditure alone: CSV with earlier periods, or PDF of this one."""
    write = _writer(out, {".csv": expenditure_csv, ".pdf": expenditure_pdf})
    made = _report(code, (from_, to), final, as_of, agreement=agreement, accounts=accounts)
    _write(out, write, made)


@report.command("payment-request")
def payment_request(
    code: Code, *, from_: From, to: To, out: Out, final: Final = False, as_of: AsOf = None,
    agreement: Which = "", accounts: Accounts = "",
) -> None:  # fmt: skip
    """Write the payment request with its forecast and the rules it rests on, as PDF."""
    write = _writer(out, {".pdf": request_pdf})
    made = _report(code, (from_, to), final, as_of, agreement=agreement, accounts=accounts)
    _write(out, write, made)


def _report(
    code: str,
    days: tuple[str, str],
    final: bool,
    as_of: str | None,
    *,
    agreement: str,
    accounts: str,
) -> DonorReport:
    project = project_called(code)
    if accounts and not is_currency(accounts):
        raise InvalidInput(
            f"'{accounts}' is not a currency",
            where="--accounts",
            remedy="Use the three letters of ISO 4217, such as USD.",
        )
    period = Period(_day(days[0], "--from"), _day(days[1], "--to"))
    on = day(as_of, "--as-of") or datetime.now(UTC).date()
    return donor_report(project.pk, period, on, final, agreement=agreement, accounts=accounts)


def _day(text: str, option: str) -> date:
    found = day(text, option)
    assert found is not None, "the option has to be given"
    return found


def _writer(out: Path, kinds: dict[str, Writer]) -> Writer:
    if out.suffix.lower() in kinds:
        return kinds[out.suffix.lower()]
    raise InvalidInput(
        f"'{out.name}' does not say what kind of file is wanted",
        where="--out",
        remedy=f"Let its name end in {' or '.join(kinds)}.",
    )


def _write(out: Path, write: Writer, made: DonorReport) -> None:
    content = write(made)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InvalidInput(
            f"The file cannot be written: {error.strerror}",
            where=str(out),
            remedy="Choose a folder that exists and that you may write to.",
        ) from error
    typer.echo(f"{out}: {made.kind.lower()} of {made.facts.project}, {len(content):,} bytes")
    for note in made.notes:
        typer.echo(note, err=True)
