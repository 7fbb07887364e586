"""What a handler works with: the request, the operation it names, and the emulation that it arrived at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from ..tables import Operation, Platform
from ._state.jobs import Failure
from ._state.store import Store
from .alarm import Alarm
from .clock import Clock
from .door import Door
from .fault_gate import FAILURE
from .world import World


@dataclass(frozen=True, slots=True)
class Emulation:
    """One running emulator: the world it serves, its state, and the settings it was started with."""

    world: World
    store: Store
    clock: Clock
    door: Door
    job_seconds: float
    allow_local_webhooks: bool = False
    alarm: Alarm = field(default_factory=Alarm)
    """Wakes the courier."""

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

    @property
    def failure(self) -> Failure | None:
        """How the job that this request makes is to fail; None when it is to succeed."""
        failure: Failure | None = self.request.scope.get(FAILURE)
        return failure


Handler = Callable[[Call], Awaitable[Response]]
