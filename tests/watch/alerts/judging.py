"""One rule of the watch applied to a small project, without the walk through its days."""

from __future__ import annotations

from datetime import date

from tests.making import rule

from sapar.ground.kernel import Finding
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import measures
from sapar.watch.alerts.rules.reading import found


def findings(name: str, facts: ProjectFacts, on: date) -> list[Finding]:
    judged = rule(name)
    made = [found(judged, one, on) for one in measures()[judged.id](facts, on)]
    assert all(finding.says for finding in made)
    return made


def one(name: str, facts: ProjectFacts, on: date) -> Finding:
    (finding,) = findings(name, facts, on)
    return finding
