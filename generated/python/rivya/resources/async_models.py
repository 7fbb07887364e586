# models.py is derived from this file.
"""What the API says of itself: the live catalogue of models, and its OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.wire import CatalogModel, ModelList
from .._transport.async_resource import AsyncResource
from .._transport.calls import build_call, call_flow, read_flow
from .catalogue import find_model


class AsyncLiveModels(AsyncResource):
    """The vendor's live catalogue of models, which may know more of them than this package."""

    async def list(self) -> ModelList:
        """Ask for the catalogue; this needs no API key.

        Returns:
            The models, to be iterated over, counted and indexed.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "models.list"))

    async def retrieve(self, model_id: str) -> CatalogModel:
        """Ask for the catalogue, and return the entry of one model.

        Args:
            model_id: The id of the model.

        Returns:
            Its entry.

        Raises:
            NotFoundError: The catalogue has no such model.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return find_model(self._settings, await self.list(), model_id)

    get = retrieve


class AsyncOpenAPI(AsyncResource):
    """The vendor's machine-readable description of the API."""

    async def retrieve(self) -> Mapping[str, Any]:
        """Ask for the document; this needs no API key.

        Returns:
            The document, as JSON.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        call = build_call(self._settings, "openapi.retrieve", self._settings.resolve({}))
        answer = await self._transport.run(call_flow(self._settings, call))
        return answer.raw
