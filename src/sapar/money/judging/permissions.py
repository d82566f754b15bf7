"""Judging, permissions: who may put on record what was agreed where two rulebooks disagree."""

from __future__ import annotations

from typing import Any

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import levels_of

TREATS = frozenset({"finance", "project_manager", "regional_office", "headquarters"})


def may_treat(user: Any, project: Project) -> bool:
    """Finance, project manager, regional office and headquarters name owners and treatments."""
    return bool(levels_of(user, project) & TREATS)
