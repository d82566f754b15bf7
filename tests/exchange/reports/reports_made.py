"""Agreements, budgets, ledgers and rates made for tests of reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

from sapar.exchange.reports.rules.facts import Asked, Expense, OwnLineFact, ReportFacts
from sapar.ground.kernel import Period
from sapar.ground.record.rules import Dated
from sapar.money.agreements.facts import TermsFact
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules import RateFact, RateTable

START, END, SIGNED = date(2009, 1, 1), date(2011, 12, 31), date(2008, 12, 1)
SECOND = Period(date(2010, 1, 1), date(2010, 12, 31))
LATER = date(2012, 6, 30)
ASKED = Asked(SECOND, LATER)
_ids = count(1)


def dated(on: date, recorded: date | None = None) -> Dated:
    return Dated(next(_ids), on, recorded or on)


def terms(mode: str = "eu_grant_2008", *, amount: str = "1000000", rate: str = "0.8") -> TermsFact:
    signed = SIGNED if mode.endswith("2008") else date(2016, 1, 15)
    return TermsFact(
        "A", mode, signed, START, END, Decimal(amount), "EUR", Decimal(rate), dated(SIGNED)
    )


def cost(
    amount: str | Decimal,
    on: date = date(2010, 6, 1),
    heading: str = "1",
    currency: str = "EUR",
    **more: Any,
) -> Expense:
    own_line, title = more.pop("own_line", ""), more.pop("title", "A cost")
    fact = EntryFact(
        "expenditure", Decimal(amount), currency, more.pop("eligible", True), dated(on), **more
    )
    return Expense(fact, heading, own_line, title)


def money_in(amount: str, on: date, kind: str = "instalment", currency: str = "EUR") -> EntryFact:
    return EntryFact(kind, Decimal(amount), currency, None, dated(on))


def budget(kind: str = "original", on: date = SIGNED, **amounts: str) -> VersionFact:
    """A version with one line under each heading, given as h1="1000"."""
    number = {"original": 1, "unilateral": 2, "addendum": 3}[kind]
    lines = tuple(
        LineFact(name[1:], f"{name[1:]}.1", f"Line of {name[1:]}", Decimal(amount), "EUR")
        for name, amount in amounts.items()
    )
    return VersionFact("A", number, kind, lines, dated(on))


PLAIN_BUDGET = budget(h1="100000", h2="50000", h5="20000", h8="11900", h10="5000")


def facts(*expenses: Expense, **more: Any) -> ReportFacts:
    given: dict[str, Any] = {
        "terms": terms(),
        "versions": (PLAIN_BUDGET,),
        "own_lines": (
            OwnLineFact("11", "Experts", "1"),
            OwnLineFact("15", "Travel", "2"),
            OwnLineFact("68", "Support", "8"),
        ),
        "expenses": expenses,
        "rates": RATES,
        **more,
    }
    title = given.pop("title", "Project")
    return ReportFacts("P", title, True, "Works", "A", "Donor", **given)


def planned(amount: str, first: date, last: date) -> PlannedFact:
    return PlannedFact("plan", last, Decimal(amount), "EUR", dated(first, SIGNED))


def _rates() -> Iterable[RateFact]:
    """Monthly rates that change from month to month, and never by a nice step."""
    for month in range(48):
        on = date(2008 + month // 12, month % 12 + 1, 1)
        step = Decimal(month) / 1000
        for series, base, currency, value in (
            ("inforeuro", "EUR", "USD", Decimal("1.3137") + step),
            ("inforeuro", "EUR", "KGS", Decimal("57.313") + 7 * step),
            ("unore", "USD", "EUR", Decimal("0.7713") - step / 2),
            ("unore", "USD", "KGS", Decimal("43.917") + 5 * step),
        ):
            yield RateFact(series, base, currency, value, Dated(0, on, on))


RATES = RateTable(_rates())

cents = st.decimals("-5000", "50000", places=2, allow_nan=False)
fine = st.decimals("0.0001", "900", places=6, allow_nan=False)
days = st.dates(date(2008, 6, 1), date(2011, 12, 31))


@st.composite
def costs(draw: st.DrawFn) -> Expense:
    """Any cost: in or out of the period, eligible or not, taxed, in three currencies."""
    amount = draw(st.one_of(cents, fine))
    status = draw(st.sampled_from(("", "claimed", "no_answer", "refused", "exempt")))
    tax = (amount * draw(st.sampled_from((Decimal("0.1"), 1)))) if status else None
    category = draw(st.sampled_from(("", "", "", "vat", "indirect", "evaluation")))
    if category == "vat" and not status:
        category = ""
    return cost(
        amount,
        draw(days),
        draw(st.sampled_from(("1", "1", "2", "5", "8", "10", "12", "", "99"))),
        draw(st.sampled_from(("EUR", "EUR", "USD", "KGS"))),
        own_line=draw(st.sampled_from(("", "11", "15", "68", "other"))),
        eligible=draw(st.sampled_from((True, True, None, False))),
        category=category,
        vat_status=status,
        vat_amount=tax,
        reference=draw(st.sampled_from(("", "X-1", "=1+1"))),
    )


ledgers = st.lists(costs(), max_size=12).map(tuple)
