"""One running emulator, as everything that serves it sees it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from ..._spec.tables import Platform
from .._state.store import Store
from .access import Access
from .clock import Clock
from .served_api import ServedApi


class WakeUp:
    """A bell that any thread may ring for the one task that waits for it; a ring before it waits is not lost."""

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


@dataclass(frozen=True, slots=True)
class Emulation:
    """One running emulator: the API it serves, its state, and the settings it was started with."""

    served_api: ServedApi
    store: Store
    clock: Clock
    access: Access
    job_seconds: float
    allow_local_webhooks: bool = False
    wake_up: WakeUp = field(default_factory=WakeUp)
    """Wakes the background work."""

    @property
    def platform(self) -> Platform:
        return self.served_api.platform
