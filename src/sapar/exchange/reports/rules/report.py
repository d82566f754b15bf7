"""A whole report to a donor: all parts built from one set of facts, so that they agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from sapar.exchange.reports.rules.claims import Claim, Judge, Why, when_of
from sapar.exchange.reports.rules.clauses import Clauses, Resting
from sapar.exchange.reports.rules.facts import NOUGHT, Asked, LogframeRow, ReportFacts
from sapar.exchange.reports.rules.figures import Figure, Item, cents, items
from sapar.exchange.reports.rules.financial import ACCEPTED, CLAIMED, Financial, financial
from sapar.exchange.reports.rules.reconciliation import (
    OwnStatement,
    Reconciliation,
    own_statement,
    reconciliation,
)
from sapar.exchange.reports.rules.request import (
    Forecast,
    PaymentRequest,
    forecast,
    payment_request,
)
from sapar.exchange.reports.rules.valuing import accounts_currency, worths
from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Funding:
    """An expected source of funding: by the budget, by costs so far, and what came in.

    `received` is None where nothing on record says so.
    """

    title: str
    expected: Decimal
    earned: Decimal
    received: Decimal | None


@dataclass(frozen=True, slots=True)
class DonorReport:
    """A financial report with its list of expenditure, request, forecast and reconciliation."""

    facts: ReportFacts
    asked: Asked
    financial: Financial
    items: tuple[Item, ...]
    funding: tuple[Funding, ...]
    request: PaymentRequest
    forecast: Forecast
    logframe: tuple[LogframeRow, ...]
    statement: OwnStatement
    reconciliation: Reconciliation
    sources: tuple[Resting, ...]
    rates: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def currency(self) -> str:
        """The currency the report is in: the donor's."""
        return self.facts.terms.currency

    @property
    def kind(self) -> str:
        """What the report is called."""
        return "Final financial report" if self.asked.final else "Interim financial report"


def build_report(facts: ReportFacts, asked: Asked, book: Rulebook | None = None) -> DonorReport:
    """All parts of a report on a period, by what is on record; the same facts, the same report.

    Costs are placed by the day they were incurred; those after the period are left out, but for
    the costs of closing in a final report. Raises InvalidInput for a period outside the agreement,
    where no budget stands, and for rates that are missing.
    """
    _refuse_period(facts, asked)
    timed = [(one, when_of(one, asked)) for one in facts.expenses]
    facts = replace(facts, expenses=tuple(one for one, when in timed if when))
    clauses = Clauses(facts.terms, asked.as_of, facts.special, book)
    judge = Judge(clauses)
    claims = [judge.claim(one, when) for one, when in timed if when]
    worth = worths(facts, asked, clauses)
    listed = items(claims, worth)
    report = financial(facts, asked, listed, clauses)
    ahead = forecast(facts, asked)
    request = payment_request(facts, asked, report, ahead, clauses)
    own = own_statement(facts, claims, worth, accounts_currency(facts, asked))
    bridge = reconciliation(claims, worth, own, report, _marks(clauses))
    rates = tuple(sorted({worth[one.claim.expense.id].says for one in listed}))
    return DonorReport(
        facts=facts,
        asked=asked,
        financial=report,
        items=listed,
        funding=_funding(facts, report, request),
        request=request,
        forecast=ahead,
        logframe=facts.logframe,
        statement=own,
        reconciliation=bridge,
        sources=tuple(clauses.used),
        rates=rates,
        notes=tuple(_notes(facts, asked, claims, listed)),
    )


def _refuse_period(facts: ReportFacts, asked: Asked) -> None:
    start, end = facts.terms.starts_on, facts.terms.ends_on
    where = f"agreement {facts.agreement}"
    if (start and asked.period.end < start) or (end and asked.period.start > end):
        raise InvalidInput(
            f"The period {asked.period.start} to {asked.period.end} lies outside the agreement,"
            f" which runs from {start} to {end}",
            where=where,
            remedy="Choose days inside it.",
        )
    if asked.as_of < asked.period.end:
        raise InvalidInput(
            f"The period ends on {asked.period.end}, after {asked.as_of}, the day it is read",
            where=where,
            remedy="Report on a period that is over, or read the record on a later day.",
        )


def _funding(facts: ReportFacts, report: Financial, request: PaymentRequest) -> tuple[Funding, ...]:
    grant, whole = facts.terms.amount, report.line(ACCEPTED)
    earned = cents(min(request.rate * report.line(CLAIMED).so_far.amount, grant))
    others = whole.so_far.amount - earned
    return (
        Funding(facts.donor, grant, earned, request.paid),
        Funding("Other sources of funding", whole.agreed - grant, others, None),
        Funding("Interest on advances", NOUGHT, request.interest_amount, request.interest_amount),
    )


def _marks(clauses: Clauses) -> dict[str, str]:
    """The unverified rule that each named difference rests on."""
    marks = {one.purpose: one.mark for one in clauses.used}
    codes = {
        Why.OUTSIDE: "Costs inside the implementation period",
        Why.TAX_OUT: "Value added tax",
        Why.TAX_ACCEPTED: "Value added tax",
        "exchange": "Costs in other currencies",
        "ceiling": "Ceiling of indirect costs",
    }
    return {str(code): marks.get(purpose, "") for code, purpose in codes.items()}


def _notes(
    facts: ReportFacts, asked: Asked, claims: list[Claim], listed: tuple[Item, ...]
) -> list[str]:
    notes = [
        f"Read as known at the end of {asked.as_of}; corrections recorded by then are counted net.",
        "Units of spending are entries of the ledger; their unit cost is the mean of the entries.",
    ]
    open_ = [one for one in claims if one.claimed and not one.judged]
    if open_:
        notes.append(f"{len(open_)} costs are claimed that nobody has judged yet.")
    bare = [
        one
        for one in listed
        if not one.moved
        and not (one.claim.expense.document or one.claim.expense.entry.documented)
        and one.claim.expense.entry.category != "indirect"
    ]
    if bare:
        sum_ = sum((one.amount for one in bare), NOUGHT)
        notes.append(
            f"{len(bare)} claimed costs, {sum_:,.2f} {facts.terms.currency}, name no document."
        )
    return notes


def rows_behind(report: DonorReport, figure: Figure) -> tuple[str, ...]:
    """The references of the ledger rows that a figure comes from."""
    names = {one.id: one.reference for one in report.facts.expenses}
    return tuple(names[row] for row in dict.fromkeys(figure.rows) if row in names)
