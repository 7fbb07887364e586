"""How the clients come to an HTTP client: a caller's own, or one of httpx, which only this module knows by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .deferred import deferred
from .http_client import AsyncHttpClient, Connection, HttpClient, checked_client

if TYPE_CHECKING:
    from .exchange_async import AsyncConnection
else:
    AsyncConnection = deferred(".exchange_async", "AsyncConnection", __package__)


def connect(http_client: HttpClient | None, proxy: str | None) -> Connection[HttpClient]:
    """Return a caller's HTTP client, or one to be made at the first request."""

    def make() -> HttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.Client(proxy=proxy, cookies=NoCookies())

    return Connection(checked_client(http_client, "close", "synchronous"), make)


def connect_async(http_client: AsyncHttpClient | None, proxy: str | None) -> AsyncConnection:
    """Return a caller's HTTP client, or one to be made at the first request."""
    # asyncio is loaded by those who use it.
    from .exchange_async import AsyncConnection

    def make() -> AsyncHttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.AsyncClient(proxy=proxy, cookies=NoCookies())

    return AsyncConnection(checked_client(http_client, "aclose", "asynchronous"), make)
