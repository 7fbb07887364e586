"""How long to wait and how often to try: retries, polling and timeouts, as frozen values. All times are seconds."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
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
    """How you want a job to be waited for; what is left out follows the vendor's advice and the category's deadline."""

    first: float | None = None
    """Before the first question."""
    interval: float | None = None
    """Between the first and the second question; it grows from there."""
    max_interval: float | None = None
    growth: float | None = None
    """Each interval is this many times the one before."""
    deadline: float | None = None
    """When to stop waiting."""


@dataclass(frozen=True, slots=True)
class PollSchedule:
    """How a job is waited for: when to ask first, how the interval grows, and when to stop waiting."""

    first: float
    interval: float
    max_interval: float
    growth: float
    deadline: float

    @classmethod
    def plan(cls, advice: Polling, category: str | None, policy: PollPolicy) -> PollSchedule:
        """Return the vendor's advice with the policy on top; the longest deadline for an unknown category."""
        deadline = advice.deadlines.get(category or "", max(advice.deadlines.values()))
        advised = cls(advice.first, advice.interval, advice.max_interval, advice.growth, deadline)
        wanted = {field.name: getattr(policy, field.name) for field in fields(policy)}
        return replace(advised, **{name: value for name, value in wanted.items() if value is not None})


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
