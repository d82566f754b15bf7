"""The payment request in the shape of annex V, and the forecast of spending it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sapar.exchange.reports.rules.clauses import Clauses, Resting, share_of
from sapar.exchange.reports.rules.facts import NOUGHT, Asked, ReportFacts
from sapar.exchange.reports.rules.figures import Figure, cents, total
from sapar.exchange.reports.rules.financial import CLAIMED, Financial
from sapar.exchange.reports.rules.valuing import received
from sapar.ground.kernel import Finding, Period
from sapar.ground.kernel.period import add_months
from sapar.ground.rulebook import judge
from sapar.money.agreements.rules import consumption_of_instalment, next_instalment
from sapar.money.budget.rules import planned_by, spending_plan
from sapar.money.ledger.rules import EntryFact

AHEAD = 12
"""Months that a forecast looks ahead, if the agreement lasts so long."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in: an instalment, or interest on it."""

    entry: EntryFact
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """Spending planned for the part of a month that lies in the forecast."""

    period: Period
    planned: Figure


@dataclass(frozen=True, slots=True)
class Forecast:
    """Planned spending of the next period, month by month; empty where nothing is left to come."""

    period: Period | None
    months: tuple[Month, ...]
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> Figure:
        """All that is planned for the next period."""
        return total(month.planned for month in self.months)


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What may be asked of the donor now, step by step.

    `rate` is the donor's share of eligible costs, `needed` the share of the last instalment that
    must be used, `cap` the share of the grant that may be paid in advance; None where no rule
    says so. `asked` is below nought where the donor has paid too much.
    """

    final: bool
    instalments: tuple[Receipt, ...]
    interest: tuple[Receipt, ...]
    eligible: Figure
    rate: Decimal
    grant: Decimal
    forecast: Decimal
    needed: Decimal | None
    cap: Decimal | None
    test: Finding | None
    test_rests: Resting
    cap_rests: Resting
    interest_rests: Resting
    interest_due: bool
    asked: Decimal
    notes: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        """All instalments together."""
        return sum((one.amount for one in self.instalments), NOUGHT)

    @property
    def consumed(self) -> Decimal:
        """The donor's part of eligible costs so far; not rounded."""
        return self.rate * self.eligible.amount

    @property
    def used_of_last(self) -> Decimal:
        """What of it falls on the last instalment, once the earlier ones are used up."""
        return self.consumed - self.paid + self.last

    @property
    def last(self) -> Decimal:
        """The last instalment."""
        return self.instalments[-1].amount if self.instalments else NOUGHT

    @property
    def failed(self) -> bool:
        """Whether too little of the last instalment is used for the next to be paid in full."""
        if self.needed is None or self.last <= 0:
            return False
        return max(self.used_of_last / self.last, NOUGHT) < self.needed

    @property
    def cut(self) -> Decimal:
        """What the next instalment is reduced by: the unused part of the last one."""
        return self.last - self.used_of_last if self.failed else NOUGHT

    @property
    def room(self) -> Decimal:
        """What may still be paid in advance."""
        return (self.cap if self.cap is not None else 1) * self.grant - self.paid

    @property
    def interest_amount(self) -> Decimal:
        """Interest earned on what the donor paid in advance."""
        return sum((one.amount for one in self.interest), NOUGHT)


def forecast(facts: ReportFacts, asked: Asked) -> Forecast:
    """Spending planned for the twelve months after the period, up to the agreement's end."""
    start, ends = asked.period.end + timedelta(days=1), facts.terms.ends_on
    last = add_months(start, AHEAD) - timedelta(days=1)
    last = min(last, ends) if ends else last
    if asked.final or last < start:
        return Forecast(None, ())
    period, currency = Period(start, last), facts.terms.currency
    plan = spending_plan(facts.planned)
    others = sorted({one.currency for one in plan} - {currency})
    notes = [f"Spending planned in {', '.join(others)} is left out."] if others else []
    months, before = [], cents(planned_by(plan, currency, asked.period.end))
    first = start
    for month_end in period.month_ends():
        end = min(month_end, last)
        so_far = cents(planned_by(plan, currency, end))
        rows = tuple(
            one.dated.id
            for one in plan
            if one.currency == currency and one.dated.effective_on <= end and one.period_to >= first
        )
        months.append(Month(Period(first, end), Figure(so_far - before, rows)))
        first, before = end + timedelta(days=1), so_far
    if not any(month.planned.rows for month in months):
        notes.append("No spending is planned on record for the next period.")
    return Forecast(period, tuple(months), tuple(notes))


