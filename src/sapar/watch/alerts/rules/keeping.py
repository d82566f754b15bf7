"""Keeping: findings, strips and ways as plain JSON and back, without loss. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sapar.ground.kernel import Clause, Finding, Status, Verdict
from sapar.watch.alerts.rules.shapes import Mark, Station, StripReading, Way

Json = Any


def kept(value: object) -> Json:
    """A value with its type where JSON has none: decimals and dates become tagged pairs."""
    match value:
        case Decimal():
            return {"d": str(value)}
        case date():
            return {"on": value.isoformat()}
        case str() | bool() | int() | None:
            return value
        case Mapping():
            return {"m": {str(key): kept(item) for key, item in value.items()}}
        case Iterable():
            return [kept(item) for item in value]
        case _:
            return str(value)


def back(value: Json) -> object:
    """The value that `kept` put away; sequences come back as lists."""
    match value:
        case {"d": number}:
            return Decimal(number)
        case {"on": day}:
            return date.fromisoformat(day)
        case {"m": items}:
            return {key: back(item) for key, item in items.items()}
        case list():
            return [back(item) for item in value]
        case _:
            return value


def finding_kept(finding: Finding) -> Json:
    """A finding as JSON."""
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "verdict": finding.verdict.value,
        "template": finding.template,
        "on": finding.on.isoformat(),
        "value": kept(finding.value),
        "limit": kept(finding.limit),
        "unit": finding.unit,
        "clause": [finding.clause.title, finding.clause.status.value, finding.clause.href],
        "inputs": {key: kept(value) for key, value in finding.inputs.items()},
        "missing": list(finding.missing),
        "closes_when": finding.closes_when,
    }


def finding_from(json: Json) -> Finding:
    """A finding from its JSON."""
    title, status, href = json["clause"]
    value, limit = back(json["value"]), back(json["limit"])
    return Finding(
        rule=json["rule"],
        subject=json["subject"],
        verdict=Verdict(json["verdict"]),
        template=json["template"],
        on=date.fromisoformat(json["on"]),
        value=value if isinstance(value, Decimal) else None,
        limit=limit if isinstance(limit, Decimal) else None,
        unit=json["unit"],
        clause=Clause(title, Status(status), href),
        inputs={key: back(item) for key, item in json["inputs"].items()},
        missing=tuple(json["missing"]),
        closes_when=json["closes_when"],
    )


def strip_kept(strip: Sequence[StripReading]) -> Json:
    """The four readings as JSON."""
    return [
        {
            "name": one.name,
            "verdict": one.verdict.value,
            "template": one.template,
            "inputs": {key: kept(value) for key, value in one.inputs.items()},
            "finding": finding_kept(one.finding) if one.finding else None,
        }
        for one in strip
    ]


def strip_from(json: Json) -> tuple[StripReading, ...]:
    """The four readings from their JSON."""
    return tuple(
        StripReading(
            one["name"],
            Verdict(one["verdict"]),
            one["template"],
            {key: back(value) for key, value in one["inputs"].items()},
            finding_from(one["finding"]) if one["finding"] else None,
        )
        for one in json
    )


def way_kept(way: Way) -> Json:
    """A way as JSON."""
    return {
        "starts_on": kept(way.starts_on),
        "ends_on": kept(way.ends_on),
        "as_of": kept(way.as_of),
        "stations": [[s.kind, kept(s.due_on), kept(s.given_on)] for s in way.stations],
        "marks": [[kept(m.on), m.severity.value, m.title] for m in way.marks],
    }


def way_from(json: Json) -> Way:
    """A way from its JSON."""
    stations = tuple(
        Station(kind, _day(due) or date.min, _day(given)) for kind, due, given in json["stations"]
    )
    marks = tuple(
        Mark(_day(on) or date.min, Verdict(severity), title)
        for on, severity, title in json["marks"]
    )
    as_of = _day(json["as_of"])
    assert as_of is not None, "a way is always of a day"
    return Way(_day(json["starts_on"]), _day(json["ends_on"]), as_of, stations, marks)


def _day(json: Json) -> date | None:
    value = back(json)
    return value if isinstance(value, date) else None
