# Derived from async_client.py by codegen/derive.py; do not edit.
"""The client, without any model, and what its groups of models are made from: the generated package adds both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from .._core.api_key import ApiKey, SecretStr
from .._core.parts import kept_part, part
from .._core.suggestions import Suggesting
from .._transport.connecting import connect
from .._transport.http_client import HttpClient
from .._transport.resource import Resource, SyncTransport
from .._transport.settings import given
from .._transport.tracing import TracerProvider
from .._transport.watching import Hooks
from ..chat.chat import Chat
from ..hooks import OnRequest, OnResponse
from ..jobs.generations import Generations
from ..options import PollPolicy, RetryPolicy, SizeLimits, Timeouts, ValidationMode
from ..resources.credits import Credits
from ..resources.files import Files
from ..resources.models import LiveModels, OpenAPI
from ..resources.webhooks import Webhooks
from .base import BaseClient, changed_settings, read_base_url


class Rivya(BaseClient):
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
        http_client: HttpClient | None = None,
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
        self._bind(connect(settings, http_client, proxy))

    def _bind(self, transport: SyncTransport, *, borrowed: bool = False) -> None:
        """Make the resources over a transport; a borrowed connection is closed by the client it belongs to."""
        self._settings = transport.settings
        self._borrowed = borrowed
        self._transport = transport

    @kept_part
    def generations(self) -> Generations:
        """Jobs of any model, in the vendor's JSON."""
        return Generations(self._transport)

    @kept_part
    def files(self) -> Files:
        """Reference media that the API holds."""
        return Files(self._transport)

    @kept_part
    def credits(self) -> Credits:
        """The wallet of the account."""
        return Credits(self._transport)

    @kept_part
    def models(self) -> LiveModels:
        """The vendor's live catalogue of models."""
        return LiveModels(self._transport)

    @kept_part
    def openapi(self) -> OpenAPI:
        """The vendor's machine-readable description of the API."""
        return OpenAPI(self._transport)

    @kept_part
    def webhooks(self) -> Webhooks:
        """The webhook endpoints of the account."""
        return Webhooks(self._transport)

    @part
    def chat(self) -> Chat:
        """Chat with any model."""
        return Chat(self._transport)

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

    def close(self) -> None:
        """Close the connections; a client of yours stays open."""
        if not self._borrowed:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Namespace(Resource, Suggesting):
    """A group of models, as an attribute of a client."""
