"""Rates, entries and rules made for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Period
from sapar.ground.record.rules import Dated
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules import Method, RateFact, ValuationRule


def day(text: str) -> date:
    return date.fromisoformat(text)


def rate(series: str, currency: str, on: str, value: str, **more) -> RateFact:
    """A rate, recorded on its own day unless said otherwise."""
    base = more.pop("base", {"inforeuro": "EUR", "unore": "USD"}.get(series, "EUR"))
    dated = Dated(
        more.pop("id", 0),
        day(on),
        day(more.pop("recorded", on)),
        day(more["superseded"]) if more.get("superseded") else None,
    )
    return RateFact(series, base, currency, Decimal(value), dated)


def entry(amount: str, currency: str, on: str, id: int = 0) -> EntryFact:
    return EntryFact("expenditure", Decimal(amount), currency, None, Dated(id, day(on), day(on)))


def year(start: int) -> Period:
    return Period(date(start, 1, 1), date(start, 12, 31))


BY_UN_RATE = ValuationRule("un.fx.booking", Method.UN_RATE_ON_DAY)
BY_MEAN = ValuationRule(
    "eu.fx.report", Method.MEAN_OF_PERIOD, periods=(year(2008), year(2009), year(2010))
)
BY_FIFO = ValuationRule("eu.fx.report", Method.FIFO_ON_INSTALMENTS)
