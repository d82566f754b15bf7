"""`sapar load` and `sapar demo`: project files, the worked examples, and pages to look at them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command

from sapar.cli.printing import errors, refuse
from sapar.ground.kernel import SaparError
from sapar.ground.record.actions import Actor

ADDRESS = "127.0.0.1:8000"


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("load")(load)
    app.command("demo")(demo)
    app.command("serve")(serve)


def load(
    paths: Annotated[list[Path], typer.Argument(help="Project files in YAML.", metavar="PATH")],
) -> None:
    """Put projects on record from YAML files; each file whole or not at all."""
    # The forms of project files take a while to read, and every command would wait for them.
    from sapar.exchange.projectfiles.actions import load_project
    from sapar.exchange.projectfiles.reading import read_project_file

    refused: list[SaparError] = []
    for path in paths:
        try:
            outcome = load_project(read_project_file(path), by=Actor("sapar load"))
        except SaparError as refusal:
            refused.append(refusal)
            continue
        facts = sum(outcome.counts.values())
        typer.echo(f"{path}: {outcome.code} is on record, {facts} rows")
    refuse(refused)


def demo(
    address: Annotated[str, typer.Option(help="Where to serve the pages.")] = ADDRESS,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages.")] = True,
) -> None:
    """Load the worked examples and serve them, with one-click sign-in, on this machine only."""
    from sapar.design.projects.models import Project
    from sapar.examples.demo import load_examples
    from sapar.watch.alerts.queries import bring_up_to_date, today

    errors.print("Loading the worked examples")
    load_examples(Actor("sapar demo"))
    errors.print("Watching them")
    bring_up_to_date(Project.objects.all(), today())
    if serving:
        os.environ["SAPAR_DEMO"] = "1"
        serve(address)


def serve(
    address: Annotated[str, typer.Option(help="Host and port to listen on.")] = ADDRESS,
    workers: Annotated[int, typer.Option(help="Processes that answer.")] = 2,
) -> None:
    """Serve the pages with gunicorn until stopped."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    errors.print(f"Sapar is on http://{address} (stop with Ctrl-C)")
    sys.stderr.flush()
    gunicorn = [sys.executable, "-m", "gunicorn", "sapar.web.wsgi:application"]
    options = ["--bind", address, "--workers", str(workers), "--log-level", "warning"]
    os.execv(sys.executable, [*gunicorn, *options])  # noqa: S606, no shell is wanted