def payment_request(
    facts: ReportFacts, asked: Asked, report: Financial, ahead: Forecast, clauses: Clauses
) -> PaymentRequest:
    """The next instalment by the rules of the agreement; the balance with a final report.

    Interim: the donor's part of the forecast, less what is unused of the last instalment where
    the test of its use fails, within the ceiling on advances. Final: the donor's part of eligible
    costs within the grant, less what was paid, and less interest where the donor may claim it.
    """
    until = asked.as_of if asked.final else asked.period.end
    paid, late = _until(facts.instalments, until)
    earned, _ = _until(facts.interest, until)
    instalments, interest = _receipts(facts, paid), _receipts(facts, earned)
    notes = list(ahead.notes)
    if late:
        notes.append(f"{len(late)} later instalments are on record and stand outside this request.")
    rate = facts.terms.eu_rate
    if rate is None:
        notes.append("The donor's share of costs is not on record; all of them are counted.")
        rate = Decimal(1)
    test, cap, kept = _rules(clauses)
    if facts.terms.mode.startswith("contribution"):
        notes.append(
            "Legal commitments may count in the test; which are still open is not on record,"
            " so none is counted."
        )
    needed, share = share_of(test), share_of(cap)
    spent, grant = report.line(CLAIMED).so_far, facts.terms.amount
    amounts = [one.amount for one in instalments]
    due = _interest_due(kept, amounts)
    wanted = rate * ahead.whole.amount
    if asked.final:
        earned_all = sum((one.amount for one in interest), NOUGHT) if due else NOUGHT
        sum_ = min(rate * spent.amount, grant) - sum(amounts, NOUGHT) - earned_all
    else:
        sum_ = next_instalment(
            rate, amounts, spent.amount, wanted, grant,
            needed=needed or NOUGHT, share=Decimal(1) if share is None else share,
        )  # fmt: skip
    return PaymentRequest(
        final=asked.final, instalments=instalments, interest=interest, eligible=spent, rate=rate,
        grant=grant, forecast=wanted, needed=needed, cap=share,
        test=_judged(test, clauses, asked, (rate, amounts, spent.amount)),
        test_rests=test, cap_rests=cap, interest_rests=kept, interest_due=due,
        asked=cents(sum_), notes=tuple(notes),
    )  # fmt: skip


def _rules(clauses: Clauses) -> tuple[Resting, Resting, Resting]:
    return (
        clauses.ending("pay.further_70", "Use of the last instalment", "no test is made"),
        clauses.computing(
            "next_instalment", "Ceiling of all advances", "the grant itself is the ceiling"
        ),
        clauses.ending("interest", "Interest on advances", "interest is not deducted"),
    )


def _until(rows: Sequence[EntryFact], day: object) -> tuple[list[EntryFact], list[EntryFact]]:
    ordered = sorted(rows, key=lambda one: (one.dated.effective_on, one.dated.id))
    come = [one for one in ordered if one.dated.effective_on <= day]  # type: ignore[operator]
    return come, ordered[len(come) :]


def _receipts(facts: ReportFacts, rows: Sequence[EntryFact]) -> tuple[Receipt, ...]:
    amounts = received(facts, rows)
    return tuple(Receipt(row, amount) for row, amount in zip(rows, amounts, strict=True))


def _interest_due(rests: Resting, paid: Sequence[Decimal]) -> bool:
    """Whether the donor may claim interest: where advances pass the amount that is left free."""
    if rests.found is None:
        return False
    value = rests.found.value
    if isinstance(value, Decimal):
        return sum(paid, NOUGHT) > value
    return value == "claimable_by_donor"


def _judged(
    rests: Resting,
    clauses: Clauses,
    asked: Asked,
    given: tuple[Decimal, Sequence[Decimal], Decimal],
) -> Finding | None:
    rule = clauses.rule(rests)
    if rule is None:
        return None
    rate, paid, spent = given
    value = consumption_of_instalment(rate, paid, spent)
    return judge(
        rule, subject=clauses.terms.agreement, on=asked.as_of, value=value,
        inputs={"eu_rate": rate, "paid": tuple(paid), "spent": spent},
        missing=() if value is not None else ("an instalment received",),
        dates=clauses.dates, special=clauses.special,
    )  # fmt: skip
