"""The reference pages as the code says them now.

Write them anew with `.venv/bin/python -m tests.docs.made`, from the root of the project.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
WRITE_ANEW = ".venv/bin/python -m tests.docs.made"


def pages() -> dict[str, str]:
    """Every page of docs/reference by its file name."""
    from tests.docs import pages_of_doors, pages_of_rules

    from sapar.exchange.projectfiles.reference import reference_page

    return {
        "rules.md": pages_of_rules.rules_page(),
        "alerts.md": pages_of_rules.alerts_page(),
        "settings.md": pages_of_doors.settings_page(),
        "commands.md": pages_of_doors.commands_page(),
        "permissions.md": pages_of_doors.permissions_page(),
        "project-file.md": reference_page(),
    }


def write() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.settings")
    django.setup()
    write()
