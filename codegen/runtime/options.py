"""What a caller may set: retries, polling, timeouts and limits as frozen values, and the options of one call.

All times are seconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypedDict

from ._core.numbers_as_json import exact_number, is_foreign_number
from ._core.problems import shown
from ._spec.tables import Polling
from .errors import ConfigurationError

Purpose = Literal["request", "stream", "upload", "download"]
ValidationMode = Literal["strict", "warn", "off"]
VALIDATION_MODES: tuple[ValidationMode, ...] = ("strict", "warn", "off")
Range = tuple[float, float]
PAUSE: Range = (0.0, 1e6)
SILENCE: Range = (0.001, 1e6)
GROWTH: Range = (1.0, 1000.0)
"""Growth beyond it would overflow a float after a few dozen pauses."""

UNHURRIED: Range = (10.0, 50.0)
"""Questions a second about few jobs, and about any number of them, unless a policy says otherwise."""


def read_number(name: str, value: object, within: Range) -> float:
    """Return the number that a value of any kind of number stands for.

    Raises ConfigurationError for what is no number, one that is out of range, and one that is no float exactly.
    """
    least, most = within
    number = _number_of(value)
    try:
        if number is not None and least <= float(number) <= most:
            return number
    except OverflowError:  # an integer beyond every float, which nothing can be reckoned with
        number = None
    exactly = " that a float holds exactly" if number is None and is_foreign_number(value) else ""
    told = shown(value, python=True)
    raise ConfigurationError(f"{name}={told}: a number from {least:g} to {most:g}{exactly} is needed")


def _read_count(name: str, value: object, of: str = "") -> int:
    number = _number_of(value)
    if number is None or number < 1 or number % 1:
        raise ConfigurationError(f"{name}={shown(value, python=True)}: a whole number{of} from 1 is needed")
    return int(number)


def _number_of(value: object) -> float | None:
    number = None if isinstance(value, bool) else exact_number(value)
    # An array that is but one value may hold a `bool` or a text.
    return number if isinstance(number, int | float) and not isinstance(number, bool) else None


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
        _keep(self, "attempts", _read_count("RetryPolicy: attempts", self.attempts))
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

    def changed(self, timeout: Timeouts | float | None) -> Timeouts:
        """Return other timeouts, if they are given; or these with one bound for everything.

        Raises ConfigurationError unless the value is a time in range.
        """
        if timeout is None or isinstance(timeout, Timeouts):
            return timeout or self
        seconds = read_number("timeout", timeout, SILENCE)
        shorter = {"connect": min(self.connect, seconds), "pool": min(self.pool, seconds)}
        return replace(self, **shorter, request=seconds, upload=seconds, download=seconds, deadline=seconds)

    def bounds(self, purpose: Purpose, at_most: float | None = None) -> TimeBounds:
        """Return the bounds of one attempt, of at most so many seconds."""
        remaining = math.inf if at_most is None else at_most
        silence = min({"upload": self.upload, "download": self.download}.get(purpose, self.request), remaining)
        whole = silence if purpose == "request" else min(self.deadline, remaining)
        return TimeBounds(min(self.connect, silence), silence, min(self.pool, remaining), whole)


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The most bytes that are read, unpacked: of an answer or a stream of events, and of one result file."""

    answer: int = 16_000_000
    download: int = 400_000_000

    def __post_init__(self) -> None:
        for field in fields(self):
            _keep(self, field.name, _read_count(f"SizeLimits: {field.name}", getattr(self, field.name), " of bytes"))


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
