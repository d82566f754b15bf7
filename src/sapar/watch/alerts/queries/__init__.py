"""Alerts, queries: readings of one project, stored standings of many, and the replay."""

from sapar.watch.alerts.queries.loading import load_facts
from sapar.watch.alerts.queries.readings import (
    AnswerRow,
    CriticalityFile,
    MeasureRow,
    criticality_file,
    current_watch,
    facts_of,
    measures_of,
    reading_of,
    replay_of,
    today,
)
from sapar.watch.alerts.queries.standings import (
    Page,
    StandingRow,
    WaitingRow,
    bring_up_to_date,
    forget_readings,
    standings,
    waiting_at,
)
from sapar.watch.alerts.rules.replay import ReplayEvent

__all__ = [
    "AnswerRow",
    "CriticalityFile",
    "MeasureRow",
    "Page",
    "ReplayEvent",
    "StandingRow",
    "WaitingRow",
    "bring_up_to_date",
    "criticality_file",
    "current_watch",
    "facts_of",
    "forget_readings",
    "load_facts",
    "measures_of",
    "reading_of",
    "replay_of",
    "standings",
    "today",
    "waiting_at",
]
