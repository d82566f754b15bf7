"""Undertakings that hang in the air when the institution that gave them changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.making import undertaking

from sapar.together.instruments.rules import unconfirmed

GIVEN, CHANGED = date(2020, 2, 1), date(2020, 6, 1)
LATER = CHANGED + timedelta(days=30)


def open_on(day: date, *states) -> tuple[str, ...]:
    return unconfirmed(states, "MIN", CHANGED, day)


def test_what_was_given_before_the_change_is_open_after_it() -> None:
    assert open_on(LATER, undertaking(GIVEN)) == ("U1",)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_was_settled_before_the_change_is_not(state: str) -> None:
    assert open_on(LATER, undertaking(GIVEN), undertaking(GIVEN + timedelta(9), state)) == ()


def test_what_was_given_or_reconfirmed_on_the_day_of_the_change_is_not() -> None:
    again = undertaking(CHANGED, "reconfirmed")
    assert open_on(LATER, undertaking(GIVEN), again) == ()
    assert open_on(LATER, undertaking(CHANGED)) == ()


def test_what_a_successor_took_over_is_not() -> None:
    taken = undertaking(LATER, "reconfirmed", owner="NEW")
    assert open_on(LATER - timedelta(1), undertaking(GIVEN), taken) == ("U1",)
    assert open_on(LATER, undertaking(GIVEN), taken) == ()


def test_what_others_owe_is_not() -> None:
    assert open_on(LATER, undertaking(GIVEN, owner="OTHER")) == ()


def test_of_two_states_of_one_day_the_later_entry_counts_in_whatever_order_they_come() -> None:
    given = undertaking(GIVEN)
    done = undertaking(GIVEN, "done")
    assert open_on(LATER, given, done) == open_on(LATER, done, given) == ()


def test_several_are_named_in_order() -> None:
    states = [undertaking(GIVEN, code=code) for code in ("U3", "U1", "U2")]
    assert open_on(LATER, *states) == ("U1", "U2", "U3")
