"""`sapar journal verify`: is the record whole."""

from __future__ import annotations

import typer

from sapar.ground.record.queries import verify_journal

journal = typer.Typer(help="Check the append-only journal.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(journal, name="journal")


@journal.callback()
def _family() -> None:
    """Check the append-only journal."""


@journal.command("verify")
def verify() -> None:
    """Read the whole journal and name every row altered, removed or reordered."""
    state = verify_journal()
    for broken in state.breaks:
        typer.secho(broken.what, fg="red")
    if state.breaks:
        raise typer.Exit(1)
    typer.echo(f"The journal is whole: {state.entries} entries, newest hash {state.head}")
