"""Pages: the parts of a report as titles, sentences and tables, ready to be set in type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sapar.exchange.reports.rules.claims import When
from sapar.exchange.reports.rules.clauses import UNVERIFIED
from sapar.exchange.reports.rules.facts import NOUGHT
from sapar.exchange.reports.rules.figures import cents
from sapar.exchange.reports.rules.financial import CLAIMED, Row
from sapar.exchange.reports.rules.report import DonorReport, rows_behind
from sapar.exchange.reports.sheets.frame import FICTIONAL

BEHIND = 12
"""References that a page names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and the side its text stands at."""

    head: str
    width: float = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; `main` lines stand out, `mark` warns of something unverified."""

    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table with its size of type in points."""

    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    size: float = 7.5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: what is said, a table, and what is noted below it."""

    title: str
    says: tuple[str, ...] = ()
    table: Drawn | None = None
    notes: tuple[str, ...] = ()
    newpage: bool = True


def document(report: DonorReport, parts: Iterable[Part], title: str) -> dict[str, object]:
    """The whole document as plain data; `title` names it in the file and on its first page."""
    facts, asked = report.facts, report.asked
    return {
        "title": f"{title}: {facts.project}",
        "author": facts.organisation,
        "language": "en",
        "banner": FICTIONAL if facts.fictional else "",
        "footer": f"{facts.project}, {facts.agreement}; as known on {asked.as_of}",
        "heading": f"{title}: {facts.project}",
        "about": [
            facts.title,
            f"Agreement {facts.agreement} between {facts.donor} and {facts.organisation}.",
            f"From {asked.period.start} to {asked.period.end}; amounts in {report.currency} where"
            " nothing else is said.",
        ],
        "parts": [asdict(part) for part in parts],
    }


def all_parts(report: DonorReport) -> tuple[Part, ...]:
    """Every part of the report, in the order in which a donor reads them."""
    return (
        financial_part(report),
        funding_part(report),
        request_part(report),
        forecast_part(report),
        list_part(report),
        logframe_part(report),
        statement_part(report),
        reconciliation_part(report),
        left_out_part(report),
        sources_part(report),
    )


def financial_part(report: DonorReport) -> Part:
    """Lines 1 to 13 against the budget, with what was spent in each currency below them."""
    columns = (
        Column("Line", 0.6), Column("Heading", 3),
        *_right("Budget as last agreed", "Moved by notice", "Previous periods", "This period",
                "Cumulative", "Variation", "Variation in %", "Allowed reallocation"),
        Column("Explanation", 3.4),
    )  # fmt: skip
    rows = tuple(_row(one) for one in report.financial.rows)
    spent = [
        f"Spent in {one.currency} in this period: {one.spent:,.2f} {one.currency} in {one.entries}"
        f" entries, which is {one.worth:,.2f} {report.currency}."
        for one in report.financial.line(13).spent
    ]
    drift = report.financial.drift
    allowed = f"Allowed reallocation: {drift.says}; {drift.clause}. {drift.mark}".strip()
    return Part(
        f"{report.kind} by heading", report.notes, Drawn(columns, rows, 7), (*spent, allowed),
        newpage=False,
    )  # fmt: skip


def _row(one: Row) -> Line:
    share = one.variation_share
    main = one.main
    return Line(
        (
            one.key, one.title, money(one.agreed), money(one.moved), money(one.before.amount),
            money(one.now.amount), money(one.so_far.amount), money(one.variation) if main else "",
            f"{share * 100:,.1f} %" if main and share is not None else "",
            money(one.allowed) if main and one.allowed is not None else "", one.explanation,
        ),
        "main" if main else "",
    )  # fmt: skip


def funding_part(report: DonorReport) -> Part:
    """Who was expected to pay, what costs have earned, and what came in."""
    columns = (Column("Source", 3), *_right("Expected", "Earned by costs", "Received"))
    rows = tuple(
        Line((
            one.title, money(one.expected), money(one.earned),
            "not on record" if one.received is None else money(one.received),
        ))
        for one in report.funding
    )  # fmt: skip
    return Part("Expected sources of funding", (), Drawn(columns, rows, 8.5), newpage=False)


def request_part(report: DonorReport) -> Part:
    """The request step by step, from the instalments to the sum that is asked for."""
    ask = report.request
    rows = [
        Line((
            f"Instalment of {one.entry.dated.effective_on}", money(one.amount),
            one.entry.reference or f"ledger row {one.entry.dated.id}",
        ))
        for one in ask.instalments
    ]  # fmt: skip
    rows += [
        Line(("All instalments", money(ask.paid), ""), "main"),
        Line(("Maximum grant", money(ask.grant), "")),
        Line((f"Eligible costs so far, line {CLAIMED}", money(ask.eligible.amount), "")),
        Line(("The donor's part of them", money(cents(ask.consumed)), share(ask.rate))),
    ]
    rows += _balance(report) if ask.final else _next(report)
    title = "Request for payment of the balance" if ask.final else "Request for payment"
    columns = (Column("Step", 2.4), Column(report.currency, 1, "right"), Column("Why", 3.4))
    return Part(title, (), Drawn(columns, tuple(rows), 9), ask.notes)


