"""The clients, without any model: the generated package adds those as attributes."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import ClassVar, Self

from .http_client import AsyncHttpClient, HttpClient
from .policies import PollPolicy, RetryPolicy, Timeouts
from .resources import (
    AsyncCredits,
    AsyncFiles,
    AsyncGenerations,
    AsyncLiveModels,
    Credits,
    Files,
    Generations,
    LiveModels,
)
from .settings import Settings, ValidationMode, checked_headers, checked_mode, read_base_url, read_key
from .tables import Platform
from .transport_sync import SyncTransport


class BaseClient:
    """What the two clients have in common: the platform they talk to, and how their settings are read."""

    platform: ClassVar[Platform]
    models_by_id: ClassVar[Mapping[str, str]]
    """The id of each known model → the module that has its table."""

    _settings: Settings

    @classmethod
    def _read_settings(
        cls,
        api_key: str | None,
        base_url: str | None,
        *,
        timeouts: Timeouts | None,
        retry: RetryPolicy | None,
        poll: PollPolicy | None,
        validate: ValidationMode,
        locale: str,
        extra_headers: Mapping[str, str] | None,
    ) -> Settings:
        return Settings(
            platform=cls.platform,
            models_by_id=cls.models_by_id,
            base_url=read_base_url(base_url, cls.platform),
            api_key=read_key(api_key, cls.platform),
            timeouts=timeouts or Timeouts(),
            retry=retry or RetryPolicy(),
            poll=poll or PollPolicy(),
            validate=checked_mode(validate),
            locale=locale,
            headers=checked_headers(extra_headers, cls.platform),
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"


class Client(BaseClient):
    """A client of the API.

    `api_key` and `base_url` come from the environment where they are not given; a missing key is an error at the first
    call that needs one. `http_client` is a client of yours, such as `httpx.Client`; it stays yours to close.
    Raises ConfigurationError for a malformed key, address or header.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
        poll: PollPolicy | None = None,
        validate: ValidationMode = "strict",
        locale: str = "en",
        http_client: HttpClient | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> None:
        self._settings = self._read_settings(
            api_key,
            base_url,
            timeouts=timeouts,
            retry=retry,
            poll=poll,
            validate=validate,
            locale=locale,
            extra_headers=extra_headers,
        )
        self.transport = SyncTransport(self._settings, http_client)
        self.generations = Generations(self.transport)
        self.files = Files(self.transport)
        self.credits = Credits(self.transport)
        self.models = LiveModels(self.transport)

    def close(self) -> None:
        """Close the connections; a client of yours stays open."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(BaseClient):
    """A client of the API.

    `api_key` and `base_url` come from the environment where they are not given; a missing key is an error at the first
    call that needs one. `http_client` is a client of yours, such as `httpx.AsyncClient`; it stays yours to close.
    Raises ConfigurationError for a malformed key, address or header.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
        poll: PollPolicy | None = None,
        validate: ValidationMode = "strict",
        locale: str = "en",
        http_client: AsyncHttpClient | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> None:
        self._settings = self._read_settings(
            api_key,
            base_url,
            timeouts=timeouts,
            retry=retry,
            poll=poll,
            validate=validate,
            locale=locale,
            extra_headers=extra_headers,
        )
        # asyncio is loaded by those who use it.
        from .transport_async import AsyncTransport

        self.transport = AsyncTransport(self._settings, http_client)
        self.generations = AsyncGenerations(self.transport)
        self.files = AsyncFiles(self.transport)
        self.credits = AsyncCredits(self.transport)
        self.models = AsyncLiveModels(self.transport)

    async def aclose(self) -> None:
        """Close the connections; a client of yours stays open."""
        await self.transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
