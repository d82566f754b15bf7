"""A reallocation is judged before it is made: what it would break, and what it would need. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from sapar.ground.kernel import Clause, Finding, InvalidInput, Status, Verdict
from sapar.ground.rulebook import (
    Dates,
    Mode,
    NothingInForce,
    Rule,
    Rulebook,
    SpecialCondition,
    default_rulebook,
    limit_in_force,
)
from sapar.money.agreements.facts import TermsFact
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.rules.annex import annex_iii, ceilings, main_code
from sapar.money.budget.rules.drift import drift, drift_rule, standing_version
from sapar.money.budget.rules.moves import Move, moved_lines

GRANT = "The donor's share of the eligible costs, {value:,.2f} {currency}, "
RISEN = GRANT + "would pass the grant of {limit:,.2f}; an addendum cannot raise it."
KEPT = GRANT + "stays within the grant of {limit:,.2f}."
PERIOD = "Moved on {on}; changes are made from {starts} to {ends}, while the project runs."
TOO_LATE = (
    "Asked for today, an addendum can take effect on {earliest}; {effective_on} is too early "
    "by {value} days."
)
IN_TIME = "An addendum for {effective_on} is asked for by {request_by}."
NO_DAY = "An addendum would take effect on {earliest}, after the end of the project, {ends}."


class Need(StrEnum):
    """What it takes to move the money."""

    NOTHING = "nothing"
    NOTICE = "notice"
    ADDENDUM = "addendum"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to a proposed reallocation; nothing of it is written.

    `request_by` is the last day to ask for the addendum that it needs, `effective_on` the day on
    which it would count. `lines` are the budget's lines as they would be.
    """

    needs: Need
    findings: tuple[Finding, ...]
    effective_on: date
    request_by: date | None
    lines: tuple[LineFact, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        return min((f.verdict for f in self.findings), key=lambda v: v.rank, default=Verdict.CLEAR)


def judge_reallocation(
    terms: TermsFact,
    versions: Sequence[VersionFact],
    moves: Iterable[Move],
    on: date,
    *,
    effective_on: date | None = None,
    special: Sequence[SpecialCondition] = (),
    book: Rulebook | None = None,
) -> Judged:
    """Money moves freely inside a heading, by notice within the limit, by addendum beyond it.

    `on` is the day of asking, `effective_on` the day it is to count; the first possible where
    none is given. An addendum is asked for so many days before it counts, and only while the
    project runs; it cannot raise the grant, and nothing raises a ceiling. Raises InvalidInput for
    moves that the lines do not allow, and where no budget stands.
    """
    book, moves = book or default_rulebook(), tuple(moves)
    standing = standing_version(versions, on)
    if standing is None:
        raise InvalidInput(
            f"No budget stands on {on}",
            where=f"agreement {terms.agreement}",
            remedy="Record the budget as signed first.",
        )
    lines = moved_lines(standing.lines, moves)
    day = effective_on or on
    period = _period(terms, day)
    if drift_rule(book, terms.mode) is None:
        return Judged(Need.UNKNOWN, (*period, _no_rules(terms, on)), day, None, lines)
    proposed = replace(
        standing,
        number=standing.number + 1,
        kind="unilateral",
        lines=lines,
        dated=replace(standing.dated, effective_on=on),
    )
    touched = {main_code(code) for move in moves for code in (move.source, move.target)}
    moved = [
        finding
        for finding in drift((*versions, proposed), terms, on, special=special, book=book)
        if finding.subject in touched
    ]
    limits = _limits(terms, standing.lines, lines, on=on, special=special, book=book)
    findings = [*period, *limits, *moved]
    if any(f.verdict is Verdict.RED for f in (*period, *limits)):
        return Judged(Need.REFUSED, tuple(findings), day, None, lines)
    if all(move.within_a_heading for move in moves):
        return Judged(Need.NOTHING, (*period, *limits), day, None, lines)
    if not any(f.verdict in (Verdict.RED, Verdict.UNKNOWN) for f in moved):
        return Judged(Need.NOTICE, tuple(findings), day, None, lines)
    return _by_addendum(
        terms, findings, lines, on=on, wanted=effective_on, special=special, book=book
    )


def _by_addendum(
    terms: TermsFact,
    findings: list[Finding],
    lines: tuple[LineFact, ...],
    *,
    on: date,
    wanted: date | None,
    special: Sequence[SpecialCondition],
    book: Rulebook,
) -> Judged:
    rule = next(
        (r for r in book.applying_to(Mode(terms.mode)) if r.calculation == "latest_request"), None
    )
    try:
        days, clause = _notice(rule, terms, on, special)
    except NothingInForce as nothing:
        unknown = _finding(
            "reallocation.notice", Verdict.UNKNOWN, on, missing=nothing.missing,
            template="When to ask cannot be said, because this is not on record: {missing}.",
        )  # fmt: skip
        return Judged(Need.ADDENDUM, (*findings, unknown), wanted or on, None, lines)
    earliest = on + timedelta(days=days)
    day = wanted or earliest
    short = max((earliest - day).days, 0)
    inputs = {
        "earliest": earliest,
        "effective_on": day,
        "request_by": day - timedelta(days=days),
        "ends": terms.ends_on,
    }
    ended = terms.ends_on is not None and earliest > terms.ends_on
    template = NO_DAY if ended else TOO_LATE if short else IN_TIME
    notice = _finding(
        rule.id if rule else "reallocation.notice",
        Verdict.RED if ended or short else Verdict.CLEAR,
        on, template=template, value=Decimal(short), limit=Decimal(0), unit="days",
        inputs=inputs, clause=clause,
    )  # fmt: skip
    needs = Need.REFUSED if ended else Need.ADDENDUM
    request_by = None if ended else day - timedelta(days=days)
    return Judged(needs, (*findings, notice), day, request_by, lines)


def _notice(
    rule: Rule | None, terms: TermsFact, on: date, special: Sequence[SpecialCondition]
) -> tuple[int, Clause]:
    if rule is None:
        raise NothingInForce(
            "No rule says when to ask",
            ("the notice that the contract asks for",),
            where=terms.agreement,
            remedy="Record it as a special condition.",
        )
    dates = Dates(contract=terms.signed_on, event=on, report=on)
    days, clause = limit_in_force(rule, dates, on=on, special=special)
    return int(days), clause


def _period(terms: TermsFact, day: date) -> tuple[Finding, ...]:
    starts, ends = terms.starts_on, terms.ends_on
    inputs = {"starts": starts, "ends": ends}
    missing = tuple(
        name
        for name, known in (("the start of the project", starts), ("its end", ends))
        if known is None
    )
    if starts is None or ends is None:
        return (
            _finding(
                "reallocation.period", Verdict.UNKNOWN, day, missing=missing, inputs=inputs,
                template="Whether the project runs cannot be said; not on record are {missing}.",
            ),
        )  # fmt: skip
    inside = starts <= day <= ends
    verdict = Verdict.CLEAR if inside else Verdict.RED
    return (
        _finding(
            "reallocation.period", verdict, day, inputs={**inputs, "on": day}, template=PERIOD
        ),
    )


def _limits(
    terms: TermsFact,
    before: Sequence[LineFact],
    after: Sequence[LineFact],
    *,
    on: date,
    special: Sequence[SpecialCondition],
    book: Rulebook,
) -> list[Finding]:
    """Ceilings and the grant after the moves; what was passed before and gets no worse is told."""
    was, becomes = annex_iii(before), annex_iii(after)
    excess = {f.rule: _excess(f) for f in ceilings(was, terms, on, special=special, book=book)}
    found = [
        finding if _excess(finding) > excess[finding.rule] else _at_most_amber(finding)
        for finding in ceilings(becomes, terms, on, special=special, book=book)
    ]
    if terms.eu_rate is not None and terms.currency == becomes.amount(11).currency:
        share = becomes.amount(11).amount * terms.eu_rate
        grown = becomes.amount(11).amount > was.amount(11).amount and share > terms.amount
        found.append(
            _finding(
                "reallocation.grant", Verdict.RED if grown else Verdict.CLEAR, on,
                template=RISEN if grown else KEPT, value=share, limit=terms.amount, unit="amount",
                inputs={"currency": terms.currency},
            )
        )  # fmt: skip
    return found


def _excess(finding: Finding) -> Decimal:
    if finding.verdict is not Verdict.RED or finding.value is None or finding.limit is None:
        return Decimal(0)
    return finding.value - finding.limit


def _at_most_amber(finding: Finding) -> Finding:
    return replace(finding, verdict=Verdict.AMBER) if finding.verdict is Verdict.RED else finding


def _no_rules(terms: TermsFact, on: date) -> Finding:
    return _finding(
        "reallocation.rules", Verdict.UNKNOWN, on,
        template="What the donor allows cannot be said, because this is not on record: {missing}.",
        missing=(f"a rule on headings for contracts of mode '{terms.mode}'",),
    )  # fmt: skip


def _finding(rule: str, verdict: Verdict, on: date, **content: object) -> Finding:
    content.setdefault("clause", Clause("Conditions of the agreement", Status.UNVERIFIED))
    return Finding(rule=rule, subject="", verdict=verdict, on=on, **content)  # type: ignore[arg-type]
