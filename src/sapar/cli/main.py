"""The command `sapar`: sets Django up, gathers the commands, and prints refusals plainly."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import typer

from sapar.ground.kernel import InvalidInput, SaparError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.settings")

app = typer.Typer(
    help="Sapar runs, watches and evaluates technical-cooperation projects.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


# The first word of a command, and the module that knows it; in the order of the help.
FAMILIES = {
    "load": "examples",
    "demo": "examples",
    "serve": "examples",
    "watch": "watching",
    "replay": "watching",
    "import": "iati",
    "journal": "journal",
    "rules": "rules",
    "rulebooks": "rulebooks",
    "budget": "budget",
    "ledger": "ledger",
    "rates": "rates",
    "report": "reports",
}


@app.callback()
def _sapar() -> None:
    """Sapar runs, watches and evaluates technical-cooperation projects."""


def _gather(word: str = "") -> None:
    """Add the commands of the family that a word belongs to; of all where it belongs to none.

    A command would otherwise wait for the rooms of all others to be read.
    """
    import django

    django.setup()
    wanted = [FAMILIES[word]] if word in FAMILIES else dict.fromkeys(FAMILIES.values())
    for family in wanted:
        import_module(f"sapar.cli.{family}").register(app)


def _needs_database(words: list[str]) -> bool:
    """Whether a command reads or writes the record; help and the rules do without."""
    alone = len(words) == 1 and words[0] in {"import", "journal"}
    return bool(words) and not alone and words[0] != "rules" and "--help" not in words


def _bring_database_up_to_date() -> None:
    """A new or older database gets its tables before a command looks for them."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo("Bringing the database up to date", err=True)
        call_command("migrate", interactive=False, verbosity=0)


def main() -> None:
    """Run a command; a refusal ends it with one clear message and exit status 1."""
    try:
        _run(sys.argv[1:])
    except SaparError as refusal:
        typer.secho(str(refusal), err=True, fg="red")
        sys.exit(1)


def _run(words: list[str]) -> None:
    _gather(words[0] if words else "")
    from django.db import DatabaseError, connection

    try:
        if _needs_database(words):
            _bring_database_up_to_date()
        app(standalone_mode=True)
    except DatabaseError as error:
        # The first line says what is wrong; those after it quote SQL or repeat it.
        raise InvalidInput(
            f"The database cannot be used: {str(error).strip().splitlines()[0]}",
            where=str(connection.settings_dict["NAME"]),
            remedy="Check SAPAR_DATA or DATABASE_URL, and that no other program holds it.",
        ) from error
