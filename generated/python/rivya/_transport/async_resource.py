# resource.py is derived from this file.
"""What the resources of a client are made from: its transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred

if TYPE_CHECKING:
    from .async_transport import AsyncTransport
else:
    AsyncTransport = deferred(".async_transport", "AsyncTransport", __package__)

__all__ = ["AsyncResource", "AsyncTransport"]


class AsyncResource:
    """What makes calls over the transport of a client."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self._settings = transport.settings
