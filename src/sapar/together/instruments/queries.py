"""Instruments, queries: who owes what to a project, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.ground.record.origins import Origin, origin_of
from sapar.together.instruments.models import Undertaking, UndertakingState


@dataclass(frozen=True, slots=True)
class UndertakingRow:
    """An undertaking: who owes it, where it stands, and since when."""

    code: str
    text: str
    owner: str
    state: str
    since: date | None
    due_on: date | None
    overdue: bool
    origin: Origin | None


OPEN = frozenset({UndertakingState.State.GIVEN, UndertakingState.State.RECONFIRMED})


def undertakings_of(project_id: int, as_of: date) -> tuple[UndertakingRow, ...]:
    """The undertakings of a project by what was known on a day, the earliest due first."""
    states = (
        UndertakingState.objects.known_at(as_of)
        .filter(project_id=project_id, effective_on__lte=as_of)
        .select_related("owner", "source")
        .order_by("effective_on", "id")
    )
    latest = {state.undertaking_id: state for state in states}
    undertakings = Undertaking.objects.filter(pk__in=list(latest)).order_by("code")
    rows = [_row(one, latest[one.pk], as_of) for one in undertakings]
    return tuple(sorted(rows, key=lambda row: row.due_on or date.max))


def _row(one: Undertaking, state: UndertakingState, as_of: date) -> UndertakingRow:
    return UndertakingRow(
        code=one.code,
        text=one.text,
        owner=state.owner.name,
        state=state.get_state_display(),
        since=state.effective_on,
        due_on=state.due_on,
        overdue=bool(state.due_on and state.due_on < as_of and state.state in OPEN),
        origin=origin_of(state),
    )
