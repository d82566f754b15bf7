"""Agreements, permissions: who may put on record that an agreement was changed."""

from __future__ import annotations

from typing import Any

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import levels_of

AMENDS = frozenset({"headquarters", "finance"})


def may_amend(user: Any, project: Project) -> bool:
    """Headquarters and finance record amendments and special conditions of an agreement."""
    return bool(levels_of(user, project) & AMENDS)
