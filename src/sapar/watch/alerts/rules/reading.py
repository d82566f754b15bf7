"""A reading: where a project stands on a day, by what was on record that day. Pure.

Called by the queries of the watch for today, for any past day, and for every step of a replay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sapar.ground.kernel import Finding, Verdict
from sapar.ground.rulebook.book import Rulebook
from sapar.ground.rulebook.dating import Dates, InForce, NothingInForce, in_force
from sapar.ground.rulebook.evaluation import judge, verdict_of
from sapar.ground.rulebook.schema import Rule
from sapar.watch.alerts.rules import money as _money  # noqa: F401  (they register)
from sapar.watch.alerts.rules import monitoring, people, rulebooks, time  # noqa: F401
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.ladder import Clock, Decided, climb
from sapar.watch.alerts.rules.measured import Measured, measures
from sapar.watch.alerts.rules.shapes import Criticality, Reading, StripReading
from sapar.watch.alerts.rules.strip import RULES as STRIP
from sapar.watch.alerts.rules.strip import strip_of
from sapar.watch.alerts.rules.timeline import Segment, stretch
from sapar.watch.alerts.rules.way import way_of

STRIP_RULES = frozenset(rule for rules in STRIP.values() for rule in rules)
NO_CORRECTIVE = "watch.no_corrective"


@dataclass(frozen=True, slots=True)
class Watch:
    """The rules that watch projects, ready to be applied many times."""

    rules: tuple[Rule, ...]
    follow_up: Rule

    @classmethod
    def of(cls, book: Rulebook) -> Watch:
        """The rules of a rulebook that have a measure, in the order of their ids."""
        watched = [rule for rule in book.rules if rule.id in measures()]
        return cls(tuple(sorted(watched, key=lambda r: r.id)), book.rule(NO_CORRECTIVE))


def _values(rule: Rule, view: ProjectFacts, on: date) -> Mapping[str, Measured]:
    """What a rule measures on a day by one view of the facts, by subject; measured once.

    Kept with the view, so that the months of a replay, which share views, share this too.
    """
    key = ("measured", rule.id, on)
    if key not in view.memo:
        view.memo[key] = {m.subject: m for m in measures()[rule.id](view, on)}
    return view.memo[key]  # type: ignore[return-value]


def read_project(facts: ProjectFacts, as_of: date, watch: Watch) -> Reading:
    """Everything the watch finds in a project on a day, by what was known at its end."""
    view = facts.known(as_of)
    if facts.first_known is None or as_of < facts.first_known:
        return Reading(
            facts.project, as_of, (), (), strip_of(view, as_of, ()), way_of(view, as_of, ())
        )
    criticalities: list[Criticality] = []
    findings: list[Finding] = []
    waiting: list[tuple[date, str]] = []
    for rule in watch.rules:
        for measured in _values(rule, view, as_of).values():
            finding = found(rule, measured, as_of)
            findings.append(finding)
            if finding.verdict is Verdict.CLEAR:
                continue
            segments = _known(facts, rule, finding.subject, as_of)
            one = _criticality(facts, rule, finding, segments)
            criticalities.append(one)
            if finding.verdict is Verdict.RED and not one.answered:
                waiting.append((_red_since(segments), rule.id))
    criticalities += _unanswered(facts.project, waiting, as_of, watch.follow_up)
    criticalities.sort(key=lambda c: (c.severity.rank, c.known_since, c.rule, c.subject))
    return Reading(
        project=facts.project,
        as_of=as_of,
        criticalities=tuple(criticalities),
        findings=tuple(findings),
        strip=_strip(view, as_of, watch, findings),
        way=way_of(view, as_of, criticalities),
    )


def _strip(
    view: ProjectFacts, as_of: date, watch: Watch, findings: list[Finding]
) -> tuple[StripReading, ...]:
    """The strip of the day; of a project that has ended, of its last day by what is known now."""
    end = view.ends_on
    if end is None or as_of <= end:
        return strip_of(view, as_of, findings)
    last = [
        found(rule, measured, end)
        for rule in watch.rules
        if rule.id in STRIP_RULES
        for measured in _values(rule, view, end).values()
    ]
    return strip_of(view, end, last)


def found(rule: Rule, measured: Measured, on: date) -> Finding:
    """A measured value judged by its rule."""
    return judge(
        rule,
        subject=measured.subject,
        on=on,
        value=measured.value,
        inputs=measured.inputs,
        missing=measured.missing,
        dates=Dates(contract=measured.signed_on, event=on, report=on),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A rule that equals itself alone: two rulebooks may give one id different limits."""

    rule: Rule

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rule is self.rule

    def __hash__(self) -> int:
        return id(self.rule)


@lru_cache(maxsize=4096)
def _limits(rule: _Same, dates: Dates, on: date) -> InForce | None:
    try:
        return in_force(rule.rule, dates, on=on)
    except NothingInForce:
        return None


def _verdict(rule: Rule, measured: Measured | None, on: date) -> Verdict:
    """The verdict alone, without its sentence: what the walk through the days asks for."""
    if measured is None:
        return Verdict.CLEAR
    if measured.value is None or measured.missing:
        return Verdict.UNKNOWN
    dates = Dates(contract=measured.signed_on, event=on, report=on)
    limits = _limits(_Same(rule), dates, on)
    return Verdict.UNKNOWN if limits is None else verdict_of(rule, measured.value, limits)[0]


