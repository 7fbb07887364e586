"""What watches the calls of a client: hooks, spans and the log.

A fault of what watches calls, log handlers, hooks and spans alike, costs no call, and is reported once.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import cast

from ..errors import ConfigurationError
from ..hooks import AttemptOutcome, OnRequest, OnResponse, SentRequest

LOGGER = logging.getLogger("rivya")


class WatcherFaults:
    """The faults of what watches the calls of one client."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    @contextmanager
    def caught(self, watcher: str) -> Generator[None, None, None]:
        """Let the call go on where a watcher raises; the first fault of each is an error in the log."""
        try:
            yield
        except Exception:
            if watcher not in self._told:
                self._told.add(watcher)
                with suppress(Exception):  # the log may be the watcher
                    LOGGER.exception("%s failed: calls go on without it", watcher)


def refuse_awaitable(function: str, returned: object) -> None:
    """Close what a caller's function returned to be awaited, where nobody will. Raises ConfigurationError for it."""
    if isinstance(returned, Awaitable):
        close = getattr(cast("object", returned), "close", None)
        if callable(close):
            close()
        raise ConfigurationError(
            f"{function} must be a plain function: what it returned has to be awaited, which nothing does"
        )


@dataclass(frozen=True, slots=True)
class Hooks:
    """The event hooks of a client. They are plain functions, also for the asynchronous client.

    What `on_request` raises stops the attempt before anything is sent. What `on_response` raises is reported once, in the log:
    it comes too late to change anything. Raises ConfigurationError for a coroutine function.
    """

    on_request: OnRequest | None = None
    on_response: OnResponse | None = None

    def __post_init__(self) -> None:
        for name in ("on_request", "on_response"):
            hook = getattr(self, name)
            if hook is not None and not callable(hook):
                raise ConfigurationError(f"{name} must be a function, got {type(hook).__name__}")
            if iscoroutinefunction(hook) or iscoroutinefunction(getattr(hook, "__call__", None)):  # noqa: B004
                raise ConfigurationError(
                    f"{name} must be a plain function, also for the asynchronous client: leave out async"
                )

    def attempt_begins(self, request: SentRequest) -> None:
        """Tell that an attempt begins. Raises what the hook raises."""
        if self.on_request is not None:
            refuse_awaitable("on_request", self.on_request(request))

    def attempt_ended(self, outcome: AttemptOutcome) -> None:
        """Tell how an attempt ended. Raises what the hook raises."""
        if self.on_response is not None:
            refuse_awaitable("on_response", self.on_response(outcome))
