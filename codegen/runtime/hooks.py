"""Event hooks: functions of a caller's that are shown each attempt as it begins and as it ends, without the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ._core.messages import Response

__all__ = ["AttemptOutcome", "OnRequest", "OnResponse", "SentRequest"]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One attempt as it begins: what is sent, without the API key and without the query of a download.

    `operation` is its name in the API's table, `download` for a result file; `attempt` counts from 1. `body` is `None`
    where there is none and for uploads, which are streamed.
    """

    operation: str
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """How one attempt ended: a response, or the fault in its place; `elapsed` is in seconds.

    Both are `None` for a result file that was saved. Of an attempt that was cut short, by a cancelled task or Ctrl+C, the
    fault is the name of the exception.
    """

    request: SentRequest
    response: Response | None
    fault: str | None
    elapsed: float


OnRequest = Callable[[SentRequest], object]
OnResponse = Callable[[AttemptOutcome], object]
