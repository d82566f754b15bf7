"""Errors that a person can act on: what is wrong, where it is, and what to do next."""

from __future__ import annotations


class SaparError(Exception):
    """A refusal in three parts: what is wrong, where (file, row, field), and the remedy.

    The text is public: it is shown to users, printed by the command line and tested.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what.rstrip(".")
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}.{advice}"


class InvalidInput(SaparError):
    """What was handed in cannot be read or makes no sense; nothing was written."""


class NotPermitted(SaparError):
    """The person acting holds no mandate for this."""


class Conflict(SaparError):
    """What is on record contradicts the change asked for, for example a code in use."""
