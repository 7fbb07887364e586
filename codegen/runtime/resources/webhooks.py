"""The webhook endpoints of the account: addresses of yours that the API delivers events to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .._core.deferred import deferred
from .._core.wire import OpenList, OpenObject, WebhookEndpoint, WebhookEndpointList
from .._transport.calls import read_flow

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
    from .._transport.transport import SyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


def _fields(name: str | None, url: str | None, event_types: Sequence[str] | None) -> dict[str, object]:
    types = list(event_types) if event_types is not None else None
    fields = {"name": name, "url": url, "event_types": types}
    return {key: value for key, value in fields.items() if value is not None}


class Webhooks:
    """The webhook endpoints of the account. What has no documented shape comes as an open object."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def list(self) -> WebhookEndpointList:
        """Ask for the endpoints. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "webhooks.list"))

    def create(self, *, url: str, name: str | None = None, event_types: Sequence[str] | None = None) -> WebhookEndpoint:
        """Register an address, which must be public and HTTPS.

        `signing_secret` of the answer is shown this once. Without `event_types`, the API decides what is delivered.
        Raises APIError (BadRequestError for an address that is refused), TransportError and SubmissionUncertainError:
        then `list()` shows whether the endpoint exists.
        """
        return self._transport.run(
            read_flow(self._transport.settings, "webhooks.create", body=_fields(name, url, event_types))
        )

    def retrieve(self, endpoint_id: str) -> WebhookEndpoint:
        """Ask for an endpoint by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "webhooks.retrieve", endpoint_id))

    def update(
        self,
        endpoint_id: str,
        *,
        url: str | None = None,
        name: str | None = None,
        event_types: Sequence[str] | None = None,
    ) -> WebhookEndpoint:
        """Change what is given of an endpoint. Which fields can be changed is not documented.

        Raises APIError and TransportError.
        """
        return self._transport.run(
            read_flow(self._transport.settings, "webhooks.update", endpoint_id, body=_fields(name, url, event_types))
        )

    def delete(self, endpoint_id: str) -> OpenObject:
        """Remove an endpoint. Raises APIError (NotFoundError among others) and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "webhooks.delete", endpoint_id))

    def rotate_secret(self, endpoint_id: str) -> WebhookEndpoint:
        """Give an endpoint another secret; `signing_secret` of the answer is shown this once.

        Raises APIError, TransportError and SubmissionUncertainError: then rotate it again.
        """
        return self._transport.run(read_flow(self._transport.settings, "webhooks.rotate_secret", endpoint_id))

    def test(self, endpoint_id: str) -> OpenObject:
        """Have a test event delivered to an endpoint.

        Raises APIError, TransportError and SubmissionUncertainError.
        """
        return self._transport.run(read_flow(self._transport.settings, "webhooks.test", endpoint_id))

    def deliveries(self, endpoint_id: str) -> OpenList:
        """Ask what was delivered to an endpoint. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "webhooks.deliveries", endpoint_id))

    def events(self) -> OpenList:
        """Ask for the webhook events that the API lists. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "webhooks.events"))


class AsyncWebhooks:
    """The webhook endpoints of the account. What has no documented shape comes as an open object."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(self) -> WebhookEndpointList:
        """Ask for the endpoints. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.list"))

    async def create(
        self, *, url: str, name: str | None = None, event_types: Sequence[str] | None = None
    ) -> WebhookEndpoint:
        """Register an address, which must be public and HTTPS.

        `signing_secret` of the answer is shown this once. Without `event_types`, the API decides what is delivered.
        Raises APIError (BadRequestError for an address that is refused), TransportError and SubmissionUncertainError:
        then `list()` shows whether the endpoint exists.
        """
        return await self._transport.run(
            read_flow(self._transport.settings, "webhooks.create", body=_fields(name, url, event_types))
        )

    async def retrieve(self, endpoint_id: str) -> WebhookEndpoint:
        """Ask for an endpoint by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.retrieve", endpoint_id))

    async def update(
        self,
        endpoint_id: str,
        *,
        url: str | None = None,
        name: str | None = None,
        event_types: Sequence[str] | None = None,
    ) -> WebhookEndpoint:
        """Change what is given of an endpoint. Which fields can be changed is not documented.

        Raises APIError and TransportError.
        """
        return await self._transport.run(
            read_flow(self._transport.settings, "webhooks.update", endpoint_id, body=_fields(name, url, event_types))
        )

    async def delete(self, endpoint_id: str) -> OpenObject:
        """Remove an endpoint. Raises APIError (NotFoundError among others) and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.delete", endpoint_id))

    async def rotate_secret(self, endpoint_id: str) -> WebhookEndpoint:
        """Give an endpoint another secret; `signing_secret` of the answer is shown this once.

        Raises APIError, TransportError and SubmissionUncertainError: then rotate it again.
        """
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.rotate_secret", endpoint_id))

    async def test(self, endpoint_id: str) -> OpenObject:
        """Have a test event delivered to an endpoint.

        Raises APIError, TransportError and SubmissionUncertainError.
        """
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.test", endpoint_id))

    async def deliveries(self, endpoint_id: str) -> OpenList:
        """Ask what was delivered to an endpoint. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.deliveries", endpoint_id))

    async def events(self) -> OpenList:
        """Ask for the webhook events that the API lists. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "webhooks.events"))
