"""The pages on rules and alerts, from the rulebook and the measures of the watch."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module

import sapar
from sapar.ground.rulebook import Kind, Pack, Rule, Unit, calculation_named, default_rulebook
from sapar.ground.rulebook.schema import LabelledException, Reference, Values
from sapar.watch.alerts.queries import current_watch
from sapar.watch.alerts.rules.ladder import LONGEST_HOLD
from sapar.watch.alerts.rules.measured import measures
from sapar.watch.alerts.rules.reading import clock_of
from sapar.watch.alerts.rules.shapes import LADDER
from sapar.watch.alerts.rules.strip import RULES as STRIP

_COLUMNS = {
    Kind.THRESHOLD: ("red", "amber"),
    Kind.OBLIGATION: ("value", "amber"),
    Kind.TABLE: ("when", "outcome", "what follows"),
}

FROM_CODE = "This page is written from the program itself; a test keeps the two the same."


def rules_page() -> str:
    """Every rule of every pack: what it asks, its limits by date, and who says so."""
    read_all_rooms()
    book = default_rulebook()
    parts = [
        "# Rules",
        FROM_CODE,
        "A rule is a YAML file under `src/sapar/ground/rulebook/packs`. A *threshold* is judged: "
        "it has a red limit and perhaps an amber one. A *deadline* grants time. A *parameter* is "
        "a value to reckon with. A *table* decides between cases. An *obligation* is a thing that "
        "must exist by a day. Each value holds from a day; which day decides (contract, event "
        "or report) is said with the rule. The status says how well the value was checked: "
        "*primary* (read in the source itself), *secondary* (read in a source about it), "
        "*computed* (from data), *unverified*.",
        "The watch judges by the rules on [the page of alerts](alerts.md). The other rules are "
        "there to look up and to build on. `sapar rules explain ID` shows one with its examples.",
        "\n".join(_listed(book.packs)),
    ]
    for pack in book.packs:
        parts += [f"## {pack.title}", f"Pack `{pack.id}`. {pack.describes.strip()}"]
        if pack.mode:
            parts.append(f"For contracts of mode `{pack.mode}`.")
        for rule in book.rules:
            if book.pack_of(rule).id == pack.id:
                parts += _rule(rule)
    return "\n\n".join(parts) + "\n"


def alerts_page() -> str:
    """Every rule that raises criticalities: cause, first level, clocks."""
    watch = current_watch()
    watched = sorted((*watch.rules, watch.follow_up), key=lambda rule: rule.id)
    parts = [
        "# Alerts",
        FROM_CODE,
        "An alert is a criticality that one of these rules raises. It closes only when the facts "
        "no longer support it. Where facts are missing, the answer is *cannot be judged*, with "
        "what is missing; that has no clock.",
        f"The ladder: {' → '.join(_words(level) for level in LADDER)}. A criticality starts at "
        "the first level of its rule. When the clock of a level runs out it climbs. A decided "
        "measure holds it at the level until the deadline of the measure, at most "
        f"{LONGEST_HOLD.days} days, and once per level. Nothing lowers it while it is open.",
        "| rule | title | about | usual cause | first level | climbs after, red | amber |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(_alert_row(rule) for rule in watched),
        "## What each one measures",
        "\n".join(f"* `{rule.id}`: {_measures(rule)}" for rule in watched),
        "## The strip at a project's head",
        "Each of the four readings shows the worst finding of its rules.",
        "\n".join(
            f"* {name}: {', '.join(f'`{rule}`' for rule in rules)}" for name, rules in STRIP.items()
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _listed(packs: tuple[Pack, ...]) -> Iterator[str]:
    book = default_rulebook()
    yield "| pack | rules |\n|---|---|"
    for pack in packs:
        ids = [f"`{rule.id}`" for rule in book.rules if book.pack_of(rule).id == pack.id]
        yield f"| {pack.title} | {', '.join(ids)} |"


def _alert_row(rule: Rule) -> str:
    clock = clock_of(rule)
    cells = (
        f"[`{rule.id}`](rules.md#{anchor(_heading(rule))})",
        rule.title,
        rule.about.value,
        _words(rule.cause.value) if rule.cause else "",
        _words(clock.starts_at),
        f"{clock.red_days} days",
        f"{clock.amber_days} days",
    )
    return f"| {' | '.join(cells)} |"


def _measures(rule: Rule) -> str:
    found = measures().get(rule.id)
    if found is None:
        return "Days that the oldest red criticality without a measure has been red."
    return _first_line(found)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {_heading(rule)}"
    yield f"{_kind(rule)}{_asks(rule)}"
    if rule.modes:
        modes = ", ".join(f"`{mode}`" for mode in rule.modes)
        yield f"For contracts of mode {modes}."
    yield "\n".join(_values_table(rule))
    if rule.inputs:
        asked = [f"* `{name}`: {one.asks}" for name, one in rule.inputs.items()]
        yield "\n".join(("It asks:\n", *asked))
    if rule.says:
        yield f"When red: “{_sentence(rule.says.red)}”"
    lines = []
    if rule.next_step:
        lines.append(f"* Next step: {rule.next_step}")
    if rule.closes_when:
        lines.append(f"* Closes when: {rule.closes_when}")
    if rule.escalation:
        days, level = rule.escalation.clock_days, _words(rule.escalation.starts_at)
        lines.append(f"* Clock: starts at {level}; climbs after {days.red} days red, "
                     f"{days.amber} days amber.")  # fmt: skip
    if lines:
        yield "\n".join(lines)


def _heading(rule: Rule) -> str:
    return f"`{rule.id}`: {rule.title}"


def anchor(heading: str) -> str:
    """The anchor that GitHub and most Markdown tools give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")


