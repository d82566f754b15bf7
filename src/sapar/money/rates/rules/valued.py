"""Valued: a transaction in the donor's currency, with the rates it was converted at."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules.quotes import Conversion, Missing


class Part(NamedTuple):
    """What was converted at one rate; a transaction across two instalments has two of them.

    `spent` is in the currency that `rate` converts from.
    """

    spent: Decimal
    rate: Conversion


class Valued(NamedTuple):
    """A transaction's amount in the donor's currency to the cent, half up, and why.

    `amount` is None where `missing` says what is not on record. `booking` says how an amount in
    a third currency came into the accounts' currency first, where a rule asks for that.
    """

    entry: EntryFact
    amount: Decimal | None
    parts: tuple[Part, ...]
    missing: Missing | None = None
    booking: Conversion | None = None

    @property
    def says(self) -> str:
        """Why the amount is what it is, or what is missing, in words."""
        if self.missing:
            return self.missing.says
        told = [self.booking.says] if self.booking else []
        many = len(self.parts) > 1
        for spent, rate in self.parts:
            told.append(f"{spent} {rate.currency}: {rate.says}" if many else rate.says)
        return " | ".join(told)
