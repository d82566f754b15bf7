"""The strip at a project's head: results, time, money, people, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Finding, Verdict
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.progress import elapsed_share
from sapar.watch.alerts.rules.shapes import StripReading

RULES = {
    "results": ("watch.schedule_performance",),
    "time": ("watch.milestones_overdue", "watch.report_late"),
    "money": ("watch.burn_gap", "watch.consume_70", "watch.end_window"),
    "people": ("watch.key_post_vacant", "watch.competence_gap", "watch.handover_missing"),
}

# Where a headline compares: what is, what was planned, and the rule that measured both.
SHARES = {
    "results": ("earned_share", "planned_share", "watch.schedule_performance"),
    "money": ("spent_share", "planned_share", "watch.burn_gap"),
}


def strip_of(view: ProjectFacts, on: date, findings: Sequence[Finding]) -> tuple[StripReading, ...]:
    """Four readings; each shows the worst finding of its rules, never green without one."""
    return tuple(_reading(name, view, on, findings) for name in RULES)


def _reading(name: str, view: ProjectFacts, on: date, findings: Iterable[Finding]) -> StripReading:
    own = [f for f in findings if f.rule in RULES[name]]
    if not own:
        early = view.starts_on and on < view.starts_on
        template = "the project has not begun" if early else "too early to judge"
        if view.first_known is None:
            template = "not on record yet"
        return StripReading(name, Verdict.UNKNOWN, template, {}, None)
    order = RULES[name]
    worst = min(own, key=lambda f: (f.verdict.rank, order.index(f.rule)))
    if worst.verdict is Verdict.UNKNOWN:
        return StripReading(name, worst.verdict, "cannot be judged", {}, worst)
    template, inputs = _headline(name, worst, findings, elapsed_share(view, on))
    return StripReading(name, worst.verdict, template, inputs, worst)


def _headline(
    name: str, worst: Finding, findings: Iterable[Finding], gone: Decimal | None
) -> tuple[str, Mapping[str, object]]:
    if name in SHARES:
        now, planned, rule = SHARES[name]
        told = next((f.inputs for f in findings if f.rule == rule and now in f.inputs), None)
        if told:
            return "{now:.0%} of {planned:.0%} planned by now", {
                "now": told[now],
                "planned": told[planned],
            }
    late = next((f.inputs.get("late") for f in findings if f.rule == "watch.milestones_overdue"), 0)
    if name == "time" and gone is not None:
        template = "{gone:.0%} elapsed, {late} milestones late" if late else "{gone:.0%} elapsed"
        return template, {"gone": gone, "late": late}
    return worst.template, {**worst.inputs, "value": worst.value, "limit": worst.limit}
