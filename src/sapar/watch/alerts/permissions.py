"""Alerts, permissions: who may speak about a criticality, and who may decide on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import levels_of
from sapar.watch.alerts.rules.shapes import LADDER

DECIDES = frozenset({"project_manager", "regional_office", "headquarters"})


def may_answer(user: Any, project: Project) -> bool:
    """Whoever has any mandate in a project may acknowledge or explain its criticalities."""
    return bool(levels_of(user, project))


def may_decide(user: Any, project: Project) -> bool:
    """Project manager, regional office and headquarters decide corrective measures."""
    return bool(levels_of(user, project) & DECIDES)


def speaks_for(user: Any, project: Project) -> str:
    """The highest level at which a user stands in a project; empty without any."""
    return _highest(levels_of(user, project))


def decides_at(user: Any, project: Project) -> str:
    """The highest level at which a user may decide in a project; empty without any."""
    return _highest(levels_of(user, project) & DECIDES)


def _highest(levels: Collection[str]) -> str:
    on_ladder = [level for level in LADDER if level in levels]
    return on_ladder[-1] if on_ladder else min(levels, default="")
