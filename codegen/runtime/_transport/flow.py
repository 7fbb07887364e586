"""Retrying and polling as decisions without I/O: generators that yield an effect and are sent its outcome.

    flow ──Send(request)             / Sleep(seconds) / Now()   / Work(function) / Finish(…) / Gather(flows)──▶ shell
    flow ◀──Response | Fault | Saved / None           / seconds / its result     / None      / results──────── shell

Two shells perform the effects, `transport.py` and `async_transport.py`; tests drive the same flows with neither a
network nor a clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .._core.messages import Departure, Reply, Request
from .._core.sources import SentFile
from ..options import RetryPolicy
from .answers import Judge
from .downloads import Download
from .schedules import PollSchedule, TimeBounds
from .tracing import CallTrace

T = TypeVar("T")

SHORTEST_TIMEOUT = 2.0
"""Seconds that the last question may take beyond its deadline: with less, no server could answer it."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request to the API; the outcome is a `Response` or a `Fault`.

    With a `download`, fetch that instead, without any key, and stream it to the disk; the outcome may be `Saved`.
    """

    request: Request
    attempt: int
    bounds: TimeBounds
    trace: CallTrace | None = None
    download: Download | None = None

    @property
    def departure(self) -> Departure:
        """Whether the request has departed."""
        return self.request.departure

    def opened(self) -> AbstractContextManager[SentFile | None]:
        """Return the file of an upload, open while it is sent; nothing for other requests."""
        return nullcontext() if self.request.upload is None else self.request.upload.open()


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait for some seconds, shortened at random by up to the share `jitter`."""

    seconds: float
    jitter: float = 0.0

    def duration(self, chance: float) -> float:
        """Return the seconds to sleep, given a random number between 0 and 1."""
        return self.seconds * (1 - self.jitter * chance)


@dataclass(frozen=True, slots=True)
class Now:
    """Read a clock that only goes forward, in seconds."""


@dataclass(frozen=True, slots=True)
class Work:
    """Do what the disk may take a while for; the asynchronous shell does it in a thread, and the event loop goes on."""

    done: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Finish:
    """Wait for what a caller's own function returned; the synchronous shell cannot, and refuses it."""

    awaitable: Awaitable[object]


@dataclass(frozen=True, slots=True)
class Gather:
    """Run flows to their ends, at most so many at once, and return their results in order.

    The synchronous shell runs one after the other. The first error ends the others and is raised.
    """

    flows: Sequence[Generator[Any, Any, Any]]
    at_most: int


Effect = Send | Sleep | Now | Work | Finish | Gather
Flow = Generator[Effect, Any, T]
Attempt = Callable[[int, float | None], Flow[Reply]]
"""Makes an attempt (counted from 1) that has so many seconds, `None` for no bound."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended: its last reply, the attempts made, and whether one of them may have had an effect unseen."""

    reply: Reply
    attempts: int
    uncertain: bool


def driven(flow: Flow[T]) -> closing[Flow[T]]:
    """Close a flow at the end of the block in which it is driven."""
    return closing(flow)


def now() -> Flow[float]:
    """Read the clock."""
    seconds: float = yield Now()
    return seconds


def time_remaining(until: float, moment: float) -> float:
    """Return the seconds that a question may take until its deadline; the last may go on for a while after it."""
    return max(until - moment, min(SHORTEST_TIMEOUT, until + SHORTEST_TIMEOUT - moment))


def retry_flow(attempt: Attempt, policy: RetryPolicy, judge: Judge, until: float | None = None) -> Flow[Outcome]:
    """Try until a reply is final, attempts run out, or the moment `until` has come; the last attempt is made then."""
    uncertain = False
    tried = 0
    while True:
        tried += 1
        remaining = None if until is None else time_remaining(until, (yield from now()))
        reply = yield from attempt(tried, remaining)
        verdict = judge(reply)
        uncertain = uncertain or verdict.uncertain
        if not verdict.retry or tried >= policy.attempts:
            break
        pause = pause_after(tried, policy, verdict.retry_after)
        if until is not None:
            remaining = until - (yield from now())
            if remaining <= 0:
                break
            pause = replace(pause, seconds=min(pause.seconds, remaining))
        yield pause
    return Outcome(reply, tried, uncertain)


def pause_after(attempt: int, policy: RetryPolicy, retry_after: float | None) -> Sleep:
    """Return the pause after a failed attempt, given the seconds that the server asks for."""
    if retry_after is None:
        return Sleep(policy.pause(attempt), policy.jitter)
    # No jitter: coming back before the moment the server named would be refused again.
    return Sleep(min(retry_after, policy.retry_after_cap))


def poll_flow(is_over: Callable[[float], Flow[bool]], policy: PollSchedule, *, first: float) -> Flow[bool]:
    """Ask `is_over` (which is told the deadline) in growing intervals; return whether it was before the deadline.

    The question is asked at least once, and a last time at the deadline.
    """
    moment = yield from now()
    deadline = moment + policy.deadline
    pause, interval = first, policy.interval
    while True:
        if (seconds := min(pause, deadline - moment)) > 0:
            yield Sleep(seconds)
        if (yield from is_over(deadline)):
            return True
        moment = yield from now()
        if moment >= deadline:
            return False
        pause, interval = interval, min(interval * policy.growth, policy.max_interval)
