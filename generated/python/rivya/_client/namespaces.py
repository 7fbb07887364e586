"""What the rendered groups of models are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred
from .._core.suggestions import Suggesting

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
    from .._transport.transport import SyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


class Namespace(Suggesting):
    """A group of models, as an attribute of a client."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport


class AsyncNamespace(Suggesting):
    """A group of models, as an attribute of a client."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
