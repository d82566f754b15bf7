"""What donors' clauses make of plain numbers, and two rulebooks side by side. Pure."""

from sapar.money.agreements.rules.comparing import ComparedTopic, compare
from sapar.money.agreements.rules.days import (
    LATE_CATEGORIES,
    days_outside_window,
    due_date,
    latest_request,
    report_due,
)
from sapar.money.agreements.rules.draft import DraftBudget, read_draft
from sapar.money.agreements.rules.headings import (
    contingency_ceiling,
    heading_drift,
    indirect_ceiling,
    support_cost,
)
from sapar.money.agreements.rules.instalments import (
    consumption_of_instalment,
    consumption_with_commitments,
    next_instalment,
)
from sapar.money.agreements.rules.purchases import (
    Purchase,
    Together,
    belonging_together,
    split_ratio,
)

__all__ = [
    "LATE_CATEGORIES",
    "ComparedTopic",
    "DraftBudget",
    "Purchase",
    "Together",
    "belonging_together",
    "compare",
    "consumption_of_instalment",
    "consumption_with_commitments",
    "contingency_ceiling",
    "days_outside_window",
    "due_date",
    "heading_drift",
    "indirect_ceiling",
    "latest_request",
    "next_instalment",
    "read_draft",
    "report_due",
    "split_ratio",
    "support_cost",
]
