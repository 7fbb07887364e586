"""A bell that any thread may ring for the one task that waits for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class WakeUp:
    """The way to wake the background task of a server; a ring before it waits is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self) -> None:
        """Belong to the running loop from now on. Rings from before are lost: whoever binds looks first anyway."""
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        """Wake the task; harmless when there is none."""
        if self._loop is not None:
            # A manual clock may outlive the server that listened to it, and its loop.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float | None) -> None:
        """Wait for a ring, but no longer than `seconds`, measured in real time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()
