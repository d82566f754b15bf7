"""The organisation's own statement, and how it becomes the donor's, cent by cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sapar.exchange.reports.rules.claims import Claim, When, Why
from sapar.exchange.reports.rules.facts import NOUGHT, Expense, ReportFacts
from sapar.exchange.reports.rules.figures import Figure, cents, tax_in, total
from sapar.exchange.reports.rules.financial import CLAIMED, Financial
from sapar.exchange.reports.rules.valuing import Worth
from sapar.money.budget.rules.annex import INDIRECT, TAXES, main_heading

LINE_12 = "line_12"
"""A cost that stands under line 12 as a whole."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A line of the organisation's own statement, by column.

    `own` is in the currency of its accounts, `books` the same in the donor's currency at the rates
    of the books; each cell is rounded once.
    """

    code: str
    title: str
    heading: str
    own: Mapping[When, Figure]
    books: Mapping[When, Figure]


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """All spending of the organisation on the project, by its own lines."""

    currency: str
    rows: tuple[OwnRow, ...]

    def own(self, when: When) -> Decimal:
        """The statement's total of a column, in the currency of the accounts."""
        return sum((row.own[when].amount for row in self.rows), NOUGHT)

    def books(self, when: When) -> Decimal:
        """The same in the donor's currency, at the rates of the books."""
        return sum((row.books[when].amount for row in self.rows), NOUGHT)


@dataclass(frozen=True, slots=True)
class Detail:
    """One cost between the two statements, in the donor's currency.

    `books` is its worth in the own statement, to the cent; `left_out` names why all of it is not
    claimed, empty where it is; `tax_out` and `tax_accepted` are taxes taken out of it; `claimed`
    is what stands in lines 1 to 11 before the ceiling, `exchange` what the donor's rate makes
    of it.
    """

    expense: Expense
    when: When
    own: Decimal
    books: Decimal
    left_out: str
    tax_out: Decimal
    tax_accepted: Decimal
    claimed: Decimal

    @property
    def exchange(self) -> Decimal:
        """The difference that comes from the rate alone."""
        if self.left_out:
            return NOUGHT
        return self.claimed - (self.books - self.tax_out - self.tax_accepted)


@dataclass(frozen=True, slots=True)
class Step:
    """A named difference between the two statements; `rows` are the costs that make it."""

    code: str
    title: str
    before: Figure
    now: Figure
    rests_on: str = ""

    def of(self, when: When) -> Figure:
        """The difference in one column."""
        return self.before if when is When.BEFORE else self.now


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """From the own statement to line 11 of the donor's report.

    `open` is what remains unexplained in a column: nought, or the report may not go out.
    """

    details: tuple[Detail, ...]
    start: Mapping[When, Decimal]
    steps: tuple[Step, ...]
    end: Mapping[When, Decimal]

    def open(self, when: When) -> Decimal:
        """What no named difference explains."""
        moved = sum((step.of(when).amount for step in self.steps), NOUGHT)
        return self.start[when] + moved - self.end[when]


TITLES = {
    "rounding": "Rounding to the cent: the own statement rounds each line, the donor's each cost",
    Why.OUTSIDE: "Outside the implementation period",
    Why.INELIGIBLE: "Not eligible under the donor's rulebook",
    Why.NO_HEADING: "Under no heading of the donor's budget",
    Why.TAX_OUT: "Value added tax: recoverable, exempt or unanswered",
    Why.TAX_ACCEPTED: "Value added tax: lost, accepted under line 12",
    LINE_12: "Costs under line 12, which are accepted and not eligible",
    "exchange": "Exchange rate: the donor's rule against the rates of the books",
    "ceiling": "Overheads charged above the donor's ceiling",
}
"""Every difference that two statements can have, in the order in which they are told."""


