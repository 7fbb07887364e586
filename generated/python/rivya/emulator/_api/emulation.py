"""One running emulator, as everything that serves it sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..._spec.tables import Platform
from .._state.store import Store
from .access import Access
from .clock import Clock
from .served_api import ServedApi
from .wake_up import WakeUp


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
