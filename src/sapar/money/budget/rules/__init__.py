"""Budget, rules: plan of spending, the donor's form, drift of headings, reallocation. Pure."""

from sapar.money.budget.rules.annex import AnnexLine, AnnexThree, annex_iii, ceilings
from sapar.money.budget.rules.drift import allowance_used, drift, standing_version
from sapar.money.budget.rules.moves import Move, moved_lines
from sapar.money.budget.rules.planning import PlannedFact, planned_by, spending_plan
from sapar.money.budget.rules.reallocation import Judged, Need, judge_reallocation

__all__ = [
    "AnnexLine",
    "AnnexThree",
    "Judged",
    "Move",
    "Need",
    "PlannedFact",
    "allowance_used",
    "annex_iii",
    "ceilings",
    "drift",
    "judge_reallocation",
    "moved_lines",
    "planned_by",
    "spending_plan",
    "standing_version",
]
