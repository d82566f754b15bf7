"""IATI code lists that the exchange needs, restated with names in the house's own words.

Source: IATI Standard 2.03, embedded code lists; result types and indicator measures from the
list maintained beside it. A member equals its code, so `TransactionType.DISBURSEMENT == "3"`.
"""

from __future__ import annotations

from enum import StrEnum

READABLE_VERSIONS = frozenset({"2.01", "2.02", "2.03"})


class Coded(StrEnum):
    """A code list: the value is the published code, the name is ours."""

    @property
    def label(self) -> str:
        """The name as words: `Planned start`."""
        return self.name.replace("_", " ").capitalize()


class ActivityStatus(Coded):
    """Where an activity stands in its life."""

    PIPELINE = "1"
    IMPLEMENTATION = "2"
    FINALISATION = "3"
    CLOSED = "4"
    CANCELLED = "5"
    SUSPENDED = "6"


class DateType(Coded):
    """Which of the four days of an activity a date gives."""

    PLANNED_START = "1"
    ACTUAL_START = "2"
    PLANNED_END = "3"
    ACTUAL_END = "4"


class TransactionType(Coded):
    """What kind of flow a transaction is."""

    INCOMING_FUNDS = "1"
    OUTGOING_COMMITMENT = "2"
    DISBURSEMENT = "3"
    EXPENDITURE = "4"
    INTEREST_PAYMENT = "5"
    LOAN_REPAYMENT = "6"
    REIMBURSEMENT = "7"
    PURCHASE_OF_EQUITY = "8"
    SALE_OF_EQUITY = "9"
    CREDIT_GUARANTEE = "10"
    INCOMING_COMMITMENT = "11"
    OUTGOING_PLEDGE = "12"
    INCOMING_PLEDGE = "13"


class BudgetType(Coded):
    """Whether a budget is the first one or replaces it for the same period."""

    ORIGINAL = "1"
    REVISED = "2"


class BudgetStatus(Coded):
    """Whether a budget binds."""

    INDICATIVE = "1"
    COMMITTED = "2"


class OrganisationRole(Coded):
    """What an organisation does in an activity."""

    FUNDING = "1"
    ACCOUNTABLE = "2"
    EXTENDING = "3"
    IMPLEMENTING = "4"


class RelationType(Coded):
    """How another activity is related to this one."""

    PARENT = "1"
    CHILD = "2"
    SIBLING = "3"
    CO_FUNDED = "4"
    THIRD_PARTY = "5"


class ResultType(Coded):
    """The level of the results chain that a result is on."""

    OUTPUT = "1"
    OUTCOME = "2"
    IMPACT = "3"
    OTHER = "9"


class IndicatorMeasure(Coded):
    """How an indicator is measured."""

    UNIT = "1"
    PERCENTAGE = "2"
    NOMINAL = "3"
    ORDINAL = "4"
    QUALITATIVE = "5"


COUNTED_MEASURES = frozenset({IndicatorMeasure.UNIT, IndicatorMeasure.PERCENTAGE})
"""Measures whose values must be numbers."""
