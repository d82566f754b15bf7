"""Instruments, rules: which undertakings stand with an institution that has changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sapar.ground.record.rules import Dated

OPEN = frozenset({"given", "reconfirmed"})


@dataclass(frozen=True, slots=True)
class UndertakingFact:
    """Where an undertaking stands since `dated.effective_on`, and who owes it."""

    undertaking: str
    owner: str
    state: str
    dated: Dated


def unconfirmed(
    states: Iterable[UndertakingFact], organisation: str, changed_on: date, on: date
) -> tuple[str, ...]:
    """Undertakings an institution gave before it changed that nobody has confirmed since."""
    latest: dict[str, UndertakingFact] = {}
    for state in sorted(states, key=lambda s: (s.dated.effective_on, s.dated.id)):
        if state.dated.effective_on <= on:
            latest[state.undertaking] = state
    return tuple(
        sorted(
            name
            for name, state in latest.items()
            if state.owner == organisation
            and state.state in OPEN
            and state.dated.effective_on < changed_on
        )
    )
