"""Reference media that the API holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred
from .._core.wire import File
from .._transport.calls import read_flow
from .._transport.context import Settings
from .._transport.flow import Flow
from ..files.media import MediaKind, Reference
from ..files.uploads import create_file_flow

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
    from .._transport.transport import SyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


def _file_flow(settings: Settings, source: Reference, kind: MediaKind | None, model: str | None) -> Flow[File]:
    return (yield from create_file_flow(settings, source, kind, model)).value


class Files:
    """Reference media that the API holds."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def create(self, source: Reference, kind: MediaKind | None = None, model: str | None = None) -> File:
        """Upload a local file, to be used as a reference of several calls.

        With `model`, the file is checked against the rules of that model, here and by the API. Raises ValidationError,
        APIError and TransportError.
        """
        return self._transport.run(_file_flow(self._transport.settings, source, kind, model))

    def retrieve(self, file_id: str) -> File:
        """Ask for an uploaded file by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "files.retrieve", file_id))


class AsyncFiles:
    """Reference media that the API holds."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, source: Reference, kind: MediaKind | None = None, model: str | None = None) -> File:
        """Upload a local file, to be used as a reference of several calls.

        With `model`, the file is checked against the rules of that model, here and by the API. Raises ValidationError,
        APIError and TransportError.
        """
        return await self._transport.run(_file_flow(self._transport.settings, source, kind, model))

    async def retrieve(self, file_id: str) -> File:
        """Ask for an uploaded file by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "files.retrieve", file_id))