def _kind(rule: Rule) -> str:
    told = f"A {rule.kind} about {rule.about}, in {rule.unit}."
    if rule.kind is Kind.THRESHOLD:
        reached = " or at" if rule.broken_at_limit else ""
        told += f" Broken {rule.worse}{reached} the red limit."
    return told


def _asks(rule: Rule) -> str:
    if rule.id in measures():
        return f" {_first_line(measures()[rule.id])}"
    return f" {_first_line(calculation_named(rule.calculation))}" if rule.calculation else ""


def read_all_rooms() -> None:
    """Calculations register when the rules of their rooms are read."""
    for module in pkgutil.walk_packages(sapar.__path__, "sapar."):
        if module.name.endswith((".rules", ".reports")):
            import_module(module.name)


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


def _values_table(rule: Rule) -> Iterator[str]:
    columns = _COLUMNS.get(rule.kind, ("value",))
    head = (f"from ({_words(rule.basis)})", *columns, "stands in", "status")
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for day in sorted(rule.values):
        yield from _values_rows(str(day), rule, rule.values[day], columns)
    for exception in rule.exceptions:
        yield from _values_rows(_case(exception), rule, exception, columns)


def _values_rows(first: str, rule: Rule, values: Values, columns: tuple[str, ...]) -> Iterator[str]:
    if values.ends:
        yield _row([first, *["no longer in force"] * len(columns)], values.ref)
    elif rule.kind is Kind.TABLE:
        for row in values.rows:
            cells = [first, row.told(), _words(row.outcome), row.consequence]
            yield _row(cells, row.ref or values.ref)
    else:
        cells = [_shown(getattr(values, column), rule.unit) for column in columns]
        yield _row([first, *cells], values.ref)
        if values.amber_ref:
            yield _row([f"{first}, amber", *[""] * len(columns)], values.amber_ref)


def _row(cells: list[str], ref: Reference) -> str:
    told = [cell.replace("|", "/") for cell in cells]
    return f"| {' | '.join([*told, _source(ref), ref.status.value])} |"


def _case(exception: LabelledException) -> str:
    asked = " and ".join(f"{key} is {str(want).lower()}" for key, want in exception.when.items())
    return f"{exception.label} (where {asked})"


def _shown(value: Decimal | str | date | None, unit: Unit) -> str:
    if value is None:
        return "none"
    if not isinstance(value, Decimal):
        return _words(str(value))
    if unit is Unit.SHARE:
        return f"{(value * 100).normalize():f} %"
    number = f"{value.normalize():,f}"
    return number if unit in (Unit.RATIO, Unit.COUNT) else f"{number} {unit}"


def _source(ref: Reference) -> str:
    title = ref.cited.title.replace("|", "/").strip()
    return f"[{title}]({ref.href})" if ref.href else title


def _sentence(template: str) -> str:
    """A template with the names of its inputs where the values will stand."""
    return re.sub(r"{(\w+)[^}]*}", lambda name: f"*{_words(name[1])}*", template)


def _words(name: str) -> str:
    return str(name).replace("_", " ")
