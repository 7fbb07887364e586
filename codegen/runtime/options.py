"""What a caller may set: retries, polling, timeouts and limits as frozen values, and the options of one call.

All times are seconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, TypedDict

from ._spec.numbers import Range, read_count, read_number

ValidationMode = Literal["strict", "warn", "off"]
__all__ = ["PollPolicy", "RequestOptions", "RetryPolicy", "SizeLimits", "Timeouts", "ValidationMode"]

PAUSE: Range = (0.0, 1e6)
SILENCE: Range = (0.001, 1e6)
GROWTH: Range = (1.0, 1000.0)
"""Growth beyond it would overflow a float after a few dozen pauses."""


def _keep(policy: object, name: str, value: object) -> None:
    object.__setattr__(policy, name, value)


def _read_fields(policy: RetryPolicy | PollPolicy | Timeouts, ranges: Mapping[str, Range]) -> None:
    """Put the numbers that its fields stand for into a policy that is being made."""
    for name, within in ranges.items():
        value = getattr(policy, name)
        if value is not None or not isinstance(policy, PollPolicy):
            _keep(policy, name, read_number(f"{type(policy).__name__}: {name}", value, within))


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How one call is tried again: `attempts` in all, with growing pauses between them.

    A pause is shortened by up to the share `jitter`, so that clients do not come back in step. What the server asks for
    in `Retry-After` is honoured, up to `retry_after_cap`. Raises ConfigurationError for a number that cannot be meant.
    """

    attempts: int = 3
    initial: float = 0.5
    maximum: float = 8.0
    growth: float = 2.0
    jitter: float = 0.25
    retry_after_cap: float = 60.0

    def __post_init__(self) -> None:
        _keep(self, "attempts", read_count("RetryPolicy: attempts", self.attempts))
        _read_fields(self, RETRY_RANGES)

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
    per_second: float | None = None
    """At most so many questions a second, where several jobs are waited for together.

    The vendor advises an interval per job, and each job keeps to its own. Unless given, they are asked about 10 times a
    second together, or as often as it takes to come to each within its interval, up to 50 times. Either is halved each
    time that the API finds it too often (429). No rate limit is documented: raise or lower it as your account allows.
    """

    def __post_init__(self) -> None:
        _read_fields(self, POLL_RANGES)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long one attempt may take, in seconds.

    `connect` bounds the time until a connection stands, `request` an exchange without a file in it, as a whole.
    `upload` and `download` are the longest silence of the server that is borne while a file is under way, `request` that
    within a stream; as a whole, each of these may take up to `deadline`. `pool` is how long a request may wait in line for
    a free connection, before all else; hundreds of jobs at once take their time.
    """

    connect: float = 10.0
    request: float = 60.0
    upload: float = 300.0
    download: float = 300.0
    pool: float = 600.0
    deadline: float = 3600.0

    def __post_init__(self) -> None:
        _read_fields(self, TIMEOUT_RANGES)


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The most bytes that are read, unpacked: of an answer or a stream of events, and of one result file."""

    answer: int = 16_000_000
    download: int = 400_000_000

    def __post_init__(self) -> None:
        for field in fields(self):
            _keep(self, field.name, read_count(f"SizeLimits: {field.name}", getattr(self, field.name), " of bytes"))


RETRY_RANGES: Mapping[str, Range] = {
    "initial": PAUSE,
    "maximum": PAUSE,
    "growth": GROWTH,
    "jitter": (0.0, 1.0),
    "retry_after_cap": PAUSE,
}
POLL_RANGES: Mapping[str, Range] = {
    "first": PAUSE,
    "interval": SILENCE,
    "max_interval": SILENCE,
    "growth": GROWTH,
    "deadline": (0.0, math.inf),
    "per_second": (0.001, 1e6),
}
TIMEOUT_RANGES: Mapping[str, Range] = dict.fromkeys((field.name for field in fields(Timeouts)), SILENCE)


class RequestOptions(TypedDict, total=False):
    """Options of one call, all of them optional keywords."""

    idempotency_key: str
    """Names the call: the same key never starts a second job. Made by the client unless given.

    Local references that have not changed are uploaded once per client, so the same call makes the same request. By
    another client, or when the uploads have expired, it is another request: pass files of `files.create` both times.
    `repeat()` of an error sends the very same request.
    """
    client_request_id: str
    """A trace id of yours, sent along."""
    timeout: float | Timeouts
    """Seconds that each attempt may take as a whole, from its connection to the last byte; or a `Timeouts`."""
    retry: RetryPolicy
    """How this call is tried again."""
    validate: ValidationMode
    """`strict` raises what is wrong with the request, `warn` warns of it, `off` does not look."""
    extra_params: Mapping[str, Any]
    """Parameters that this package does not know yet; merged into `params` (of chat: into the request) unchecked."""
    extra_headers: Mapping[str, str]
    """HTTP headers, sent along."""
