"""Measures of money: consumption of the instalment, spending against plan, what will be left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from sapar.money.agreements.facts import ReportDueFact, TermsFact
from sapar.money.budget.rules import PlannedFact, planned_by, spending_plan
from sapar.money.ledger.rules import (
    SPENDING,
    burn_ratio,
    cost_performance,
    projected_consumption,
    spent_by,
    unspent_share,
)
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import Measured, lacking, measure
from sapar.watch.alerts.rules.progress import earned, elapsed_share, past_share, running

# The ledger of a month is closed some weeks after it; spending is compared up to the last day
# that the record can speak of, but silence for longer than this counts as no spending.
CLOSING_DAYS = 45
PACE_DAYS = 182
# In its first quarter a project spends too little for its pace to mean anything.
SETTLING_DAYS = 90
LAST_MONTHS = timedelta(days=122)
EU_MODES = ("eu_grant", "fafa", "contribution")


def terms_on(facts: ProjectFacts, on: date) -> TermsFact | None:
    """The terms in force on a day: the newest that have taken effect."""
    begun = [terms for terms in facts.terms if terms.dated.effective_on <= on]
    return max(begun, key=lambda t: (t.dated.effective_on, t.dated.id)) if begun else None


def ledger_reaches(facts: ProjectFacts, on: date) -> date | None:
    """The last day the ledger speaks of, at most some weeks back; None without any spending."""
    days = [e.dated.effective_on for e in facts.entries if e.kind in SPENDING]
    past = [day for day in days if day <= on]
    if not past:
        return None
    return max(*past, on - timedelta(days=CLOSING_DAYS))


def plan_of(facts: ProjectFacts) -> tuple[tuple[PlannedFact, ...], str]:
    """The spending plan and its currency; no rows where none is on record."""
    if "plan" not in facts.memo:
        facts.memo["plan"] = spending_plan(facts.planned)
    plan: tuple[PlannedFact, ...] = facts.memo["plan"]  # type: ignore[assignment]
    return plan, plan[0].currency if plan else ""


def currencies(facts: ProjectFacts) -> set[str]:
    """The currencies in which spending stands in the ledger."""
    return {e.currency for e in facts.entries if e.kind in SPENDING}


def rates_missing(currency: str, others: set[str]) -> tuple[str, ...]:
    """The rates without which amounts cannot be put together with those of one currency."""
    wanted = ", ".join(sorted(others - {currency}))
    return (f"a rate between {currency} and {wanted}",) if wanted else ()


def next_interim(facts: ProjectFacts, on: date) -> ReportDueFact | None:
    """The next interim report that is still to fall due."""
    due = [r for r in facts.reports_due if r.kind == "interim" and r.dated.effective_on >= on]
    return min(due, key=lambda r: r.dated.effective_on) if due else None


@measure("watch.consume_70")
def consume_70(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Share of the last instalment that will be spent when the next interim report closes."""
    terms = terms_on(facts, on)
    if terms is None or not running(facts, on):
        return ()
    subject = terms.agreement
    if terms.mode == "custom":
        return lacking(subject, "the conditions of the contract", signed_on=terms.signed_on)
    if not terms.mode.startswith(EU_MODES):
        return ()
    received = sorted(
        (e for e in facts.entries if e.kind == "instalment" and e.dated.effective_on <= on),
        key=lambda e: (e.dated.effective_on, e.dated.id),
    )
    missing = [
        name
        for name, there in (
            ("the EU rate", terms.eu_rate),
            ("instalments received", received),
            ("the reporting calendar", facts.reports_due),
        )
        if not there
    ]
    missing += rates_missing(terms.currency, currencies(facts) | {e.currency for e in received})
    if missing:
        return lacking(subject, *missing, signed_on=terms.signed_on)
    report = next_interim(facts, on)
    if report is None:
        return ()
    return _consumption(facts, on, terms, [e.amount for e in received], report)


def _consumption(
    facts: ProjectFacts, on: date, terms: TermsFact, paid: list[Decimal], report: ReportDueFact
) -> Iterable[Measured]:
    lacks = partial(lacking, terms.agreement, signed_on=terms.signed_on)
    reach, start = ledger_reaches(facts, on), facts.starts_on or terms.starts_on
    if start is None or (on - start).days < SETTLING_DAYS:
        return lacks(f"spending over {SETTLING_DAYS} days")
    if reach is None:
        return lacks("expenditure")
    until = min(reach, report.period_to)
    spent = spent_by(facts.entries, terms.currency, until)
    since = max(start, until - timedelta(days=PACE_DAYS))
    days = max((until - since).days, 1)
    # What the accounts took back in the last months is no pace to go on at.
    pace = max(spent - spent_by(facts.entries, terms.currency, since), Decimal(0)) / days
    assert terms.eu_rate is not None
    left = max((report.period_to - until).days, 0)
    value = projected_consumption(
        eu_rate=terms.eu_rate, paid=paid, spent=spent, pace_per_day=pace, days_left=left
    )
    if value is None:
        return lacks("an instalment that was not paid back")
    expected = spent + pace * left
    inputs = {
        "eu_rate": terms.eu_rate,
        "paid": paid,
        "instalment": paid[-1],
        "currency": terms.currency,
        "spent": spent,
        "ledger_until": until,
        "pace_per_day": round(pace, 2),
        "days_left": left,
        "report_closes": report.period_to,
        "report_due": report.dated.effective_on,
        "unspent": max(sum(paid) - terms.eu_rate * expected, Decimal(0)),
    }
    return (Measured(terms.agreement, value, inputs, signed_on=terms.signed_on),)


