"""Budget, permissions: who may propose and make changes of a budget."""

from __future__ import annotations

from typing import Any

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import levels_of

CHANGES_BUDGET = frozenset({"finance", "project_manager"})


def may_change_budget(user: Any, project: Project) -> bool:
    """The project manager and finance propose reallocations of the budget, and make them."""
    return bool(levels_of(user, project) & CHANGES_BUDGET)
