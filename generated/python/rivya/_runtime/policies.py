"""How long to wait and how often to try: retries, polling and timeouts, as frozen values. All times are seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .tables import Polling

Purpose = Literal["request", "upload", "download"]
HttpTimeout = tuple[float, float, float, float]
"""Connect, read, write and pool: the order in which the HTTP library takes them."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How one call is tried again: `attempts` in all, with growing pauses between them.

    A pause is shortened by up to the share `jitter`, so that clients do not come back in step. What the server asks for
    in `Retry-After` is honoured, up to `retry_after_cap`.
    """

    attempts: int = 3
    initial: float = 0.5
    maximum: float = 8.0
    growth: float = 2.0
    jitter: float = 0.25
    retry_after_cap: float = 60.0

    def pause(self, attempt: int) -> float:
        """Return the longest pause after a failed attempt; attempts count from 1."""
        # Bounding the exponent keeps a policy of thousands of attempts from overflowing.
        return min(self.initial * self.growth ** min(attempt - 1, 64), self.maximum)


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How a job is waited for: when to ask first, how the interval grows, and when to stop waiting."""

    first: float
    interval: float
    max_interval: float
    growth: float
    deadline: float

    @classmethod
    def from_table(cls, polling: Polling, category: str | None) -> PollPolicy:
        """Return the vendor's advice with our deadline for a category of model; the longest one for an unknown category."""
        deadline = polling.deadlines.get(category or "", max(polling.deadlines.values()))
        return cls(polling.first, polling.interval, polling.max_interval, polling.growth, deadline)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """The longest silence of the server that is borne: while connecting, and while a request, upload or download runs."""

    connect: float = 10.0
    request: float = 60.0
    upload: float = 300.0
    download: float = 300.0

    def everywhere(self, seconds: float) -> Timeouts:
        """Return these timeouts with one bound for everything."""
        return replace(self, connect=min(self.connect, seconds), request=seconds, upload=seconds, download=seconds)

    def http(self, purpose: Purpose, at_most: float | None = None) -> HttpTimeout:
        """Return the timeout of one request as the HTTP library takes it."""
        bounds: dict[Purpose, float] = {"request": self.request, "upload": self.upload, "download": self.download}
        silence = bounds[purpose] if at_most is None else min(bounds[purpose], at_most)
        connect = min(self.connect, silence)
        return connect, silence, silence, connect
