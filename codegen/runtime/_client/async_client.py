# client.py is derived from this file.
"""The client, without any model, and what its groups of models are made from: the generated package adds both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from .._core.api_key import ApiKey, SecretStr
from .._core.parts import kept_part, part
from .._core.suggestions import Suggesting
from .._transport.async_resource import AsyncResource, AsyncTransport
from .._transport.connecting import async_connect
from .._transport.http_client import AsyncHttpClient
from .._transport.settings import given
from .._transport.tracing import TracerProvider
from .._transport.watching import Hooks
from ..chat.async_chat import AsyncChat
from ..hooks import OnRequest, OnResponse
from ..jobs.async_generations import AsyncGenerations
from ..options import PollPolicy, RetryPolicy, SizeLimits, Timeouts, ValidationMode
from ..resources.async_credits import AsyncCredits
from ..resources.async_files import AsyncFiles
from ..resources.async_models import AsyncLiveModels, AsyncOpenAPI
from ..resources.async_webhooks import AsyncWebhooks
from .base import BaseClient, changed_settings, read_base_url


class AsyncRivya(BaseClient):
    """The client of the API without any model. The class that has them says what it takes, and names it in errors."""

    def __init__(
        self,
        api_key: str | SecretStr | None = None,
        *,
        base_url: str | None = None,
        allow_http: bool = False,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
        poll: PollPolicy | None = None,
        validate: ValidationMode = "strict",
        locale: str = "en",
        http_client: AsyncHttpClient | None = None,
        proxy: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        max_credits: float | None = None,
        size_limits: SizeLimits | None = None,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
        tracing: bool | TracerProvider = False,
    ) -> None:
        key = ApiKey(api_key)
        del api_key  # it is in no variable that a traceback would show
        address = read_base_url(base_url, self._platform, allow_http=allow_http)
        settings = self._first_settings(key, address, Hooks(on_request, on_response), tracing)
        timeouts = given("timeouts", timeouts, Timeouts, None, "; for one number of seconds: with_options(timeout=…)")
        settings = changed_settings(
            settings,
            timeout=timeouts,
            retry=retry,
            poll=poll,
            validate=validate,
            locale=locale,
            extra_headers=extra_headers,
            size_limits=size_limits,
        ).with_budget(max_credits)
        self._bind(async_connect(settings, http_client, proxy))

    def _bind(self, transport: AsyncTransport, *, borrowed: bool = False) -> None:
        """Make the resources over a transport; a borrowed connection is closed by the client it belongs to."""
        self._settings = transport.settings
        self._borrowed = borrowed
        self._transport = transport

    @kept_part
    def generations(self) -> AsyncGenerations:
        """Jobs of any model, in the vendor's JSON."""
        return AsyncGenerations(self._transport)

    @kept_part
    def files(self) -> AsyncFiles:
        """Reference media that the API holds."""
        return AsyncFiles(self._transport)

    @kept_part
    def credits(self) -> AsyncCredits:
        """The wallet of the account."""
        return AsyncCredits(self._transport)

    @kept_part
    def models(self) -> AsyncLiveModels:
        """The vendor's live catalogue of models."""
        return AsyncLiveModels(self._transport)

    @kept_part
    def openapi(self) -> AsyncOpenAPI:
        """The vendor's machine-readable description of the API."""
        return AsyncOpenAPI(self._transport)

    @kept_part
    def webhooks(self) -> AsyncWebhooks:
        """The webhook endpoints of the account."""
        return AsyncWebhooks(self._transport)

    @part
    def chat(self) -> AsyncChat:
        """Chat with any model."""
        return AsyncChat(self._transport)

    def with_options(
        self,
        *,
        timeout: Timeouts | float | None = None,
        retry: RetryPolicy | None = None,
        poll: PollPolicy | None = None,
        validate: ValidationMode | None = None,
        locale: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        max_credits: float | None = None,
        size_limits: SizeLimits | None = None,
    ) -> Self:
        """Return a client that differs in these options and shares everything else, the connections included.

        Closing the copy leaves the connections open: they are this client's to close. What a subclass has added stays.

        Args:
            timeout: A number of seconds for everything, or a `Timeouts`.
            retry: How a call is tried again.
            poll: How jobs are waited for.
            validate: What is done about a request that breaks a rule of its model.
            locale: The language of messages.
            extra_headers: HTTP headers, added to those of this client.
            max_credits: One more budget, in credits, inside those of this client.
            size_limits: The most bytes that are read.

        Returns:
            The other client.

        Raises:
            ConfigurationError: An option cannot be used.
        """
        settings = changed_settings(
            self._settings,
            timeout=timeout,
            retry=retry,
            poll=poll,
            validate=validate,
            locale=locale,
            extra_headers=extra_headers,
            size_limits=size_limits,
        ).with_budget(max_credits)
        copy = self._copy()
        copy._bind(type(self._transport)(settings, self._transport.connection, self._transport.clock), borrowed=True)
        return copy

    async def aclose(self) -> None:
        """Close the connections; a client of yours stays open."""
        if not self._borrowed:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class AsyncNamespace(AsyncResource, Suggesting):
    """A group of models, as an attribute of a client."""
