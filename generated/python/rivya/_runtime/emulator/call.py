"""What a handler works with: the request, the operation it names, and the emulation that it arrived at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from ..tables import Operation, Platform
from .clock import Clock
from .store import Store
from .world import World


@dataclass(frozen=True, slots=True)
class Emulation:
    """One running emulator: the world it serves, its state, and the settings it was started with."""

    world: World
    store: Store
    clock: Clock
    key: str
    job_seconds: float
    folder: Path

    @property
    def platform(self) -> Platform:
        return self.world.platform


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one operation, with its key already checked."""

    emulation: Emulation
    operation: Operation[object]
    request: Request

    @property
    def base_url(self) -> str:
        """The address that the client used, which is the one that reaches this server from where the client is."""
        return str(self.request.base_url).rstrip("/")


Handler = Callable[[Call], Awaitable[Response]]
