"""Judging, rules: one ledger under each rulebook, and what lies between two of them. Pure."""

from sapar.money.judging.rules.cases import Reason, Standing, deciding, findings_on, tax_finding
from sapar.money.judging.rules.judged import (
    Judged,
    JudgedTotal,
    differing,
    judge_entries,
    whole_standing,
)
from sapar.money.judging.rules.limits import Limits, limits_of
from sapar.money.judging.rules.worth import Between, Worth, valuation_rules, worth_of

__all__ = [
    "Between",
    "Judged",
    "JudgedTotal",
    "Limits",
    "Reason",
    "Standing",
    "Worth",
    "deciding",
    "differing",
    "findings_on",
    "judge_entries",
    "limits_of",
    "tax_finding",
    "valuation_rules",
    "whole_standing",
    "worth_of",
]
