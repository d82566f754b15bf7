"""The worked examples and the people who can look at them with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.resources import as_file, files

from sapar.design.projects.models import Project
from sapar.examples.twin import twin_project_file
from sapar.examples.twin.cast import Cast
from sapar.exchange.projectfiles.actions import LoadOutcome, load_project
from sapar.exchange.projectfiles.reading import read_project_file
from sapar.exchange.projectfiles.schema import ProjectFile
from sapar.ground.kernel.period import add_months
from sapar.ground.parties.models import Person, User
from sapar.ground.record.actions import Actor, acting

RER, TWIN, LIVE = "RER/06/14/EEC", "TWIN", "TWIN-LIVE"
LIVE_MONTH = 8
"""The month that the running twin is in on the day it is loaded."""

DEMO_USERS = {
    "project-manager": "ow-manager-2",
    "finance-officer": "ow-finance-hq",
    "headquarters-desk": "ow-desk",
    "task-manager": "fd-task-manager",
    "evaluator": "ie-evaluator",
    "outsider": None,
}
"""User names for signing in with one click, and the person behind each; the outsider has none."""


def load_examples(by: Actor, today: date | None = None) -> tuple[LoadOutcome, ...]:
    """The worked examples and the demo's users come on record; what is there already is left.

    Loads the evaluated project, its fictional twin, and the same twin shifted in time so that
    `today` (the present day in UTC) lies in its eighth month. Returns what was loaded now.
    """
    today = today or datetime.now(UTC).date()
    on_record = set(
        Project.objects.filter(code__in=(RER, TWIN, LIVE)).values_list("code", flat=True)
    )
    made: dict[str, Callable[[], ProjectFile]] = {
        RER: evaluated_project,
        TWIN: twin_project_file,
        LIVE: lambda: running_twin(today),
    }
    loaded = tuple(
        load_project(make(), by=by) for code, make in made.items() if code not in on_record
    )
    _add_users(by)
    return loaded


def evaluated_project() -> ProjectFile:
    """RER/06/14/EEC as its public sources tell it."""
    name = "rer_06_14_eec.yaml"
    with as_file(files(__package__).joinpath(name)) as path:
        return read_project_file(path, name)


def running_twin(today: date) -> ProjectFile:
    """The twin, in its eighth month on a day and known no further than that day.

    Its first adviser is the person who leads the finished twin at its end, so that one visitor
    manages both.
    """
    start = add_months(today.replace(day=1), 1 - LIVE_MONTH)
    players = Cast(first="ow-manager-2", second="ow-manager-3")
    return twin_project_file(start, LIVE, today, players=players)


def _add_users(by: Actor) -> None:
    present = set(User.objects.filter(username__in=DEMO_USERS).values_list("username", flat=True))
    wanted = {name: person for name, person in DEMO_USERS.items() if name not in present}
    if not wanted:
        return
    people = {person.code: person for person in Person.objects.filter(code__in=wanted.values())}
    with acting("demo users added", by=by) as deed:
        for name, code in wanted.items():
            user = User(username=name, person=people[code] if code else None)
            user.set_unusable_password()
            user.save()
        deed.changes = {"users": sorted(wanted)}
