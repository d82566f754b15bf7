"""`sapar watch` and `sapar replay`: what needs someone, and what would have been seen when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sapar.cli.printing import Format, day, plain, print_json, progress
from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput
from sapar.watch.alerts.queries import (
    bring_up_to_date,
    current_watch,
    facts_of,
    forget_readings,
    load_facts,
    today,
)
from sapar.watch.alerts.rules.reading import read_project
from sapar.watch.alerts.rules.replay import reading_days, replay
from sapar.watch.alerts.rules.shapes import Criticality

# Stored readings are copies; those of days long past are seldom asked for and made again then.
KEPT = timedelta(days=31)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("watch")(watch)
    app.command("replay")(show_replay)


def watch(
    as_of: Annotated[str | None, typer.Option(help="Read as of this day; today.")] = None,
    project: Annotated[str | None, typer.Option(help="Only the project of this code.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    keep: Annotated[
        bool, typer.Option(help="Store the readings, so that pages open fast.")
    ] = False,
) -> None:
    """Show every criticality: what, since when, with whom it stands, and why."""
    on = day(as_of, "--as-of") or today()
    chosen = Project.objects.order_by("code")
    if project is not None:
        chosen = chosen.filter(pk=project_called(project).pk)
    rules = current_watch()
    found: list[Criticality] = []
    with progress("Watching", chosen.count()) as step:
        for _, facts in load_facts(chosen):
            found.extend(read_project(facts, on, rules).criticalities)
            step(1)
    if keep:
        forget_readings(before=on - KEPT)
        bring_up_to_date(chosen, on)
    if format is Format.JSON:
        print_json([row(one) for one in found])
    else:
        _table(found, f"As of {on}: {len(found)} lines")


def show_replay(
    code: Annotated[str, typer.Argument(help="The project's code.")],
    from_: Annotated[str | None, typer.Option("--from", help="First day shown.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day read; today.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """Walk a project month by month: what would have been raised, climbed, answered, closed."""
    start, end = day(from_, "--from"), day(to, "--to") or today()
    if start and start > end:
        raise InvalidInput(
            f"The replay would end on {end}, before it starts on {start}",
            where="--from",
            remedy="Exchange the two days.",
        )
    facts = facts_of(project_called(code).pk)
    first = facts.first_known
    months = sum(1 for _ in reading_days(first, end)) if first and first <= end else 0
    with progress("Replaying", months) as step:
        walk = replay(facts, current_watch(), start=start, end=end, seen=lambda _: step(1))
        events = list(walk)
    if format is Format.JSON:
        print_json([{"as_of": e.as_of, "event": e.event, **row(e.criticality)} for e in events])
        return
    table = Table("Seen on", "Event", "Severity", "Criticality", "Stands with", "Finding")
    for event in events:
        one = event.criticality
        table.add_row(
            str(event.as_of), event.event, one.severity, f"{one.rule} {one.subject}".strip(),
            one.level.replace("_", " "), one.finding.says,
        )  # fmt: skip
    Console().print(table)


def project_called(code: str) -> Project:
    """The project of a code. Raises InvalidInput that says how to find the codes there are."""
    try:
        return Project.objects.get(code=code)
    except Project.DoesNotExist:
        raise InvalidInput(
            f"No project is called '{code}'",
            remedy="Check the code; `sapar watch` names every project in its second column.",
        ) from None


def row(one: Criticality) -> dict[str, Any]:
    """A criticality as a JSON row."""
    finding = one.finding
    return {
        "alert": one.rule,
        "subject": one.subject,
        "project": one.project,
        "severity": one.severity.value,
        "true_since": one.true_since,
        "known_since": one.known_since,
        "level": one.level,
        "due_on": one.due_on,
        "answered": one.answered,
        "cause": one.cause,
        "ladder": [{"level": rung.level, "on": rung.on} for rung in one.ladder],
        "finding": {
            "rule": finding.rule,
            "value": finding.value,
            "limit": finding.limit,
            "unit": finding.unit,
            "clause": finding.clause.title,
            "status": finding.clause.status.value,
            "says": finding.says,
            "inputs": plain(dict(finding.inputs)),
            "missing": list(finding.missing),
            "closes_when": finding.closes_when,
        },
    }


def _table(found: Iterable[Criticality], title: str) -> None:
    table = Table("", "Project", "Finding", "Known since", "Stands with", "Climbs on", title=title)
    for one in found:
        table.add_row(
            one.severity, one.project, one.finding.says, str(one.known_since),
            one.level.replace("_", " "), _or_dash(one.due_on),
        )  # fmt: skip
    Console().print(table)


def _or_dash(value: date | None) -> str:
    return str(value) if value else "–"
