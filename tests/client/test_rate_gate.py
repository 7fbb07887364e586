"""The gate that a 429 closes: how long, for whom, and at what pace it opens again."""

from __future__ import annotations

import pytest
from runtime._transport.rate_gate import RateGate


def closed(allowed: int, seconds: float = 2.0) -> RateGate:
    """Return a gate that was closed at the moment 10, after so many requests had come through."""
    gate = RateGate()
    for _ in range(allowed):
        gate.passed(9.0)
    gate.refused(9.5, 10.0, seconds)
    return gate


def turns(gate: RateGate, moment: float, count: int) -> list[float]:
    return [gate.turn(moment)[0] for _ in range(count)]


def test_open_until_a_request_is_turned_away() -> None:
    gate = RateGate()
    assert gate.closed(0.0) == 0.0
    assert turns(gate, 0.0, 3) == [0.0, 0.0, 0.0]


def test_the_pace_is_what_was_let_through_in_the_time_that_is_asked_for() -> None:
    gate = closed(4)
    assert (gate.closed(10.5), gate.closed(12.0)) == (1.5, 0.0)
    assert turns(gate, 12.0, 3) == pytest.approx([0.0, 0.5, 1.0])


def test_what_was_under_way_counts_to_the_time_before() -> None:
    gate = closed(1)
    for _ in range(3):
        gate.passed(9.9)
    gate.refused(9.9, 10.1, 2.0)
    assert gate.closed(10.1) == pytest.approx(2.0)
    assert turns(gate, 12.1, 2) == pytest.approx([0.0, 0.5])


def test_where_nothing_was_let_through_all_may_come_again() -> None:
    gate = closed(0)
    assert gate.closed(10.0) == 2.0
    assert turns(gate, 12.0, 3) == [0.0, 0.0, 0.0]


def test_a_turn_that_nobody_takes_goes_to_the_next() -> None:
    gate = closed(4)
    assert turns(gate, 12.0, 1) == [0.0]
    seconds, kept_free = gate.turn(12.0)
    assert seconds == pytest.approx(0.5)
    gate.passed(12.0)  # the pace has changed since
    gate.give_back(kept_free)
    assert turns(gate, 12.0, 1) == pytest.approx([0.5])
    assert gate.closed(11.0) == 1.0


def test_it_is_forgotten_when_nothing_is_turned_away_any_more() -> None:
    gate = closed(4)
    for number in range(200):
        gate.passed(20.0 + number)
    assert turns(gate, 1000.0, 3) == [0.0, 0.0, 0.0]
