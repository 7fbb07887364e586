"""How the clients come to an HTTP client: a caller's own, or one of httpx, which only this module knows by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .http_client import AsyncHttpClient, Connection, HttpClient, checked_client

if TYPE_CHECKING:
    from .exchange_async import AsyncConnection


THIS_MACHINE = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")


def connect(http_client: HttpClient | None, proxy: str | None, base_url: str = "") -> Connection[HttpClient]:
    """Return a caller's HTTP client, or one to be made at the first request."""

    def make() -> HttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.Client(proxy=proxy, cookies=NoCookies(), mounts=_direct(proxy, base_url))

    return Connection(checked_client(http_client, "close", "synchronous"), make)


def connect_async(http_client: AsyncHttpClient | None, proxy: str | None, base_url: str = "") -> AsyncConnection:
    """Return a caller's HTTP client, or one to be made at the first request."""
    # asyncio is loaded by those who use it.
    from .exchange_async import AsyncConnection

    def make() -> AsyncHttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.AsyncClient(proxy=proxy, cookies=NoCookies(), mounts=_direct(proxy, base_url))

    return AsyncConnection(checked_client(http_client, "aclose", "asynchronous"), make)


def _direct(proxy: str | None, base_url: str) -> dict[str, None]:
    """Return what keeps httpx from the proxies of the environment: another machine knows no emulator on this one."""
    host = urlsplit(base_url).hostname or ""
    if proxy is not None or not THIS_MACHINE.fullmatch(host):
        return {}
    return {f"all://[{host}]" if ":" in host else f"all://{host}": None}
