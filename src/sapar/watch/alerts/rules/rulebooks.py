"""Measures of what the rulebooks ask for: headings of the budget, papers, tax and equipment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.rulebook import default_rulebook
from sapar.money.agreements.facts import TermsFact
from sapar.money.budget.facts import VersionFact
from sapar.money.budget.rules import allowance_used
from sapar.money.budget.rules.annex import INDIRECT, RESERVE, main_heading
from sapar.money.budget.rules.drift import (
    SETS_BASE,
    HeadingMoves,
    allowed_drift,
    drift_rule,
    moves_since_base,
)
from sapar.money.ledger.rules import to_be_documented, undocumented_share
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import Measured, lacking, measure
from sapar.watch.alerts.rules.money import SETTLING_DAYS, rates_missing
from sapar.watch.alerts.rules.progress import phase_on, running

OVER = frozenset({"closed", "cancelled"})
LAST_DAYS = timedelta(days=60)
UNANSWERED = frozenset({"claimed", "no_answer"})
NOUGHT = Decimal(0)


@measure("watch.heading_drift")
def heading_drift_used(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """How much of the drift that is allowed each main heading has used up, up or down.

    Nothing is measured where no version of the budget is on record: drift has then no base.
    Indirect costs and the reserve have a rule of their own.
    """
    if not running(facts, on):
        return ()
    several = len({version.agreement for version in facts.versions}) > 1
    return tuple(
        measured
        for terms in _terms(facts, on)
        for measured in _drifting(facts, terms, on, f"{terms.agreement} " if several else "")
    )


def _terms(facts: ProjectFacts, on: date) -> Iterator[TermsFact]:
    """The terms in force of each agreement that has a budget."""
    newest: dict[str, TermsFact] = {}
    for terms in sorted(facts.terms, key=lambda t: (t.dated.effective_on, t.dated.id)):
        if terms.dated.effective_on <= on:
            newest[terms.agreement] = terms
    budgeted = {version.agreement for version in facts.versions}
    yield from (terms for code, terms in newest.items() if code in budgeted)


def _drifting(facts: ProjectFacts, terms: TermsFact, on: date, prefix: str) -> Iterator[Measured]:
    rule = drift_rule(default_rulebook(), terms.mode)
    versions = _on_record(facts, terms, on)
    if rule is None or not versions:
        return
    special = [s.condition for s in facts.special if s.agreement == terms.agreement]
    allowed = allowed_drift(rule, terms, on, special)
    if allowed is None:
        yield from lacking(f"{prefix}", "the day of signature, which decides what is allowed")
        return
    for moves in moves_since_base(versions, on):
        if main_heading(moves.heading) in (INDIRECT, RESERVE) or not moves.changes:
            continue
        yield _drifted(moves, allowed, prefix)


def _on_record(facts: ProjectFacts, terms: TermsFact, on: date) -> list[VersionFact]:
    versions = [
        version
        for version in facts.versions
        if version.agreement == terms.agreement and version.dated.effective_on <= on
    ]
    return versions if any(version.kind in SETS_BASE for version in versions) else []


def _drifted(moves: HeadingMoves, allowed: Decimal, prefix: str) -> Measured:
    inputs = {
        "heading": moves.heading,
        "base": moves.base.amount,
        "changes": list(moves.changes),
        "change": sum(moves.changes, NOUGHT),
        "now": moves.now.amount,
        "currency": moves.base.currency,
        "allowed": allowed,
    }
    subject = f"{prefix}{moves.heading}"
    value = allowance_used(moves.base.amount, moves.changes, allowed)
    missing = () if value is not None else (f"an agreed amount of heading {moves.heading}",)
    return Measured(subject, value, inputs, missing)


@measure("watch.evidence_gap")
def evidence_gap(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Share of the spending, by value, that no document on record justifies."""
    start = facts.starts_on
    settling = start is not None and (on - start).days < SETTLING_DAYS
    if facts.imported or settling or not _unsettled(facts, on):
        return ()
    entries = to_be_documented(facts.entries, on)
    if not entries:
        return ()
    papers = {one.entry_reference for one in facts.entry_documents if one.dated.effective_on <= on}
    without = [e for e in entries if not (e.documented or (e.reference and e.reference in papers))]
    if len(without) == len(entries):
        return lacking("", "the documents that justify the spending")
    currencies = {entry.currency for entry in entries}
    currency = entries[0].currency
    if rates := rates_missing(currency, currencies):
        return lacking("", *rates)
    spent = sum((entry.amount for entry in entries), NOUGHT)
    undocumented = sum((entry.amount for entry in without), NOUGHT)
    value = undocumented_share(undocumented=undocumented, spent=spent)
    if value is None:
        return ()
    inputs = {
        "undocumented": undocumented,
        "spent": spent,
        "entries": len(without),
        "currency": currency,
    }
    return (Measured("", value, inputs),)


@measure("watch.assets_vat")
def assets_vat(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Things to settle that are left near the end: equipment without a plan, tax unanswered."""
    assets = [asset for asset in facts.assets if asset.bought_on <= on]
    taxed = [e for e in facts.entries if e.vat_status and e.dated.effective_on <= on]
    if not (assets or taxed) or not _unsettled(facts, on):
        return ()
    end = facts.ends_on
    if end is None:
        return lacking("", "the end of the project")
    if on < end - LAST_DAYS:
        return ()
    planned = {one.asset for one in facts.transfers if one.dated.effective_on <= on}
    unplanned = [asset for asset in assets if asset.code not in planned]
    claims = [entry for entry in taxed if entry.vat_status in UNANSWERED]
    inputs = {
        "assets": len(unplanned),
        "names": ", ".join(asset.code for asset in unplanned),
        "claims": len(claims),
        "tax": sum((entry.vat_amount or NOUGHT for entry in claims), NOUGHT),
        "ends_on": end,
    }
    return (Measured("", Decimal(len(unplanned) + len(claims)), inputs),)


def _unsettled(facts: ProjectFacts, on: date) -> bool:
    """Whether a project has begun and its accounts are not closed."""
    begun = facts.starts_on is None or on >= facts.starts_on
    return begun and phase_on(facts, on) not in OVER