def _known(facts: ProjectFacts, rule: Rule, subject: str, as_of: date) -> tuple[Segment, ...]:
    """Since when the record has shown a finding, day by day by what was known on that day."""

    def by_record(day: date) -> Verdict:
        return _verdict(rule, _values(rule, facts.known(day), day).get(subject), day)

    return stretch(by_record, facts.first_known or as_of, as_of)


def _true_since(facts: ProjectFacts, rule: Rule, finding: Finding, known_since: date) -> date:
    """The day a finding began by the facts known now, looking back from when it became known.

    A fact may speak of days long before it was recorded, but not before the project's own.
    """
    view = facts.known(finding.on)

    def by_facts(day: date) -> Verdict:
        return _verdict(rule, _values(rule, view, day).get(finding.subject), day)

    first = min(view.starts_on or known_since, facts.first_known or known_since, known_since)
    judged = [s for s in stretch(by_facts, first, known_since) if s.verdict.needs_someone]
    return judged[0].since if judged else known_since


def _red_since(segments: Sequence[Segment]) -> date:
    """The day since which a finding has been red; days that cannot be judged do not end it."""
    judged = [segment for segment in segments if segment.verdict.needs_someone]
    calm = [index for index, one in enumerate(judged) if one.verdict is not Verdict.RED]
    return judged[calm[-1] + 1 if calm else 0].since


def _criticality(
    facts: ProjectFacts, rule: Rule, finding: Finding, known: Sequence[Segment]
) -> Criticality:
    subject, since, as_of = finding.subject, known[0].since, finding.on
    stands = climb(known, clock_of(rule), _decisions(facts, rule.id, subject, as_of), as_of)
    true_since = since
    if finding.verdict.needs_someone:
        true_since = _true_since(facts, rule, finding, since)
    return Criticality(
        project=facts.project,
        rule=rule.id,
        subject=subject,
        severity=finding.verdict,
        true_since=true_since,
        known_since=since,
        level=stands.level,
        due_on=stands.due_on,
        finding=finding,
        ladder=stands.rungs,
        answered=_answered(facts.known(as_of), rule.id, subject, since),
        cause=rule.cause.value if rule.cause else "",
    )


def clock_of(rule: Rule) -> Clock:
    """A rule's first level and its clocks; a rule that names none starts at the project."""
    if rule.escalation is None:
        return Clock("project_manager", 30, 60)
    days = rule.escalation.clock_days
    return Clock(rule.escalation.starts_at.value, days.red, days.amber)


def _decisions(facts: ProjectFacts, rule: str, subject: str, as_of: date) -> list[Decided]:
    """What had been decided by a day, also what was replaced since: the past stays as it was."""
    decided = []
    for one in facts.decisions:
        if (one.rule, one.subject) == (rule, subject) and one.dated.recorded_on <= as_of:
            ended = one.dated.superseded_on
            replaced = ended is not None and ended <= as_of
            until = min(one.deadline, ended) if ended and replaced else one.deadline
            decided.append(Decided(one.dated.recorded_on, until))
    return sorted(decided, key=lambda one: (one.on, one.deadline))


def _answered(view: ProjectFacts, rule: str, subject: str, since: date) -> bool:
    return any(
        d.rule == rule and d.subject == subject and d.dated.recorded_on >= since
        for d in view.decisions
    )


def _unanswered(
    project: str, waiting: Sequence[tuple[date, str]], as_of: date, rule: Rule
) -> list[Criticality]:
    """Red criticalities that stand too long without a measure are a criticality of their own.

    `waiting` names each one by the day since which it has been red, and its rule.
    """
    if not waiting:
        return []
    since, _ = min(waiting)
    inputs = {
        "count": len(waiting),
        "since": since,
        "about": ", ".join(sorted({about for _, about in waiting})),
    }
    finding = found(rule, Measured("", Decimal((as_of - since).days), inputs), as_of)
    if not finding.verdict.needs_someone:
        return []
    segments = _counted(rule, since, as_of)
    stands = climb(segments, clock_of(rule), (), as_of)
    follow_up = Criticality(
        project=project,
        rule=rule.id,
        subject="",
        severity=finding.verdict,
        true_since=segments[0].since,
        known_since=segments[0].since,
        level=stands.level,
        due_on=stands.due_on,
        finding=finding,
        ladder=stands.rungs,
        cause=rule.cause.value if rule.cause else "",
    )
    return [follow_up]


def _counted(rule: Rule, since: date, as_of: date) -> tuple[Segment, ...]:
    """The segments of a rule whose value is the number of days gone since a day."""

    def verdict_on(day: date) -> Verdict:
        return _verdict(rule, Measured("", Decimal((day - since).days)), day)

    return stretch(verdict_on, since, as_of)


def by_key(criticalities: Iterable[Criticality]) -> Mapping[tuple[str, str], Criticality]:
    """Criticalities by what makes them the same on another day."""
    return {one.key: one for one in criticalities}


def by_severity(criticalities: Sequence[Criticality]) -> Mapping[Verdict, int]:
    """How many criticalities there are of each severity."""
    counts: dict[Verdict, int] = defaultdict(int)
    for one in criticalities:
        counts[one.severity] += 1
    return counts
