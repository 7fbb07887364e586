"""What a caller may set: retries, polling, timeouts and limits as frozen values, and the options of one call.

All times are in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, TypedDict

from ._spec.numbers import GROWTH, PAUSE, SILENCE, Range, read_count, read_number

__all__ = ["PollPolicy", "RequestOptions", "RetryPolicy", "SizeLimits", "Timeouts", "ValidationMode"]

ValidationMode = Literal["strict", "warn", "off"]
"""What is done about a request that breaks a rule of its model: `strict` raises, `warn` warns, `off` does not look."""


def _read_fields(policy: RetryPolicy | PollPolicy | Timeouts, **ranges: Range) -> None:
    """Put the numbers that its fields stand for into a policy that is being made."""
    for name, within in ranges.items():
        value = getattr(policy, name)
        if value is not None or not isinstance(policy, PollPolicy):
            object.__setattr__(policy, name, read_number(f"{type(policy).__name__}.{name}", value, within))


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How one call is tried again after a failure that may pass: no connection, a timeout, 408, 429 or 5xx.

    Args:
        attempts: How often a call is tried in all, at least 1.
        initial: Seconds of the first pause.
        maximum: Seconds of the longest pause.
        growth: How many times as long as the one before each pause is, from 1 to 1,000.
        jitter: By up to which share a pause is shortened at random, from 0 to 1, so that clients do not come back in
            step.
        retry_after_cap: Up to how many seconds the pause is honoured that the server asks for in `Retry-After`.

    Raises:
        ConfigurationError: A number is out of range.
    """

    attempts: int = 3
    initial: float = 0.5
    maximum: float = 8.0
    growth: float = 2.0
    jitter: float = 0.25
    retry_after_cap: float = 60.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "attempts", read_count("RetryPolicy.attempts", self.attempts))
        _read_fields(self, initial=PAUSE, maximum=PAUSE, growth=GROWTH, jitter=Range(0, 1), retry_after_cap=PAUSE)

    def pause(self, attempt: int) -> float:
        """Return the longest pause after a failed attempt.

        Args:
            attempt: The number of the attempt, from 1.

        Returns:
            Seconds, before any of it is taken off at random.
        """
        # Bounding the exponent keeps a policy of thousands of attempts from overflowing.
        return min(self.initial * self.growth ** min(attempt - 1, 64), self.maximum)


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How a job is waited for. What is left out follows the advice of the API's documentation.

    Args:
        first: Seconds before the first question.
        interval: Seconds between the first and the second question; it grows from there.
        max_interval: Seconds of the longest interval.
        growth: How many times as long as the one before each interval is, from 1 to 1,000.
        deadline: After how many seconds to stop waiting; that of the model's category where it is left out.
        per_second: At most so many questions a second, where several jobs are waited for together.

            The vendor advises an interval per job, and each job keeps to its own. Unless given, they are asked about 10
            times a second together, or as often as it takes to come to each within its interval, up to 50 times. Either
            is halved each time that the API finds it too often (429). No rate limit is documented: raise or lower it as
            your account allows.

    Raises:
        ConfigurationError: A number is out of range.
    """

    first: float | None = None
    interval: float | None = None
    max_interval: float | None = None
    growth: float | None = None
    deadline: float | None = None
    per_second: float | None = None

    def __post_init__(self) -> None:
        _read_fields(
            self,
            first=PAUSE,
            interval=SILENCE,
            max_interval=SILENCE,
            growth=GROWTH,
            deadline=Range(0, unit="seconds"),
            per_second=Range(0.001, 1e6, "questions a second"),
        )


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds one attempt may take, from 0.001 to 1,000,000.

    Args:
        connect: Until a connection stands.
        request: For an exchange without a file in it, as a whole; within a stream, the longest silence of the server.
        upload: The longest silence of the server while a file is sent.
        download: The longest silence of the server while a file is received.
        pool: For waiting in line for a free connection, before all else; hundreds of jobs at once take their time.
        deadline: For a stream, an upload or a download as a whole.

    Raises:
        ConfigurationError: A number is out of range.
    """

    connect: float = 10.0
    request: float = 60.0
    upload: float = 300.0
    download: float = 300.0
    pool: float = 600.0
    deadline: float = 3600.0

    def __post_init__(self) -> None:
        _read_fields(self, **{field.name: SILENCE for field in fields(self)})


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The most bytes that are read, unpacked. What is larger raises ResponseTooLargeError.

    Args:
        answer: Of an answer, or of a stream of events.
        download: Of one result file.

    Raises:
        ConfigurationError: A number is not whole, or less than 1.
    """

    answer: int = 16_000_000
    download: int = 400_000_000

    def __post_init__(self) -> None:
        for field in fields(self):
            count = read_count(f"SizeLimits.{field.name}", getattr(self, field.name), "bytes")
            object.__setattr__(self, field.name, count)


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
