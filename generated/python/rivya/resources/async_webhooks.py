# webhooks.py is derived from this file.
"""The webhook endpoints of the account: addresses of yours that the API delivers events to."""

from __future__ import annotations

from collections.abc import Sequence

from .._core.wire import OpenList, OpenObject, WebhookEndpoint, WebhookEndpointList
from .._transport.async_resource import AsyncResource
from .._transport.calls import read_flow


def _fields(name: str | None, url: str | None, event_types: Sequence[str] | None) -> dict[str, object]:
    types = list(event_types) if event_types is not None else None
    fields = {"name": name, "url": url, "event_types": types}
    return {key: value for key, value in fields.items() if value is not None}


class AsyncWebhooks(AsyncResource):
    """The webhook endpoints of the account. What has no documented shape comes as an open object."""

    async def list(self) -> WebhookEndpointList:
        """Ask for the endpoints.

        Returns:
            The endpoints, to be iterated over, counted and indexed.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.list"))

    async def create(
        self, *, url: str, name: str | None = None, event_types: Sequence[str] | None = None
    ) -> WebhookEndpoint:
        """Register an address.

        Args:
            url: The address, which must be public and HTTPS.
            name: What you call it.
            event_types: What is delivered; the API decides where it is not given.

        Returns:
            The endpoint, whose `signing_secret` is shown this once.

        Raises:
            BadRequestError: The address is refused.
            SubmissionUncertainError: Nobody knows whether the endpoint exists; `list()` shows it.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        fields = _fields(name, url, event_types)
        return await self._transport.run(read_flow(self._settings, "webhooks.create", body=fields))

    async def retrieve(self, endpoint_id: str) -> WebhookEndpoint:
        """Ask for an endpoint.

        Args:
            endpoint_id: The id of the endpoint.

        Returns:
            The endpoint, without its secret.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.retrieve", endpoint_id))

    async def update(
        self,
        endpoint_id: str,
        *,
        url: str | None = None,
        name: str | None = None,
        event_types: Sequence[str] | None = None,
    ) -> WebhookEndpoint:
        """Change what is given of an endpoint. Which fields can be changed is not documented.

        Args:
            endpoint_id: The id of the endpoint.
            url: Another address, which must be public and HTTPS.
            name: Another name.
            event_types: What is delivered from now on.

        Returns:
            The endpoint, without its secret.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        fields = _fields(name, url, event_types)
        return await self._transport.run(read_flow(self._settings, "webhooks.update", endpoint_id, body=fields))

    async def delete(self, endpoint_id: str) -> OpenObject:
        """Remove an endpoint.

        Args:
            endpoint_id: The id of the endpoint.

        Returns:
            What the API says.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.delete", endpoint_id))

    async def rotate_secret(self, endpoint_id: str) -> WebhookEndpoint:
        """Give an endpoint another secret.

        Args:
            endpoint_id: The id of the endpoint.

        Returns:
            The endpoint, whose new `signing_secret` is shown this once.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            SubmissionUncertainError: Nobody knows which secret holds; rotate it again.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.rotate_secret", endpoint_id))

    async def test(self, endpoint_id: str) -> OpenObject:
        """Have a test event delivered to an endpoint.

        Args:
            endpoint_id: The id of the endpoint.

        Returns:
            What the API says.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            SubmissionUncertainError: Nobody knows whether it is delivered.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.test", endpoint_id))

    async def deliveries(self, endpoint_id: str) -> OpenList:
        """Ask what was delivered to an endpoint.

        Args:
            endpoint_id: The id of the endpoint.

        Returns:
            The deliveries, as the API gives them.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.deliveries", endpoint_id))

    async def events(self) -> OpenList:
        """Ask for the webhook events that the API lists.

        Returns:
            The events, as the API gives them.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "webhooks.events"))
