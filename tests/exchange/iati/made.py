"""Short IATI files for tests, and a digest of all that is on record."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps

from sapar.exchange.iati.actions import import_file
from sapar.exchange.iati.writing import Outcome, Writer
from sapar.ground.record.actions import Actor

BY = Actor("test")


def activity(identifier: str = "XX-1", *elements: str, updated: str = "") -> str:
    """An activity in English and US dollars with the elements given."""
    stated = f' last-updated-datetime="{updated}"' if updated else ""
    return (
        f'<iati-activity default-currency="USD" xml:lang="en"{stated}>'
        f"<iati-identifier>{identifier}</iati-identifier>{''.join(elements)}</iati-activity>"
    )


def title(text: str, lang: str = "en") -> str:
    return f'<title><narrative xml:lang="{lang}">{text}</narrative></title>'


def transaction(
    value: str = "100", on: str = "2011-01-02", *, kind: str = "3", ref: str = "", more: str = ""
) -> str:
    return (
        f'<transaction ref="{ref}"><transaction-type code="{kind}"/>'
        f'<transaction-date iso-date="{on}"/><value>{value}</value>{more}</transaction>'
    )


def spell(start: str, end: str) -> str:
    return f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'


def budget(value: str, year: int = 2011, *, kind: str = "1") -> str:
    period = spell(f"{year}-01-01", f"{year}-12-31")
    return f'<budget type="{kind}" status="2">{period}<value>{value}</value></budget>'


def planned(value: str, year: int = 2011, *, kind: str = "1") -> str:
    period = spell(f"{year}-01-01", f"{year}-12-31")
    return (
        f'<planned-disbursement type="{kind}">{period}<value>{value}</value></planned-disbursement>'
    )


def dates(**given: str) -> str:
    """Dates by name: `planned_end="2011-12-31"`."""
    codes = {"planned_start": 1, "actual_start": 2, "planned_end": 3, "actual_end": 4}
    return "".join(
        f'<activity-date type="{codes[name]}" iso-date="{day}"/>' for name, day in given.items()
    )


def result(name: str, *indicators: str, kind: str = "1") -> str:
    return f'<result type="{kind}">{title(name)}{"".join(indicators)}</result>'


def indicator(name: str, *parts: str, measure: str = "1", ascending: str = "1") -> str:
    return (
        f'<indicator measure="{measure}" ascending="{ascending}">{title(name)}'
        f"{''.join(parts)}</indicator>"
    )


def period(year: int, *values: str) -> str:
    return f"<period>{spell(f'{year}-01-01', f'{year}-12-31')}{''.join(values)}</period>"


def value(kind: str, of: str, **dimensions: str) -> str:
    """A target or an actual value, broken down where dimensions are given."""
    parts = "".join(f'<dimension name="{n}" value="{v}"/>' for n, v in dimensions.items())
    return f'<{kind} value="{of}">{parts}</{kind}>'


def document(*activities: str, version: str = "2.03") -> bytes:
    return f'<iati-activities version="{version}">{"".join(activities)}</iati-activities>'.encode()


def saved(folder: Path, name: str, *activities: str) -> Path:
    path = folder / name
    path.write_bytes(document(*activities))
    return path


def imported(
    folder: Path,
    *activities: str,
    name: str = "file.xml",
    writer: Writer | None = None,
    **kwargs: Any,
) -> Outcome:
    return import_file(saved(folder, name, *activities), by=BY, writer=writer, **kwargs)


def on_record() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest over all of them."""
    state = {}
    for model in apps.get_models():
        rows = [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in model._default_manager.order_by("pk").values_list()
        ]
        state[model.__name__] = len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
    return state
