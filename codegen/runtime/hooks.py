"""Event hooks: functions of a caller's that are shown each attempt as it begins and as it ends, without the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ._core.messages import Response

__all__ = ["AttemptOutcome", "OnRequest", "OnResponse", "SentRequest"]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One attempt as it begins: what is sent, without the API key.

    Args:
        operation: The name of the call, such as `generations.create`; `download` for a result file.
        method: The HTTP method.
        url: The address, of a download without its query.
        headers: The HTTP headers.
        body: The JSON that is sent; `None` where there is none, and for uploads, which are streamed.
        attempt: The number of the attempt, from 1.
    """

    operation: str
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """How one attempt ended: a response, or the fault in its place. Both are `None` for a result file that was saved.

    Args:
        request: The attempt as it began.
        response: The answer, whatever its status.
        fault: Why there is no answer. Of an attempt that was cut short, by a cancelled task or Ctrl+C, the name of the
            exception.
        elapsed: Seconds from the departure of the request.
    """

    request: SentRequest
    response: Response | None
    fault: str | None
    elapsed: float


OnRequest = Callable[[SentRequest], object]
"""A function that is called before each attempt. What it raises stops the attempt before anything is sent."""

OnResponse = Callable[[AttemptOutcome], object]
"""A function that is called after each attempt. What it raises is reported once, in the log: it comes too late."""