def own_statement(
    facts: ReportFacts, claims: Sequence[Claim], worths: Mapping[int, Worth], currency: str
) -> OwnStatement:
    """All costs on record by the organisation's own lines, eligible or not.

    By the day they were incurred, as the donor's report has them.
    """
    titles = {one.code: one for one in facts.own_lines}
    found: dict[str, dict[When, list[int]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        found[claim.expense.own_line][claim.when].append(claim.expense.id)
    rows = []
    for code in sorted({*titles, *found}):
        line = titles.get(code)
        ids = {when: tuple(found[code][when]) for when in When} if code in found else {}
        rows.append(
            OwnRow(
                code=code,
                title=line.title if line else "Without a line of its own",
                heading=line.heading if line else "",
                own={w: _summed(ids.get(w, ()), worths, "own") for w in When},
                books={w: _summed(ids.get(w, ()), worths, "books") for w in When},
            )
        )
    return OwnStatement(currency, tuple(rows))


def reconciliation(
    claims: Sequence[Claim],
    worths: Mapping[int, Worth],
    statement: OwnStatement,
    report: Financial,
    rests_on: Mapping[str, str],
) -> Reconciliation:
    """Every cost is followed from one statement to the other; each difference has a name.

    `rests_on` says by code of a difference which unverified rule it rests on.
    """
    details = tuple(_detail(claim, worths[claim.expense.id]) for claim in claims)
    start = {when: statement.books(when) for when in When}
    changes: dict[str, dict[When, Figure]] = {
        "rounding": {when: _rounding(details, statement, when) for when in When}
    }
    for code in (Why.OUTSIDE, Why.INELIGIBLE, Why.NO_HEADING):
        changes[code] = _by(details, _left_out(code))
    changes[Why.TAX_OUT] = _by(details, lambda d: -d.tax_out)
    changes[Why.TAX_ACCEPTED] = _by(details, lambda d: -d.tax_accepted)
    changes[LINE_12] = _by(
        details, lambda d: d.tax_out - d.books if d.left_out == LINE_12 else NOUGHT
    )
    changes["exchange"] = _by(details, lambda d: d.exchange)
    over = [row for row in report.under(INDIRECT) if row.over]
    changes["ceiling"] = {
        When.BEFORE: Figure(sum((row.before.amount for row in over), NOUGHT)),
        When.NOW: Figure(sum((row.now.amount for row in over), NOUGHT)),
    }
    steps = tuple(
        Step(
            str(code), title, changes[code][When.BEFORE], changes[code][When.NOW],
            rests_on.get(str(code), ""),
        )
        for code, title in TITLES.items()
    )  # fmt: skip
    last = report.line(CLAIMED)
    return Reconciliation(
        details, start, steps, {When.BEFORE: last.before.amount, When.NOW: last.now.amount}
    )


def _summed(ids: Sequence[int], worths: Mapping[int, Worth], name: str) -> Figure:
    exact = sum((getattr(worths[one], name) for one in ids), NOUGHT)
    return Figure(cents(exact), tuple(ids))


def _detail(claim: Claim, worth: Worth) -> Detail:
    books, left_out = cents(worth.books), str(claim.refused or "")
    if not left_out and main_heading(claim.expense.heading) == TAXES:
        left_out = LINE_12
    tax = tax_in(claim, books)
    out = claim.tax_why is Why.TAX_OUT
    return Detail(
        expense=claim.expense,
        when=claim.when,
        own=cents(worth.own),
        books=books,
        left_out=left_out,
        tax_out=tax if out else NOUGHT,
        tax_accepted=NOUGHT if out else tax,
        claimed=NOUGHT if left_out else worth.donor - tax_in(claim, worth.donor),
    )


def _rounding(details: Sequence[Detail], statement: OwnStatement, when: When) -> Figure:
    rows = [one for one in details if one.when is when]
    return Figure(sum((one.books for one in rows), NOUGHT) - statement.books(when))


def _by(details: Sequence[Detail], amount: Callable[[Detail], Decimal]) -> dict[When, Figure]:
    found: dict[When, list[Figure]] = {when: [] for when in When}
    for one in details:
        if part := amount(one):
            found[one.when].append(Figure(part, (one.expense.id,)))
    return {when: total(figures) for when, figures in found.items()}


def _left_out(code: str) -> Callable[[Detail], Decimal]:
    return lambda one: -one.books if one.left_out == code else NOUGHT
