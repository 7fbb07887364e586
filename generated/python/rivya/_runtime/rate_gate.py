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
    _closed_at: float = float("-inf")
    _pause: float = 0.0
    _passed: int = 0

    def turn(self, moment: float) -> float:
        """Take the next turn to leave, and return the seconds until it comes."""
        if not self._pause and moment >= self._opens:
            return 0.0
        with process_lock():
            turn = max(moment, self._opens)
            self._opens = turn + self._pause
            return turn - moment

    def passed(self) -> None:
        """Note a request that was not turned away."""
        with process_lock():
            self._passed += 1
            self._pause = self._pause * FASTER if self._pause > SHORTEST_PAUSE else 0.0

    def refused(self, left: float, moment: float, seconds: float) -> None:
        """Note that a request which had left at one moment was told, at another, to come again in so many seconds."""
        with process_lock():
            self._opens = max(self._opens, moment + seconds)
            if left < self._closed_at:
                return  # one of many that were under way when the first was turned away
            self._closed_at = moment
            self._pause = max(seconds / max(self._passed, 1), 2 * self._pause if self._passed == 0 else 0.0)
            self._passed = 0
