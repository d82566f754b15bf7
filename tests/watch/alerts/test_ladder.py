"""The ladder of mandates: clocks lift a criticality, decisions hold it, nothing lowers it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.ground.kernel import Verdict
from sapar.watch.alerts.rules.ladder import LONGEST_HOLD, Clock, Decided, climb
from sapar.watch.alerts.rules.shapes import LADDER
from sapar.watch.alerts.rules.timeline import Segment

AMBER, RED, UNKNOWN = Verdict.AMBER, Verdict.RED, Verdict.UNKNOWN
DAY0 = date(2020, 1, 1)
CLOCK = Clock("project_manager", 30, 60)
FAR = DAY0 + timedelta(days=3000)


def day(n: int) -> date:
    return DAY0 + timedelta(days=n)


def since(*turns: tuple[int, Verdict]) -> tuple[Segment, ...]:
    return tuple(Segment(day(n), verdict) for n, verdict in turns)


def rungs(segments, decisions=(), as_of: date = FAR, clock: Clock = CLOCK) -> list[int]:
    return [(one.on - DAY0).days for one in climb(segments, clock, decisions, as_of).rungs]


CLOCKS = st.builds(Clock, st.sampled_from(LADDER), st.integers(1, 90), st.integers(1, 120))
TURNS = st.lists(st.tuples(st.integers(1, 90), st.sampled_from([AMBER, RED, UNKNOWN])), max_size=6)
DECISIONS = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 400)), max_size=4)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Segment, ...]:
    """Segments as the timeline gives them: from a judgement on, changing now and then."""
    segments = [Segment(DAY0, draw(st.sampled_from([AMBER, RED])))]
    for days, verdict in draw(TURNS):
        if verdict is not segments[-1].verdict:
            segments.append(Segment(segments[-1].since + timedelta(days=days), verdict))
    return tuple(segments)


def decided(rows: list[tuple[int, int]]) -> list[Decided]:
    return sorted((Decided(day(on), day(on + for_)) for on, for_ in rows), key=lambda d: d.on)


def known(segments, decisions, as_of: date):
    """What a reading of a day has before it: no later segment, no later decision."""
    return (
        tuple(one for one in segments if one.since <= as_of),
        [one for one in decisions if one.on <= as_of],
    )


@given(histories(), CLOCKS, DECISIONS, st.integers(0, 900), st.integers(0, 900))
def test_a_later_day_never_shows_a_lower_level_nor_another_past(
    segments, clock: Clock, rows, one: int, other: int
) -> None:
    decisions = decided(rows)
    early, late = (day(n) for n in sorted((one, other)))
    before = climb(*_in_order(known(segments, decisions, early), clock), early)
    after = climb(*_in_order(known(segments, decisions, late), clock), late)
    assert after.rungs[: len(before.rungs)] == before.rungs


def _in_order(seen, clock: Clock):
    segments, decisions = seen
    return segments, clock, decisions


@given(histories(), CLOCKS)
def test_if_nobody_acts_the_top_is_reached_in_bounded_time(segments, clock: Clock) -> None:
    longest = max(clock.red_days, clock.amber_days)
    bound = DAY0 + timedelta(days=longest * len(LADDER))
    assert climb(segments, clock, (), bound).level == LADDER[-1]


@given(histories(), CLOCKS, DECISIONS)
def test_decisions_delay_each_level_by_ninety_days_at_most(segments, clock: Clock, rows) -> None:
    reached = climb(segments, clock, decided(rows), FAR).rungs
    longest = timedelta(days=max(clock.red_days, clock.amber_days)) + LONGEST_HOLD
    assert reached[-1].level == LADDER[-1]
    for lower, higher in pairwise(reached):
        assert higher.on - lower.on <= longest


@given(histories(), CLOCKS, DECISIONS)
def test_decisions_never_make_anything_climb_sooner(segments, clock: Clock, rows) -> None:
    alone = climb(segments, clock, (), FAR).rungs
    held = climb(segments, clock, decided(rows), FAR).rungs
    assert all(one.on >= other.on for one, other in zip(held, alone, strict=True))


@given(st.integers(1, 60), st.integers(1, 150))
def test_amber_turning_red_never_lengthens_the_clock(red_days: int, turn: int) -> None:
    clock = Clock("project_manager", red_days, 60)
    stays = climb(since((0, AMBER)), clock, (), FAR).rungs
    turns = climb(since((0, AMBER), (turn, RED)), clock, (), FAR).rungs
    assert all(sooner.on <= later.on for sooner, later in zip(turns, stays, strict=True))


@given(histories(), CLOCKS, st.integers(0, 600))
def test_facts_that_go_missing_neither_stop_nor_reset_the_clock(
    segments, clock: Clock, as_of: int
) -> None:
    judged = tuple(one for one in segments if one.verdict is not UNKNOWN)
    assert climb(segments, clock, (), day(as_of)) == climb(judged, clock, (), day(as_of))


@pytest.mark.parametrize(
    ("as_of", "level", "due"),
    [(0, 0, 30), (29, 0, 30), (30, 1, 60), (59, 1, 60), (60, 2, 90), (89, 2, 90)],
)
def test_a_level_is_left_on_the_day_its_clock_runs_out(as_of: int, level: int, due: int) -> None:
    stands = climb(since((0, RED)), CLOCK, (), day(as_of))
    assert (stands.level, stands.due_on) == (LADDER[level], day(due))


def test_on_the_top_rung_no_clock_runs() -> None:
    assert climb(since((0, RED)), CLOCK, (), day(90)).due_on is None


def test_a_rule_that_starts_higher_has_fewer_rungs() -> None:
    clock = Clock("headquarters", 30, 60)
    assert [r.level for r in climb(since((0, RED)), clock, (), FAR).rungs] == [*LADDER[2:]]


def test_amber_that_turns_red_late_keeps_its_own_clock() -> None:
    assert rungs(since((0, AMBER), (50, RED)))[:2] == [0, 60]


def test_amber_that_turns_red_early_takes_the_shorter_clock() -> None:
    assert rungs(since((0, AMBER), (10, RED)))[:2] == [0, 40]


def test_red_that_turns_amber_keeps_the_shorter_clock() -> None:
    assert rungs(since((0, RED), (10, AMBER)))[:2] == [0, 30]


def test_an_unknown_between_two_judgements_does_not_reset() -> None:
    assert rungs(since((0, RED), (5, UNKNOWN), (80, RED)))[:4] == [0, 30, 60, 90]


def test_what_was_never_judged_has_no_clock() -> None:
    stands = climb(since((0, UNKNOWN)), CLOCK, (), FAR)
    assert (stands.level, stands.due_on) == (LADDER[0], None)


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        # A decision holds the level until the measure's deadline.
        ([(10, 50)], 50),
        # It does not shorten the clock.
        ([(10, 20)], 30),
        # Never longer than ninety days from the decision.
        ([(10, 400)], 100),
        # A second decision at the same level extends within those ninety days only.
        ([(10, 50), (45, 300)], 100),
        # One that comes on the last day still counts, one after it does not.
        ([(30, 60)], 60),
        ([(31, 60)], 30),
        # A decision that was replaced before it ran out ends there; the new one goes on.
        ([(10, 40), (40, 70)], 70),
    ],
)
def test_how_long_decisions_hold_a_level(decisions: list[tuple[int, int]], left: int) -> None:
    given_ = [Decided(day(on), day(deadline)) for on, deadline in decisions]
    assert rungs(since((0, RED)), given_)[1] == left


def test_a_decision_holds_the_level_it_was_taken_at_and_no_other() -> None:
    assert rungs(since((0, RED)), [Decided(day(10), day(50))]) == [0, 50, 80, 110]
