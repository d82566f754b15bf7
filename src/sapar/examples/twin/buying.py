"""What the twin bought: contracts, by which procedure and from where, and equipment to hand on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sapar.examples.twin.cast import successor
from sapar.examples.twin.months import Months, at
from sapar.exchange.projectfiles.schema.ledger import (
    AssetForm,
    AssetTransferForm,
    ContractForm,
)

OWN = "own_procedures"
STUDIES, TRAINERS = "Research Partners (fictional)", "Training House (fictional)"
CONTRACTS: tuple[tuple[Any, ...], ...] = (
    ("K-01", 8, "services", "Telephone and network in three offices", "Office Supply (fictional)",
     "KG", 9_600, "network", {}),
    ("K-02", 9, "supplies", "Computers for three offices", "Office Supply (fictional)",
     "KG", 38_400, "computers", {"origin_country": "DE", "origin_proved": True}),
    ("K-03", 15, "services", "Regional study of labour movement", STUDIES,
     "KZ", 70_000, "regional study", {}),
    ("K-04", 17, "services", "Trainers for the first courses", TRAINERS,
     "KG", 58_500, "trainers", {}),
    ("K-05", 19, "services", "Trainers for the further courses", TRAINERS,
     "KG", 57_900, "trainers", {}),
    ("K-06", 32, "supplies", "Interpretation equipment", "Sound and Word (fictional)",
     "CN", 24_000, "interpretation", {"origin_country": "CN", "origin_proved": False}),
)  # fmt: skip
"""Code, month of signature, kind, title, supplier, its country, amount, need, origin."""

PAID_FROM = {"3": ("K-02", "K-06"), "5.1": ("K-03",), "5.3": ("K-04", "K-05"), "4": ("K-01",)}
"""The kind of spending out of which each contract was paid, in this order."""

ASSETS = (
    ("A-1", "Computers in three offices", 38_400, (10, 12)),
    ("A-2", "Interpretation equipment", 24_000, (33, 5)),
    ("A-3", "Server for the exchange of statistics", 9_200, (24, 9)),
)
"""Code, title, amount, month and day it was bought; nobody planned where the last one goes."""


def contracts(months: Months) -> tuple[ContractForm, ...]:
    """Six contracts, all by the organisation's own rules, which suit the donor for some of them."""
    made = []
    for code, month, kind, title, supplier, country, amount, need, origin in CONTRACTS:
        day = months.day(month, 10)
        made.append(
            ContractForm(
                code=code,
                on=day,
                recorded=at(day),
                kind=kind,
                title=title,
                supplier=supplier,
                supplier_country=country,
                procedure=OWN,
                group=need,
                amount=Decimal(amount),
                **origin,
            )
        )
    return tuple(made)


class Purses:
    """How much of each contract is still to be paid while the ledger is written."""

    def __init__(self) -> None:
        self._left = {row[0]: Decimal(row[6]) for row in CONTRACTS}
        self._signed = {row[0]: row[1] for row in CONTRACTS}
        self._suppliers = {row[0]: row[4] for row in CONTRACTS}

    def pay(self, kind: str, month: int, amount: Decimal) -> dict[str, str]:
        """The contract and supplier of a payment, where a signed contract has room for it."""
        for code in PAID_FROM.get(kind, ()):
            if self._signed[code] < month and self._left[code] >= amount:
                self._left[code] -= amount
                return {"contract": code, "supplier": self._suppliers[code]}
        return {}


def assets(code: str, months: Months) -> tuple[AssetForm, ...]:
    """Three pieces of equipment: one handed over, one promised, one that nobody thought of."""
    agency = successor(code, "KG")
    planned, given = months.day(37, 8), months.day(39, 17)
    transfers = {
        "A-1": (
            _transfer("planned", planned, agency),
            _transfer("transferred", given, agency, "T-1 (fictional)"),
        ),
        "A-2": (_transfer("planned", months.day(38, 4), agency),),
    }
    return tuple(
        AssetForm(
            code=number,
            title=title,
            amount=Decimal(amount),
            bought_on=months.day(*bought),
            transfers=transfers.get(number, ()),
        )
        for number, title, amount, bought in ASSETS
    )


def _transfer(
    state: str, day: date, receiver: str, certificate: str | None = None
) -> AssetTransferForm:
    return AssetTransferForm(
        on=day, recorded=at(day), state=state, receiver=receiver, certificate=certificate
    )
