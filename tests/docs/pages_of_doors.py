"""The pages on commands, settings and permissions, from the code that carries them."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from tests.docs.pages_of_rules import FROM_CODE

import sapar
from sapar.cli import main
from sapar.ground.parties.models import Mandate

MEANINGS = {
    "SAPAR_DATA": "The folder that holds the database (with SQLite), the key and the pages' "
    "style files. Relative to where the command runs.",
    "DATABASE_URL": "A PostgreSQL database, as `postgresql://user:password@host:5432/name`. "
    "Without it, SQLite in `SAPAR_DATA`.",
    "SAPAR_SECRET_KEY": "The key that signs sessions. Without it one is made on the first run and "
    "kept in `SAPAR_DATA/secret-key`.",
    "SAPAR_HOSTS": "Host names that the pages answer to, with commas between them.",
    "SAPAR_ORIGINS": "Addresses from which forms are accepted, such as "
    "`https://sapar.example.org`, with commas. Needed only where a proxy changes the host name.",
    "SAPAR_HTTPS": "On behind a proxy that speaks HTTPS: cookies only over HTTPS, plain requests "
    "are sent to HTTPS, browsers are told to stay there for a year. The proxy must set "
    "`X-Forwarded-Proto`.",
    "SAPAR_DEMO": "Offers one-click sign-in to whoever opens the page. `sapar demo` sets it. "
    "Never on a server.",
    "SAPAR_DEBUG": "Shows errors with their code to whoever opens the page. Never on a server.",
    "SAPAR_LOG_LEVEL": "How much is written to the error stream: `DEBUG`, `INFO`, `WARNING` or "
    "`ERROR`.",
}
"""What each environment variable means; a test fails where the code reads another one."""

FOR_DEVELOPERS = {
    "PYTHON": "The Python that `make` builds the virtual environment with; `python3`.",
    "SAPAR_BROWSER": "The Chromium that `make test-browser` uses; else the one on the path.",
    "SAPAR_SHARED": "The folder of real files that some tests read; without it they are skipped.",
}


def settings_page() -> str:
    """Every environment variable that the settings read, with default and meaning."""
    rows = [
        f"| `{name}` | {_default(kind, default)} | {MEANINGS.get(name, '')} |"
        for name, (kind, default) in settings_read().items()
    ]
    more = [f"| `{name}` | {meaning} |" for name, meaning in FOR_DEVELOPERS.items()]
    return (
        "\n\n".join(
            (
                "# Settings",
                FROM_CODE,
                "Sapar is set by environment variables. A switch is on with `1`, `true`, `yes` or "
                "`on`.",
                "\n".join(("| variable | default | meaning |\n|---|---|---|", *rows)),
                "## For `make` and the tests",
                "\n".join(("| variable | meaning |\n|---|---|", *more)),
            )
        )
        + "\n"
    )


def settings_read() -> dict[str, tuple[str, str]]:
    """The environment variables that settings.py reads: kind of reading and default, by name."""
    return variables_read(Path(inspect.getfile(sapar)).parent / "settings.py")


def variables_read(path: Path) -> dict[str, tuple[str, str]]:
    """The environment variables that a module reads, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    found: dict[str, tuple[str, str]] = {}
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        match node:
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *rest]):
                kind = ast.unparse(called)
                if kind in {"env", "env_flag", "os.environ.get", "os.getenv"}:
                    found.setdefault(name, (kind, _literal(rest)))
            case ast.Subscript(value=read, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                if ast.unparse(read) == "os.environ":
                    found.setdefault(name, ("os.environ", ""))
    return found


def _literal(rest: list[ast.expr]) -> str:
    return str(rest[0].value) if rest and isinstance(rest[0], ast.Constant) else ""


def _default(kind: str, default: str) -> str:
    if kind == "env_flag":
        return default or "off"
    return f"`{default}`" if default else "none"


def commands_page() -> str:
    """Every command with its arguments and options."""
    parts = [
        "# Commands",
        FROM_CODE,
        "`make setup` leaves the command at `.venv/bin/sapar`. Rows and results go to standard "
        "output, progress and refusals to the error stream. The exit status is 0, 1 where "
        "something was refused or found broken, 2 where the command was not understood. A new or "
        "older database is brought up to date first.",
    ]
    for path, command in commands():
        parts += [f"## `{' '.join(path)}`", " ".join((command.help or "").split())]
        rows = [_parameter_row(parameter) for parameter in command.params]
        if rows:
            parts.append(
                "\n".join(("| what | holds | default | meaning |\n|---|---|---|---|", *rows))
            )
    return "\n\n".join(parts) + "\n"


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that call it."""
    if not main.app.registered_commands:
        main._gather()
    yield from _commands_in(typer.main.get_command(main.app), ("sapar",))


def _commands_in(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name in sorted(inner):
        yield from _commands_in(inner[name], (*path, name))


def names_of(parameter: Any) -> tuple[str, ...]:
    """What an option or argument is called on the command line."""
    if parameter.param_type_name == "argument":
        return (parameter.metavar or parameter.name.upper(),)
    return (*parameter.opts, *parameter.secondary_opts)


def _parameter_row(parameter: Any) -> str:
    names = " / ".join(f"`{name}`" for name in names_of(parameter))
    many = ", one or more" if parameter.nargs == -1 else ""
    default = "must be there" if parameter.required else _told(parameter.default)
    return f"| {names} | {_holds(parameter)}{many} | {default} | {parameter.help or ''} |"


def _holds(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return "switch"
    annotation = str(parameter.type_descriptor.annotation)
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(f"`{member.value}`" for member in kind)
    if "Path" in annotation:
        return "file"
    return "number" if kind is int else "text"


def _told(default: object) -> str:
    match default:
        case None:
            return ""
        case bool():
            return "on" if default else "off"
        case Enum():
            return f"`{default.value}`"
    return f"`{default}`"


def permissions_page() -> str:
    """Every question that decides what someone may see or do."""
    levels = "\n".join(f"* `{level.value}`: {level.label}" for level in Mandate.Level)
    reaches = "\n".join(f"* `{reach.value}`: {reach.label}" for reach in Mandate.Reach)
    rows = [f"| `{name}` | `{room}` | {says} |" for room, name, says in permissions()]
    return (
        "\n\n".join(
            (
                "# Permissions",
                FROM_CODE,
                "What someone may see and do follows from the posts that their person holds "
                "today, and from the mandates of these posts. The user's account gives no right "
                "by itself; a superuser sees every project and decides in none.",
                "\n".join(("| question | in | answer |\n|---|---|---|", *rows)),
                "## Levels of a mandate",
                levels,
                "The first four are the ladder that criticalities climb.",
                "## Reach of a mandate",
                reaches,
            )
        )
        + "\n"
    )


def permissions() -> Iterator[tuple[str, str, str]]:
    """Room, name and first docstring line of every permission."""
    for module in pkgutil.walk_packages(sapar.__path__, "sapar."):
        if module.name.endswith(".permissions"):
            members = vars(import_module(module.name)).items()
            for name, function in members:
                if _is_permission(name, function, module.name):
                    room = module.name.removesuffix(".permissions")
                    yield room, name, (function.__doc__ or "").strip().splitlines()[0]


def _is_permission(name: str, function: Callable[..., object], module: str) -> bool:
    named = name.startswith("may_") or name == "visible_to"
    return named and getattr(function, "__module__", "") == module
