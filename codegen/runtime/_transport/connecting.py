"""How the clients come to a transport: over a caller's HTTP client, or one of httpx, which no other module imports."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from .connections import checked_client
from .exchange import Connection
from .http_client import AsyncHttpClient, HttpClient
from .proxy_address import read_proxy
from .settings import Settings
from .transport import SyncTransport

if TYPE_CHECKING:
    from ssl import SSLContext

    from .async_transport import AsyncTransport


def connect(settings: Settings, http_client: HttpClient | None, proxy: str | None) -> SyncTransport:
    """Return a transport over a caller's HTTP client or a new one, made when needed. Raises ConfigurationError."""
    make = _maker(settings, read_proxy(proxy, http_client), "Client", "HTTPTransport")
    return SyncTransport(settings, Connection(checked_client(http_client, "close", "httpx.Client"), make))


def async_connect(settings: Settings, http_client: AsyncHttpClient | None, proxy: str | None) -> AsyncTransport:
    """Return a transport over a caller's HTTP client or a new one, made when needed. Raises ConfigurationError."""
    make = _maker(settings, read_proxy(proxy, http_client), "AsyncClient", "AsyncHTTPTransport")
    # asyncio is loaded by those who use it.
    from .async_exchange import AsyncConnection
    from .async_transport import AsyncTransport

    return AsyncTransport(settings, AsyncConnection(checked_client(http_client, "aclose", "httpx.AsyncClient"), make))


def _maker(settings: Settings, proxy: str | None, client: str, transport: str) -> Callable[[], Any]:
    """Return what makes a client of the HTTP library, whose classes are named."""

    def make() -> Any:
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        import httpx

        # The API key is the credential: no answer leaves anything that goes with later requests.
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        routes = _routes(proxy, settings.base_url, getattr(httpx, transport))
        return getattr(httpx, client)(transport=routes, cookies=no_cookies)

    return make


def _routes(proxy: str | None, base_url: str, make: Callable[..., object]) -> Any:
    """Return the transport of a client. Raises ConfigurationError for a proxy to the API that cannot be used."""
    from .proxies import Proxies, Routes, environment_proxies

    proxies = environment_proxies() if proxy is None else Proxies({"all": proxy}, {proxy: "proxy"})
    context = _certificates()
    if not proxies.addresses:
        return make(verify=context)
    routes = Routes(proxies, lambda address: make(verify=context, proxy=address))
    routes.check(base_url)
    return routes


def _certificates() -> SSLContext:
    """Return which certificates are trusted. Raises ConfigurationError for variables that lead to none."""
    import httpx

    _check_variable("SSL_CERT_DIR")  # the library does not look at it beside SSL_CERT_FILE
    try:
        return httpx.create_ssl_context()
    except (OSError, ValueError) as error:
        for name in CERTIFICATE_VARIABLES:  # which of them it was, the library does not say
            _check_variable(name)
        raise ConfigurationError(
            f"the certificates of certifi cannot be used ({type(error).__name__}): install it anew"
        ) from error


def _check_variable(name: str) -> None:
    """Raise ConfigurationError where a variable names what cannot be used."""
    if value := os.environ.get(name):
        try:
            CERTIFICATE_VARIABLES[name](value)
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"{name} cannot be used ({type(error).__name__}): mend or unset the variable"
            ) from error


def _load_certificates(path: str) -> None:
    import ssl

    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)


def _list_certificates(folders: str) -> None:
    readable = (folder for folder in folders.split(os.pathsep) if os.path.isdir(folder) and os.access(folder, os.R_OK))
    if not any(map(os.listdir, readable)):
        raise FileNotFoundError


CERTIFICATE_VARIABLES: Mapping[str, Callable[[str], None]] = {
    "SSL_CERT_FILE": _load_certificates,
    "SSL_CERT_DIR": _list_certificates,
    "SSLKEYLOGFILE": lambda path: open(path, "ab").close(),
}
"""What the environment says of certificates and keys, with what fails where it cannot be used."""
