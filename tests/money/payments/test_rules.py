"""How long payment requests wait, and where."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import step

from sapar.money.payments.rules import SETTLED, median_wait, recent, waits

DAY = date(2020, 1, 1)
OFFICES = st.sampled_from(["FIELD", "MOSCOW", "GENEVA"])


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def journey(offices: list[tuple[str, int]], end: str | None, request: str = "R-1"):
    """A request that stays some days in each office and is then settled, or still waits."""
    moves, day = [], 0
    for office, days in offices:
        moves.append(step(request, "submitted", after(day), office))
        day += days
    if end:
        moves.append(step(request, end, after(day)))
    return moves, day


@given(
    st.lists(st.tuples(OFFICES, st.integers(0, 40)), min_size=1, max_size=6),
    st.sampled_from(sorted(SETTLED)),
    st.randoms(use_true_random=False),
)
def test_the_waits_of_a_settled_request_add_up_to_the_days_it_took(offices, end, random) -> None:
    moves, days = journey(offices, end)
    random.shuffle(moves)
    stays = waits(moves, after(1000))
    assert sum(stay.days(after(1000)) for stay in stays) == days
    assert all(stay.left_on for stay in stays)


@given(st.lists(st.tuples(OFFICES, st.integers(0, 40)), min_size=1, max_size=6), st.integers(0, 60))
def test_the_waits_of_an_open_request_add_up_to_the_days_gone(offices, more: int) -> None:
    moves, days = journey(offices, None)
    on = after(days + more)
    assert sum(stay.days(on) for stay in waits(moves, on)) == days + more


@given(st.lists(st.tuples(OFFICES, st.integers(1, 40)), min_size=1, max_size=6), st.integers(0, 99))
def test_a_later_step_does_not_change_what_had_been_waited_by_a_day(offices, days: int) -> None:
    moves, _ = journey(offices, "paid")
    on = after(days)
    until = [move for move in moves if move.dated.effective_on <= on]
    assert waits(moves, on) == waits(until, on)


def test_requests_wait_apart_from_each_other() -> None:
    one, _ = journey([("MOSCOW", 5)], "paid", "R-1")
    other, _ = journey([("MOSCOW", 9)], None, "R-2")
    stays = waits([*one, *other], after(9))
    assert [(stay.request, stay.days(after(9))) for stay in stays] == [("R-1", 5), ("R-2", 9)]


@pytest.mark.parametrize(("left", "counted"), [(9, False), (10, True), (30, True)])
def test_a_stay_counts_while_it_ended_within_the_window(left: int, counted: bool) -> None:
    moves, _ = journey([("MOSCOW", left)], "paid")
    offices = recent(waits(moves, after(100)), after(100), 90)
    assert ("MOSCOW" in offices) is counted


def test_a_request_that_still_waits_counts_however_old_it_is() -> None:
    moves, _ = journey([("GENEVA", 0)], None)
    (stay,) = recent(waits(moves, after(400)), after(400), 90)["GENEVA"]
    assert stay.days(after(400)) == 400


@pytest.mark.parametrize(
    ("days", "middle"), [([], None), ([7], "7"), ([1, 2], "1.5"), ([30, 1, 2], "2")]
)
def test_the_middle_wait(days: list[int], middle: str | None) -> None:
    assert median_wait(days=days) == (None if middle is None else Decimal(middle))
