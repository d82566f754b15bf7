"""Kernel: the few values every room speaks in. Pure Python; touches nothing, is called by all."""

from sapar.ground.kernel.errors import Conflict, InvalidInput, NotPermitted, SaparError
from sapar.ground.kernel.finding import Clause, Finding, Status, Verdict
from sapar.ground.kernel.money import Money
from sapar.ground.kernel.period import PartialDate, Period
from sapar.ground.kernel.quantity import Quantity

__all__ = [
    "Clause",
    "Conflict",
    "Finding",
    "InvalidInput",
    "Money",
    "NotPermitted",
    "PartialDate",
    "Period",
    "Quantity",
    "SaparError",
    "Status",
    "Verdict",
]
