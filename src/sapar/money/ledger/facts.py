"""Ledger, facts: papers that support entries, assets and where they go; frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.record.rules import Dated


@dataclass(frozen=True, slots=True)
class EntryDocumentFact:
    """A document that supports the entry of a reference."""

    entry_reference: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class AssetFact:
    """Equipment bought with project money on a day."""

    code: str
    title: str
    amount: Decimal
    currency: str
    bought_on: date


@dataclass(frozen=True, slots=True)
class TransferFact:
    """Where an asset is to go (`planned`), or that it went (`transferred`)."""

    asset: str
    state: str
    dated: Dated
