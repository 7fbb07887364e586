"""When a job is asked about, and how long each attempt may take: a caller's policies as the flows use them."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Literal

from .._spec.numbers import SILENCE, read_number
from .._spec.tables import Polling
from ..options import PollPolicy, Timeouts

Purpose = Literal["request", "stream", "upload", "download"]
UNHURRIED = (10.0, 50.0)
"""Questions a second about few jobs, and about any number of them, unless a policy says otherwise."""


@dataclass(frozen=True, slots=True)
class PollSchedule:
    """How a job is waited for: when to ask first, how the interval grows, and when to stop waiting."""

    first: float
    interval: float
    max_interval: float
    growth: float
    deadline: float
    per_second: float | None = None

    @classmethod
    def plan(cls, advice: Polling, category: str | None, policy: PollPolicy) -> PollSchedule:
        """Return the vendor's advice with the policy on top; the longest deadline for an unknown category."""
        deadline = advice.deadlines.get(category or "", max(advice.deadlines.values()))
        advised = cls(advice.first, advice.interval, advice.max_interval, advice.growth, deadline)
        return advised.with_policy(policy)

    def per_second_for(self, jobs: int) -> float:
        """Return how many questions a second are asked about so many jobs together."""
        if self.per_second is not None:
            return self.per_second
        least, most = UNHURRIED
        return min(max(least, jobs / self.interval), most)

    def with_policy(self, policy: PollPolicy) -> PollSchedule:
        """Return the schedule with what a policy says on top."""
        wanted = {field.name: getattr(policy, field.name) for field in fields(policy)}
        return replace(self, **{name: value for name, value in wanted.items() if value is not None})


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """How long one attempt may take, in seconds: until it is connected, in each silence, in line, and as a whole.

    `spent` is what redirects have taken of the whole.
    """

    connect: float
    silence: float
    pool: float
    whole: float
    spent: float = 0.0

    @property
    def http(self) -> tuple[float, float, float, float]:
        """Connect, read, write and pool: the order in which the HTTP library takes them."""
        return self.connect, self.silence, self.silence, self.pool


def changed_timeouts(timeouts: Timeouts, timeout: Timeouts | float | None) -> Timeouts:
    """Return other timeouts, if they are given; or these with one bound for everything.

    Raises ConfigurationError unless the value is a time in range.
    """
    if timeout is None or isinstance(timeout, Timeouts):
        return timeout or timeouts
    seconds = read_number("timeout", timeout, SILENCE)
    shorter = {"connect": min(timeouts.connect, seconds), "pool": min(timeouts.pool, seconds)}
    return replace(timeouts, **shorter, request=seconds, upload=seconds, download=seconds, deadline=seconds)


def time_bounds(timeouts: Timeouts, purpose: Purpose, at_most: float | None = None) -> TimeBounds:
    """Return the bounds of one attempt, of at most so many seconds."""
    remaining = math.inf if at_most is None else at_most
    silence = min({"upload": timeouts.upload, "download": timeouts.download}.get(purpose, timeouts.request), remaining)
    whole = silence if purpose == "request" else min(timeouts.deadline, remaining)
    return TimeBounds(min(timeouts.connect, silence), silence, min(timeouts.pool, remaining), whole)