def _next(report: DonorReport) -> list[Line]:
    ask, rows = report.request, []
    if ask.test:
        said = ask.test.says
        mark = f" {ask.test_rests.mark}" if ask.test_rests.mark else ""
        used = money(cents(ask.used_of_last)) if ask.instalments else ""
        why = f"{said} Rule: {ask.test_rests.says}; {ask.test_rests.clause}.{mark}"
        rows.append(Line(("Of it on the last instalment", used, why), "mark" if mark else ""))
    cap = ask.cap_rests
    return [
        *rows,
        Line(("Reduction by what is unused", money(cents(ask.cut)), "")),
        Line((
            "The donor's part of the forecast", money(cents(ask.forecast)), "see the forecast"
        )),
        Line(
            ("Still to be paid in advance", money(cents(ask.room)),
             f"{cap.says}; {cap.clause} {cap.mark}"),
            "mark" if cap.mark else "",
        ),
        Line(("Sum requested", plain(ask.asked), ""), "main"),
    ]  # fmt: skip


def _balance(report: DonorReport) -> list[Line]:
    ask = report.request
    kept, deducted = ask.interest_rests, ask.interest_amount if ask.interest_due else NOUGHT
    title = "Balance requested" if ask.asked >= 0 else "Balance to be paid back to the donor"
    return [
        Line(("Interest on advances", money(ask.interest_amount), "")),
        Line(
            ("Interest deducted", money(deducted), f"{kept.says}; {kept.clause} {kept.mark}"),
            "mark" if kept.mark else "",
        ),
        Line((title, plain(ask.asked), ""), "main"),
    ]


def forecast_part(report: DonorReport) -> Part:
    """Planned spending of the next period, month by month."""
    ahead = report.forecast
    says = "No further period follows."
    if ahead.period:
        says = f"Planned spending from {ahead.period.start} to {ahead.period.end}."
    rows = [
        Line((_day(one.period.start), _day(one.period.end), money(one.planned.amount)))
        for one in ahead.months
    ]
    rows.append(Line(("Total", "", plain(cents(ahead.whole.amount))), "main"))
    columns = (Column("From"), Column("To"), Column(report.currency, 1, "right"))
    return Part(
        "Forecast for the next period", (says, *ahead.notes),
        Drawn(columns, tuple(rows), 9) if ahead.months else None, newpage=False,
    )  # fmt: skip


def list_part(report: DonorReport) -> Part:
    """Every cost claimed for this period: title, amount, heading, document, days, supplier."""
    columns = (
        Column("Title", 3), Column(f"Amount {report.currency}", 1.2, "right"),
        Column("Heading", 0.8, "center"), Column("Document", 1.4), Column("Incurred on", 1),
        Column("Paid on", 1), Column("Supplier", 2.2), Column("Spent", 1.4, "right"),
        Column("Own line", 0.8), Column("Ledger", 1.2),
    )  # fmt: skip
    now = [one for one in report.items if one.when is When.NOW]
    now.sort(key=lambda one: (one.line, one.claim.expense.on, one.claim.expense.id))
    rows = []
    for one in now:
        cost = one.claim.expense
        rows.append(
            Line((
                f"Tax: {cost.title}" if one.moved else cost.title, plain(one.amount),
                str(one.line), cost.document, _day(cost.on), _day(cost.paid_on), cost.supplier,
                f"{one.spent:,.2f} {cost.entry.currency}", cost.own_line, cost.reference,
            ))
        )  # fmt: skip
    whole = sum((one.amount for one in now), NOUGHT)
    rows.append(Line(("Sum", plain(whole), *[""] * 8), "main"))
    return Part("List of expenditure of this period", (), Drawn(columns, tuple(rows), 7))


def logframe_part(report: DonorReport) -> Part:
    """The logframe in the donor's columns."""
    columns = (
        Column("Results chain", 2.4), Column("Indicator", 2.2), Column("Baseline", 1.1),
        Column("Year", 0.6), Column("Target", 1.1), Column("Current value", 1.2),
        Column("On", 0.9), Column("Source and mean of verification", 2),
        Column("Assumptions", 2),
    )  # fmt: skip
    rows, before = [], ""
    for one in report.logframe:
        again = one.result == before
        before = one.result
        rows.append(
            Line((
                "" if again else f"{one.level}: {one.result}", one.indicator, one.baseline,
                one.baseline_year, one.target, one.current, one.current_on, one.verification,
                "" if again else one.assumptions,
            ))
        )  # fmt: skip
    says = () if rows else ("No logframe is on record.",)
    return Part("Logical framework", says, Drawn(columns, tuple(rows), 7) if rows else None)


