"""Spreadsheets, permissions: who may bring rows of a file into a project's ledger."""

from __future__ import annotations

from typing import Any

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import levels_of
from sapar.ground.parties.models import Mandate

IMPORTING = frozenset({Mandate.Level.FINANCE.value, Mandate.Level.PROJECT_MANAGER.value})


def may_import_ledger(user: Any, project: Project) -> bool:
    """Finance and the project manager import the ledger of their projects; nobody else does."""
    return bool(IMPORTING & levels_of(user, project))
