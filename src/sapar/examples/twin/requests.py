"""The twin's payment requests: from the field to Moscow to Geneva and back, each step timed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import log
from random import Random

from sapar.examples.twin.cast import FIELD_OFFICES, GENEVA, MOSCOW
from sapar.examples.twin.months import DELEGATION, Months
from sapar.exchange.projectfiles.schema.ledger import RequestForm, StepForm

MEDIAN_DAYS = {"field": 9, MOSCOW: 12, GENEVA: 20}
"""The middle wait in each office before authority was delegated; a third of it afterwards."""
SPREAD = 0.38
PURPOSES = (
    "Trainers' fees",
    "Venue for a seminar",
    "Interpretation",
    "Printing",
    "Travel of participants",
    "Fees for a study",
    "Office rent",
    "Equipment",
)
WORKING_DAYS = 5


def requests(months: Months, rng: Random) -> tuple[RequestForm, ...]:
    """Some 110 requests, each with the steps it took from office to office."""
    made: list[RequestForm] = []
    for month in range(2, 39):
        for _ in range(2 + month % 2 if month < DELEGATION else 6):
            number = len(made) + 1
            asked = _working(months.day(month, rng.randint(2, 26)))
            made.append(_request(number, asked, months.first(DELEGATION), rng))
    return tuple(made)


def _request(number: int, asked: date, delegated: date, rng: Random) -> RequestForm:
    field = FIELD_OFFICES[rng.choice(("KG", "KG", "KZ", "TJ"))]
    return RequestForm(
        code=f"R-{number:03d}",
        purpose=rng.choice(PURPOSES),
        amount=Decimal(rng.randint(400, 14_000)),
        steps=tuple(_steps(field, asked, delegated, rng)),
    )


def _steps(field: str, asked: date, delegated: date, rng: Random) -> Iterator[StepForm]:
    day = asked
    yield _step("submitted", day, field, MOSCOW)
    if rng.random() < 0.08:
        day = _after(day, MOSCOW, delegated, rng)
        yield _step("returned", day, MOSCOW, field)
        day = _after(day, "field", delegated, rng)
        yield _step("submitted", day, field, MOSCOW)
    day = _after(day, MOSCOW, delegated, rng)
    yield _step("certified", day, MOSCOW, GENEVA)
    day = _after(day, GENEVA, delegated, rng)
    yield _step("authorised", day, GENEVA, field)
    day = _after(day, "field", delegated, rng)
    yield _step("paid", day, field, None)


def _step(kind: str, day: date, by: str, waits_at: str | None) -> StepForm:
    moment = datetime.combine(day, time(9, tzinfo=UTC))
    return StepForm(kind=kind, at=moment, recorded=moment, on=day, by_office=by, waits_at=waits_at)


def _after(day: date, office: str, delegated: date, rng: Random) -> date:
    """The working day on which an office is done with a request that reached it on a day."""
    median = MEDIAN_DAYS[office] / (1 if day < delegated else 3)
    return _working(day + timedelta(days=max(1, round(rng.lognormvariate(log(median), SPREAD)))))


def _working(day: date) -> date:
    while day.weekday() >= WORKING_DAYS:
        day += timedelta(days=1)
    return day
