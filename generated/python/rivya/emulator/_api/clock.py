"""Where the emulator takes the time from: the real clock, or one that a test moves by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> float:
        """Tell the time.

        Returns:
            Seconds since 1970.
        """
        ...

    def watch(self, moved: Callable[[], None]) -> None:
        """Have something called, in whatever thread, when the time jumps; a clock that only runs never does.

        Args:
            moved: What is called.
        """
        ...


class SystemClock:
    """The real time. It is read once and then counted on, so that a corrected system clock moves no job back."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        return self._offset + time.monotonic()

    def watch(self, moved: Callable[[], None]) -> None:
        """Do nothing: this time only runs."""


class ManualClock:
    """A clock that stands still until it is told to advance.

    Args:
        now: Where it stands, in seconds since 1970.
    """

    def __init__(self, now: float = 1_778_457_600.0) -> None:
        self._now = now
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> float:
        """Tell the time.

        Returns:
            Seconds since 1970.
        """
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass, for whoever waits as well.

        Args:
            seconds: How much of it.
        """
        self._now += seconds
        for moved in self._watchers:
            moved()

    def watch(self, moved: Callable[[], None]) -> None:
        """Have something called after each advance, in the thread that advances.

        Args:
            moved: What is called.
        """
        self._watchers.append(moved)
