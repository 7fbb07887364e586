"""What watches calls, log handlers, event hooks and spans: a fault of theirs costs no call, and is reported once."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Generator
from contextlib import contextmanager, suppress
from typing import cast

from .errors import ConfigurationError

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
        raise ConfigurationError(f"{function} returned something to be awaited: give a plain function")
