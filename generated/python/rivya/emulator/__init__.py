"""A server that behaves like the Rivya API, for demonstrations and tests: `python -m rivya.emulator`.

It needs the extra `emulator`: `pip install 'rivya[emulator]'`. Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._api.access import Access as Access
    from ._api.access import Key as Key
    from ._api.access import RateLimit as RateLimit
    from ._api.clock import Clock as Clock
    from ._api.clock import ManualClock as ManualClock
    from ._bound import Emulator as Emulator
    from ._faults.faults import Fault as Fault
    from ._faults.faults import FaultRefused as FaultRefused
    from ._faults.faults import Faults as Faults
    from ._state.audit import AccountSums as AccountSums
    from ._state.audit import AuditFailed as AuditFailed
    from ._state.database import StateFileError as StateFileError
    from ._state.requests import RecordedRequest as RecordedRequest
    from ._state.wallet import LedgerRow as LedgerRow
    from .emulator import MissingExtraError as MissingExtraError

_HOMES = {
    "Access": "._api.access",
    "AccountSums": "._state.audit",
    "AuditFailed": "._state.audit",
    "Clock": "._api.clock",
    "Emulator": "._bound",  # rendered: the class with the platform and the models of the package
    "Fault": "._faults.faults",
    "FaultRefused": "._faults.faults",
    "Faults": "._faults.faults",
    "Key": "._api.access",
    "RateLimit": "._api.access",
    "LedgerRow": "._state.wallet",
    "ManualClock": "._api.clock",
    "MissingExtraError": ".emulator",
    "RecordedRequest": "._state.requests",
    "StateFileError": "._state.database",
}

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
    """Load a public name when it is first used (PEP 562)."""
    if name in _HOMES:
        value = globals()[name] = getattr(import_module(_HOMES[name], __name__), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
