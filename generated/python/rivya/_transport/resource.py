# Derived from async_resource.py by codegen/derive.py; do not edit.
"""What the resources of a client are made from: its transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred

if TYPE_CHECKING:
    from .transport import SyncTransport
else:
    SyncTransport = deferred(".transport", "SyncTransport", __package__)

__all__ = ["Resource", "SyncTransport"]


class Resource:
    """What makes calls over the transport of a client."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport
        self._settings = transport.settings
