"""Effect check: did the number that a measure was to move get where it should? Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Verdict
from sapar.ground.rulebook.schema import Rule, Worse
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import measures
from sapar.watch.alerts.rules.reading import Watch, found

# What these rules find can outlive the project; of all others its last day is judged.
AFTER_THE_END = frozenset(
    {
        "watch.assets_vat",
        "watch.candour_gap",
        "watch.evidence_gap",
        "watch.report_late",
        "watch.requests_waiting",
        "watch.status_contradiction",
    }
)


def effect_of(
    facts: ProjectFacts,
    watch: Watch,
    *,
    rule: str,
    subject: str,
    deadline: date,
    expected: Decimal | None,
    as_of: date,
) -> str:
    """`open` before the deadline; after it `worked` or `not_worked`, by what is known on a day.

    With an expected value the number is compared with it, on the rule's good side. Without one,
    it worked when the rule finds nothing any more. `unknown` where the number cannot be measured.
    A deadline after the end of the project is checked on its last day.
    """
    if as_of < deadline:
        return "open"
    judged = next((r for r in watch.rules if r.id == rule), None)
    if judged is None:
        return "unknown"
    view, day = facts.known(as_of), deadline
    if view.ends_on and rule not in AFTER_THE_END:
        day = min(deadline, view.ends_on)
    values = {m.subject: m for m in measures()[rule](view, day)}
    measured = values.get(subject) or values.get("")
    if measured is None:
        return "worked"
    if measured.value is None or measured.missing:
        return "unknown"
    if expected is not None:
        return "worked" if _reached(judged, measured.value, expected) else "not_worked"
    finding = found(judged, measured, day)
    return "worked" if finding.verdict is Verdict.CLEAR else "not_worked"


def _reached(rule: Rule, value: Decimal, expected: Decimal) -> bool:
    return value >= expected if rule.worse is Worse.BELOW else value <= expected
