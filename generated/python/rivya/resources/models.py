"""What the API says of itself: the live catalogue of models, and its OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._core.deferred import deferred
from .._core.plain_text import one_line
from .._core.problems import hint, load_catalogue, phrase_text
from .._core.wire import CatalogModel, ModelList
from .._transport.calls import build_call, call_flow, read_flow
from .._transport.context import Settings
from .._transport.flow import Flow
from ..errors import NotFoundError

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
    from .._transport.transport import SyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


def _model_flow(settings: Settings, model_id: str) -> Flow[CatalogModel]:
    listing: Flow[ModelList] = read_flow(settings, "models.list")
    models = yield from listing
    for model in models:
        if model.id == model_id:
            return model
    close = hint(model_id, [model.id for model in models])
    text = one_line(phrase_text(close, load_catalogue(settings.platform.messages_module), settings.locale))
    # The API has no endpoint for one model; the answer is that of one that had none of this id.
    raise NotFoundError(f"the catalogue has no model {model_id!r}{text}", status=404, operation="models.list")


def _document_flow(settings: Settings) -> Flow[Mapping[str, Any]]:
    call = build_call(settings, "openapi.retrieve", settings.resolve({}))
    return (yield from call_flow(settings, call)).raw


class LiveModels:
    """The vendor's live catalogue of models, which may know more of them than this package."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def list(self) -> ModelList:
        """Ask for the catalogue; this needs no API key. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "models.list"))

    def retrieve(self, model_id: str) -> CatalogModel:
        """Return the entry of one model, from the whole catalogue. Raises NotFoundError, APIError and TransportError."""
        return self._transport.run(_model_flow(self._transport.settings, model_id))

    get = retrieve


class AsyncLiveModels:
    """The vendor's live catalogue of models, which may know more of them than this package."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(self) -> ModelList:
        """Ask for the catalogue; this needs no API key. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "models.list"))

    async def retrieve(self, model_id: str) -> CatalogModel:
        """Return the entry of one model, from the whole catalogue. Raises NotFoundError, APIError and TransportError."""
        return await self._transport.run(_model_flow(self._transport.settings, model_id))

    get = retrieve


class OpenAPI:
    """The vendor's machine-readable description of the API."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def retrieve(self) -> Mapping[str, Any]:
        """Ask for the document, as JSON; this needs no API key. Raises APIError and TransportError."""
        return self._transport.run(_document_flow(self._transport.settings))


class AsyncOpenAPI:
    """The vendor's machine-readable description of the API."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def retrieve(self) -> Mapping[str, Any]:
        """Ask for the document, as JSON; this needs no API key. Raises APIError and TransportError."""
        return await self._transport.run(_document_flow(self._transport.settings))
