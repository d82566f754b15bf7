"""Judging, queries: the ledger under each rulebook, and the register of their disagreements."""

from sapar.money.judging.queries.ledgers import (
    DifferingEntry,
    Ledger,
    Ledgers,
    OnePack,
    differing_entries,
    entries_shown,
    judged_ledgers,
    why,
)
from sapar.money.judging.queries.register import conflict_register

__all__ = [
    "DifferingEntry",
    "Ledger",
    "Ledgers",
    "OnePack",
    "conflict_register",
    "differing_entries",
    "entries_shown",
    "judged_ledgers",
    "why",
]
