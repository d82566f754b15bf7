"""Rates, facts: a published rate, and an instalment as the accounts recorded it; frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.record.rules import Dated

INFOREURO = "inforeuro"
"""The European Commission's monthly accounting rates: one euro in each currency."""

UNORE = "unore"
"""The United Nations operational rates of exchange: one US dollar in each currency."""

BASES = {INFOREURO: "EUR", UNORE: "USD"}
"""The currency that each published series gives its rates for one unit of."""


@dataclass(frozen=True, slots=True)
class RateFact:
    """One `base` is `value` units of `currency` from `dated.effective_on`, by a series."""

    series: str
    base: str
    currency: str
    value: Decimal
    dated: Dated


@dataclass(frozen=True, slots=True)
class Instalment:
    """A donor's payment: `paid` in the donor's currency, recorded as `booked` in the accounts'.

    The rate at which it was recorded is booked over paid: EUR 100,000 recorded as USD 140,000
    stands in the accounts at 1.40. `id` orders instalments of one day.
    """

    received_on: date
    paid: Decimal
    booked: Decimal
    id: int = 0

    def __post_init__(self) -> None:
        if self.paid <= 0 or self.booked <= 0:
            raise InvalidInput(
                f"An instalment of {self.paid}, recorded as {self.booked}, gives no rate",
                where=f"instalment of {self.received_on}",
                remedy="Give what was paid and what was recorded, both above nought.",
            )
