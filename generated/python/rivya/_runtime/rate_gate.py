"""What the rate limit allows: a 429 holds back the whole client, which then goes on at the pace that the server allows."""

from __future__ import annotations

from dataclasses import dataclass

from .process_lock import process_lock

FASTER = 0.95
"""After each answer, the pause is so much of what it was: a limit that is no longer in the way is forgotten."""
SHORTEST_PAUSE = 0.001
"""Seconds. Below it, there is no pause at all."""


@dataclass(slots=True)
class RateGate:
    """When the requests of a client may leave: all at once, until the server turns one away.

    No limit is documented. What the server has let through before a refusal is taken for what it allows in the time
    that it asks to wait. All moments are seconds of one clock.
    """

    _opens: float = float("-inf")
    _next: float = float("-inf")
    _closed_at: float = float("-inf")
    _closed_for: float = 0.0
    _allowed: int = 0
    _passed: int = 0
    _pause: float = 0.0

    def closed(self, moment: float) -> float:
        """Return the seconds for which nobody may leave."""
        return max(self._opens - moment, 0.0)

    def turn(self, moment: float) -> tuple[float, float]:
        """Take the next turn to leave; return the seconds until it comes, and those that are kept free behind it."""
        if not self._pause:
            return 0.0, 0.0
        with process_lock():
            turn, pause = max(moment, self._next), self._pause
            self._next = turn + pause
            return turn - moment, pause

    def give_back(self, pause: float) -> None:
        """Leave a turn to the others, with what was kept free behind it: whoever took it will not come."""
        with process_lock():
            self._next -= pause

    def passed(self, left: float) -> None:
        """Note a request that had left at this moment and was not turned away."""
        with process_lock():
            if left < self._closed_at:  # it was under way when the gate was closed, and counts to what was allowed then
                self._allowed += 1
                self._pause = self._closed_for / self._allowed
                return
            self._passed += 1
            self._pause = self._pause * FASTER if self._pause > SHORTEST_PAUSE else 0.0

    def refused(self, left: float, moment: float, seconds: float) -> None:
        """Note that a request which had left at one moment was told, at another, to come again in so many seconds."""
        with process_lock():
            self._opens = max(self._opens, moment + seconds)
            if left < self._closed_at:
                return  # it was under way as well
            self._closed_at, self._closed_for = moment, seconds
            self._allowed, self._passed = self._passed, 0
            if self._allowed:  # with nothing let through, nothing was learnt
                self._pause = seconds / self._allowed
