"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files that tests read but the project does not carry."""
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    folder = Path(os.environ.get("SAPAR_SHARED") or beside)
    if not folder.is_dir():
        pytest.skip(f"No real files in {folder}; name their folder in SAPAR_SHARED.")
    return folder
