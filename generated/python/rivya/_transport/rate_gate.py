"""The pace of requests: a 429 holds back the whole client, which then goes on at the pace that the server allows."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.process_lock import process_lock

FASTER = 0.95
"""After each answer, the pause is so much of what it was: a limit that is no longer in the way is forgotten."""
SHORTEST_PAUSE = 0.001
"""Seconds. Below it, there is no pause at all."""


@dataclass(slots=True)
class Pace:
    """Turns that come so many seconds apart; at once where that is 0. All moments are seconds of one clock."""

    pause: float = 0.0
    _next: float = float("-inf")

    def next_turn(self, moment: float) -> float:
        """Return when the next turn comes: now, or later."""
        return max(moment, self._next) if self.pause else moment

    def take(self, moment: float) -> float:
        """Take the next turn; return the seconds until it comes."""
        if not self.pause:
            return 0.0
        turn = self.next_turn(moment)
        self._next = turn + self.pause
        return turn - moment


@dataclass(slots=True)
class RateGate(Pace):
    """When the requests of a client may depart: all at once, until the server turns one away.

    No limit is documented. What the server has let through before a refusal is taken for what it allows in the time
    that it asks to wait.
    """

    _opens: float = float("-inf")
    _closed_at: float = float("-inf")
    _closed_for: float = 0.0
    _allowed: int = 0
    _passed: int = 0

    def closed(self, moment: float) -> float:
        """Return the seconds for which nobody may depart."""
        return max(self._opens - moment, 0.0)

    def turn(self, moment: float) -> tuple[float, float]:
        """Take the next turn to depart; return the seconds until it comes, and those that are kept free behind it."""
        with process_lock():
            return self.take(moment), self.pause

    def give_back(self, pause: float) -> None:
        """Leave a turn to the others, with what was kept free behind it: whoever took it will not come."""
        with process_lock():
            self._next -= pause

    def passed(self, departed_at: float) -> None:
        """Note a request that had departed at this moment and was not turned away."""
        with process_lock():
            # Under way when the gate was closed, it counts to what was allowed then.
            if departed_at < self._closed_at:
                self._allowed += 1
                self.pause = self._closed_for / self._allowed
                return
            self._passed += 1
            self.pause = self.pause * FASTER if self.pause > SHORTEST_PAUSE else 0.0

    def refused(self, departed_at: float, moment: float, seconds: float) -> None:
        """Note that a request, departed at one moment, was refused at another, and for how many seconds."""
        with process_lock():
            self._opens = max(self._opens, moment + seconds)
            if departed_at < self._closed_at:
                return  # it was under way as well
            self._closed_at, self._closed_for = moment, seconds
            self._allowed, self._passed = self._passed, 0
            if self._allowed:  # with nothing let through, nothing was learnt
                self.pause = seconds / self._allowed
