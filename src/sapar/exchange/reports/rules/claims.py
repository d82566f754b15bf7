"""Claims: which costs the donor is asked to accept, and why the others are left out.

The one seam to the judging of entries: a report reads its answers and asks no rule of its own
about a cost. Until each entry carries its findings, what the ledger says of eligibility counts,
with the implementation period and what became of the tax.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from sapar.exchange.reports.rules.clauses import Clauses, Resting
from sapar.exchange.reports.rules.facts import NOUGHT, Asked, Expense
from sapar.ground.rulebook import decide
from sapar.money.budget.rules.annex import TAXES, main_heading

CLOSING = frozenset({"final_report", "expenditure_verification", "evaluation"})
"""Costs that by their nature arise after the end: final report, verification, evaluation."""
TAX = "vat"


class When(StrEnum):
    """In which column of the report a cost stands."""

    BEFORE = "previous periods"
    NOW = "this period"


class Why(StrEnum):
    """Why a cost of the organisation, or a part of it, is not claimed from the donor."""

    NO_HEADING = "no_heading"
    OUTSIDE = "outside_window"
    INELIGIBLE = "ineligible"
    TAX_OUT = "tax_out"
    TAX_ACCEPTED = "tax_accepted"


@dataclass(frozen=True, slots=True)
class Claim:
    """A cost in scope of a report: when, whether refused whole, and the tax that is taken out.

    `tax` is in the cost's own currency; `tax_why` says whether it is no cost at all or stands
    under line 12. `judged` is False where the ledger does not say whether the cost is eligible.
    """

    expense: Expense
    when: When
    refused: Why | None = None
    tax: Decimal = NOUGHT
    tax_why: Why | None = None
    judged: bool = True

    @property
    def claimed(self) -> bool:
        """Whether any of it stands in the donor's report."""
        return self.refused is None


def when_of(expense: Expense, asked: Asked) -> When | None:
    """The column a cost stands in by the day it was incurred; None for later ones.

    A final report takes in the costs of closing that arose after its period.
    """
    if expense.on < asked.period.start:
        return When.BEFORE
    if expense.on <= asked.period.end:
        return When.NOW
    closing = asked.final and expense.entry.category in CLOSING and expense.on <= asked.as_of
    return When.NOW if closing else None


class Judge:
    """Judges the costs of one agreement; each rule is looked up once."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        terms = clauses.terms
        self.first, self.last = terms.starts_on or date.min, terms.ends_on or date.max
        self.window = clauses.computing(
            "days_outside_window",
            "Costs inside the implementation period",
            "costs outside the implementation period are left out",
        )
        self.outcome = cache(self._outcome)

    def claim(self, expense: Expense, when: When) -> Claim:
        """One cost: under a heading, inside the period, eligible; less tax that is no cost."""
        entry = expense.entry
        judged = entry.eligible is not None
        late = expense.on > self.last and entry.category not in CLOSING
        if expense.on < self.first or late:
            return Claim(expense, when, Why.OUTSIDE, judged=judged)
        if entry.eligible is False:
            return Claim(expense, when, Why.INELIGIBLE)
        if main_heading(expense.heading) is None:
            return Claim(expense, when, Why.NO_HEADING, judged=judged)
        tax = entry.amount if entry.category == TAX else entry.vat_amount or NOUGHT
        why = self.outcome(entry.vat_status) if tax else None
        if why is Why.TAX_ACCEPTED and main_heading(expense.heading) == TAXES:
            why = None  # it stands under line 12 already
        return Claim(expense, when, None, tax if why else NOUGHT, why, judged)

    def _outcome(self, status: str) -> Why | None:
        """What becomes of tax: it stays in the cost, moves to line 12, or is left out."""
        if not status:
            return None
        resting = self._tax_rule()
        rule, word = self.clauses.rule(resting), ""
        if rule:
            dates, on = self.clauses.dates, self.clauses.on
            given = {"status": status} if "status" in rule.inputs else {}
            word = decide(rule, given, dates=dates, on=on, special=self.clauses.special).outcome
        if word == "eligible":
            return None
        lost = status in ("refused", "not_recoverable")
        return Why.TAX_ACCEPTED if word == "accepted" or (not word and lost) else Why.TAX_OUT

    def _tax_rule(self) -> Resting:
        return self.clauses.deciding(
            {"status", "proof"},
            "Value added tax",
            "tax that is lost stands under line 12, other tax is left out",
        )
