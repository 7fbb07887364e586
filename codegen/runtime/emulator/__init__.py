"""A server that behaves like the Rivya API, for demonstrations and tests: `python -m rivya.emulator`.

It needs the extra `emulator`: `pip install 'rivya[emulator]'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._api.access import Access, Key, RateLimit
from ._api.clock import Clock, ManualClock
from ._faults.faults import Fault, FaultRefused, Faults
from ._state.audit import AccountSums, AuditFailed
from ._state.requests import RecordedRequest
from ._state.state_file import StateFileError
from ._state.wallet import LedgerRow
from .emulator import MissingExtraError

if TYPE_CHECKING:
    from ._bound import Emulator

__all__ = [
    "Access",
    "AccountSums",
    "AuditFailed",
    "Clock",
    "Emulator",
    "Fault",
    "FaultRefused",
    "Faults",
    "Key",
    "LedgerRow",
    "ManualClock",
    "MissingExtraError",
    "RateLimit",
    "RecordedRequest",
    "StateFileError",
]


def __getattr__(name: str) -> object:
    """Load the class with the platform and the models of the package, which is rendered, when it is first used."""
    if name == "Emulator":
        from ._bound import Emulator

        return Emulator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