def statement_part(report: DonorReport) -> Part:
    """The organisation's own statement, in its currency and by its own lines."""
    own = report.statement
    columns = (
        Column("Line", 0.8), Column("Title", 3), Column("Donor's heading", 0.8, "center"),
        *_right("Previous periods", "This period", "Cumulative"),
    )  # fmt: skip
    rows = [
        Line((one.code, one.title, one.heading, *_three(*(one.own[w].amount for w in When))))
        for one in own.rows
    ]
    rows.append(Line(("", "Total", "", *_three(*(own.own(w) for w in When))), "main"))
    says = f"All spending on record, in {own.currency}, by the day it was incurred."
    return Part("Statement of the organisation", (says,), Drawn(columns, tuple(rows), 8.5))


def reconciliation_part(report: DonorReport) -> Part:
    """From one statement to the other; each difference has a name, and nothing is left."""
    bridge = report.reconciliation
    columns = (
        Column("Difference", 3), *_right("Previous periods", "This period", "Cumulative"),
        Column("Costs behind it", 3), Column("Rests on", 1.6),
    )  # fmt: skip
    start = [bridge.start[when] for when in When]
    rows = [Line(("Own statement, at the rates of its books", *_three(*start), "", ""), "main")]
    for step in bridge.steps:
        behind = rows_behind(report, step.before + step.now)
        rows.append(
            Line(
                (step.title, *_three(step.before.amount, step.now.amount), _named(behind),
                 step.rests_on),
                "mark" if step.rests_on else "",
            )
        )  # fmt: skip
    ends = [bridge.end[when] for when in When]
    rows.append(Line((f"Line {CLAIMED} of the donor's report", *_three(*ends), "", ""), "main"))
    rest = [bridge.open(when) for when in When]
    cells = (plain(rest[0]), plain(rest[1]), plain(sum(rest, NOUGHT)))
    rows.append(Line(("Not explained", *cells, "", ""), "main"))
    return Part("Reconciliation of the two statements", (), Drawn(columns, tuple(rows), 8),
                newpage=False)  # fmt: skip


def left_out_part(report: DonorReport) -> Part:
    """Each cost of the organisation that the donor is not asked to accept, and why."""
    names = {step.code: step.title for step in report.reconciliation.steps}
    rows = [
        Line((
            one.expense.reference, one.expense.title, _day(one.expense.on), plain(one.books),
            names[one.left_out],
        ))
        for one in report.reconciliation.details
        if one.left_out
    ]  # fmt: skip
    columns = (
        Column("Ledger", 1), Column("Title", 3), Column("Incurred on", 1),
        Column(f"In the books, {report.currency}", 1, "right"), Column("Why it is left out", 3),
    )  # fmt: skip
    says = () if rows else ("Every cost is claimed.",)
    return Part("Costs left out", says, Drawn(columns, tuple(rows), 8) if rows else None,
                newpage=False)  # fmt: skip


def sources_part(report: DonorReport) -> Part:
    """Each rule value the report rests on: its clause, how it was chosen, how well verified."""
    columns = (
        Column("For", 1.6), Column("Rule", 1.5), Column("Value", 2), Column("Chosen by", 1.6),
        Column("Clause", 3), Column("Status", 0.9),
    )  # fmt: skip
    rows = tuple(
        Line(
            (one.purpose, one.rule, one.says, one.chosen, one.clause.title,
             UNVERIFIED if one.unverified else one.clause.status.value),
            "mark" if one.unverified else "",
        )
        for one in report.sources
    )  # fmt: skip
    return Part("What this report rests on", (), Drawn(columns, rows, 8),
                ("Rates that costs were converted at:", *report.rates))  # fmt: skip


def money(amount: Decimal | None) -> str:
    """An amount as a table shows it; nought is a dash."""
    return plain(amount) if amount else "–"


def plain(amount: Decimal) -> str:
    """An amount to the cent with thousands apart, nought included."""
    return f"{cents(amount):,.2f}"


def share(value: Decimal) -> str:
    """A share in per cent."""
    return f"{value * 100:,.2f} %"


def _three(before: Decimal, now: Decimal) -> tuple[str, str, str]:
    return money(before), money(now), money(before + now)


def _right(*heads: str) -> tuple[Column, ...]:
    return tuple(Column(head, 1.3, "right") for head in heads)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _named(references: Sequence[str]) -> str:
    shown = ", ".join(references[:BEHIND])
    more = len(references) - BEHIND
    return f"{shown} and {more} more" if more > 0 else shown