@measure("watch.burn_gap")
def burn_gap(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Spending so far against what was planned to be spent by the same day."""
    if not running(facts, on):
        return ()
    plan, currency = plan_of(facts)
    whole = sum((row.amount for row in plan), Decimal(0))
    if whole <= 0:
        return lacking("", "planned spending")
    if rates := rates_missing(currency, currencies(facts) | {row.currency for row in plan}):
        return lacking("", *rates)
    until = ledger_reaches(facts, on)
    planned = planned_by(plan, currency, until or on - timedelta(days=CLOSING_DAYS))
    settling = facts.starts_on and (on - facts.starts_on).days < SETTLING_DAYS
    if planned <= 0 or settling:
        return ()
    if until is None:
        return lacking("", "expenditure")
    spent = spent_by(facts.entries, currency, until)
    inputs = {
        "planned": planned,
        "spent": spent,
        "currency": currency,
        "ledger_until": until,
        "budget": whole,
        "spent_share": spent / whole,
        "planned_share": planned / whole,
        "planned_now": planned_by(plan, currency, on),
    }
    return (Measured("", burn_ratio(planned=planned, spent=spent), inputs),)


@measure("watch.cost_performance")
def cpi(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Budgeted cost of the work done over its real cost, after 15 % of the duration."""
    if not running(facts, on):
        return ()
    if elapsed_share(facts, on) is None:
        return lacking("", "the start and end of the project")
    if not past_share(facts, on):
        return ()
    work = earned(facts, on)
    plan, currency = plan_of(facts)
    missing = [
        name
        for name, there in (
            ("milestones with planned days", work.whole > 0),
            ("planned spending", plan),
            ("expenditure", ledger_reaches(facts, on)),
        )
        if not there
    ]
    if plan:
        missing += rates_missing(currency, currencies(facts) | {row.currency for row in plan})
    if missing:
        return lacking("", *missing)
    reach = ledger_reaches(facts, on)
    assert reach is not None
    spent = spent_by(facts.entries, currency, reach)
    budget = sum((row.amount for row in plan), Decimal(0))
    share = earned(facts, reach).reached / work.whole
    value = cost_performance(earned_share=share, budget=budget, spent=spent)
    if value is None:
        return lacking("", "expenditure")
    inputs = {
        "earned_share": share,
        "budget": budget,
        "spent": spent,
        "currency": currency,
        "ledger_until": reach,
    }
    return (Measured("", value, inputs),)


@measure("watch.end_window")
def end_window(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Money unspent in the last four months, while no extension was asked for."""
    end = facts.ends_on
    if end is None:
        return lacking("", "the end of the project") if running(facts, on) else ()
    if not end - LAST_MONTHS <= on <= end or _extension_asked(facts, end, on):
        return ()
    terms = terms_on(facts, on)
    plan, currency = plan_of(facts)
    budget = sum((row.amount for row in plan), Decimal(0))
    known = currencies(facts) | {row.currency for row in plan}
    if not plan and terms:
        budget, currency = terms.amount, terms.currency
    if budget <= 0:
        return lacking("", "the whole budget")
    if rates := rates_missing(currency, known):
        return lacking("", *rates)
    reach = ledger_reaches(facts, on)
    if reach is None:
        return lacking("", "expenditure")
    spent = spent_by(facts.entries, currency, reach)
    inputs = {
        "budget": budget,
        "spent": spent,
        "unspent": budget - spent,
        "currency": currency,
        "ends_on": end,
        "ask_by": end - timedelta(days=30),
        "ledger_until": reach,
    }
    return (Measured("", unspent_share(budget=budget, spent=spent), inputs),)


def _extension_asked(facts: ProjectFacts, end: date, on: date) -> bool:
    """Whether an extension was asked for since the present end stands; earlier ones are granted."""
    stands = [p.dated.recorded_on for p in facts.periods if p.ends_on == end]
    return any(
        a.purpose == "extension"
        and a.dated.effective_on <= on
        and a.dated.recorded_on >= min(stands, default=date.min)
        for a in facts.amendments
    )
