"""The fields of the ledger that a file can fill: one line each. A new field is a new line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sapar.exchange.spreadsheets.cells import Cell
from sapar.exchange.spreadsheets.values import Formats, code, day, flag, number, text

Read = Callable[[Cell, Formats], object]


@dataclass(frozen=True, slots=True)
class LedgerField:
    """A field of an entry. `says` is what stands in it, for people who make a mapping.

    A field that is not `stored` only checks the others. Length, choices and digits follow from
    the field of the same name in the ledger's model.
    """

    name: str
    read: Read
    says: str
    required: bool = False
    stored: bool = True

    @property
    def joins(self) -> bool:
        """Whether several columns may be joined to fill it."""
        return self.read in (code, text)


FIELDS = (
    LedgerField("agreement", code, "code of the financing agreement"),
    LedgerField("kind", code, "kind of entry, such as expenditure", required=True),
    LedgerField("reference", code, "number of the voucher, one for each row"),
    LedgerField("description", text, "what it was for"),
    LedgerField("amount", number, "amount; negative for a correction", required=True),
    LedgerField("currency", code, "currency, by its code of ISO 4217", required=True),
    LedgerField("effective_on", day, "day it was incurred or received", required=True),
    LedgerField("posted_on", day, "day it was posted in the accounts"),
    LedgerField("paid_on", day, "day it was paid"),
    LedgerField("heading", code, "code of the budget heading"),
    LedgerField("own_line", code, "code of the organisation's own budget line"),
    LedgerField("activity", code, "code of the activity of the work plan"),
    LedgerField("eligible", flag, "whether it is eligible: yes or no"),
    LedgerField("category", code, "kind of cost, where a rulebook asks"),
    LedgerField("contract", code, "code of the contract it was bought under"),
    LedgerField("supplier", text, "who was paid"),
    LedgerField("vat_status", code, "what became of the value added tax"),
    LedgerField("vat_amount", number, "value added tax in the amount"),
    LedgerField("document_reference", text, "number or place of the supporting document"),
    LedgerField("units", number, "number of units; never negative", stored=False),
    LedgerField("unit_rate", number, "cost of one unit; never negative", stored=False),
)

BY_NAME = {field.name: field for field in FIELDS}
