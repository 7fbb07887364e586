"""How the clients come to an HTTP client: a caller's own, or one of httpx, which no other module imports."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .deferred import deferred
from .errors import ConfigurationError
from .http_client import AsyncHttpClient, Connection, HttpClient, checked_client

if TYPE_CHECKING:
    from ssl import SSLContext

    from .exchange_async import AsyncConnection
else:
    AsyncConnection = deferred(".exchange_async", "AsyncConnection", __package__)

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def connect(http_client: HttpClient | None, proxy: str | None) -> Connection[HttpClient]:
    """Return a caller's HTTP client, or one to be made at the first request."""

    def make() -> HttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.Client(transport=_routes(proxy, httpx.HTTPTransport), cookies=NoCookies())

    return Connection(checked_client(http_client, "close", "synchronous"), make)


def connect_async(http_client: AsyncHttpClient | None, proxy: str | None) -> AsyncConnection:
    """Return a caller's HTTP client, or one to be made at the first request."""
    # asyncio is loaded by those who use it.
    from .exchange_async import AsyncConnection

    def make() -> AsyncHttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.AsyncClient(transport=_routes(proxy, httpx.AsyncHTTPTransport), cookies=NoCookies())

    return AsyncConnection(checked_client(http_client, "aclose", "asynchronous"), make)


def _routes(proxy: str | None, make: Callable[..., object]) -> Any:
    """Return the transport of a client. Raises ConfigurationError for what the library cannot use, and quotes none of it."""
    from .proxies import Proxies, Routes, environment_proxies

    proxies = environment_proxies() if proxy is None else Proxies({"all": proxy})
    context = _certificates()
    try:
        if not proxies.addresses:
            return make(verify=context)
        return Routes(proxies, lambda address: make(verify=context, proxy=address))
    except Exception as error:
        fault = type(error).__name__
    # Outside of the handler: the library's error quotes the address, and with it a password.
    source = "proxy" if proxy is not None else "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY"
    raise ConfigurationError(f"{source}: the HTTP library cannot use it ({fault})")


def _certificates() -> SSLContext:
    """Return which certificates are trusted. Raises ConfigurationError for variables that lead to none."""
    import httpx

    folders = os.environ.get("SSL_CERT_DIR")
    if folders and not os.environ.get("SSL_CERT_FILE") and not any(map(_has_files, folders.split(os.pathsep))):
        raise ConfigurationError("SSL_CERT_DIR: there is no such folder, or nothing in it can be read")
    try:
        return httpx.create_ssl_context()
    except (OSError, ValueError) as error:
        names = [name for name in CERTIFICATE_VARIABLES if os.environ.get(name)] or ["certifi"]
        raise ConfigurationError(f"{' or '.join(names)}: it cannot be used ({type(error).__name__})") from error


def _has_files(folder: str) -> bool:
    try:
        return any(os.scandir(folder))
    except OSError:
        return False
