"""The address of a proxy, looked at before anything is sent."""

from __future__ import annotations

from importlib.util import find_spec

from .._core.addresses import split_host
from ..errors import ConfigurationError
from .settings import given

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def read_proxy(proxy: str | None, http_client: object) -> str | None:
    """Return the address of a proxy. Raises ConfigurationError, without the address in it, for what is none."""
    if (address := given("proxy", proxy, str, None)) is None:
        return None
    if http_client is not None:
        raise ConfigurationError("proxy cannot be combined with http_client: set it on that client")
    return checked_proxy("proxy", address)


def checked_proxy(source: str, proxy: str) -> str:
    """Return the address of a proxy. Raises ConfigurationError, with its source, for what the client cannot use."""
    parts = split_host(proxy)
    if parts is None or parts.scheme not in PROXY_SCHEMES:
        # The address is not quoted: it may have a password in it.
        raise ConfigurationError(
            f"{source} must be of the form {'|'.join(PROXY_SCHEMES)}://[user:password@]host[:port]"
        )
    if parts.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError(f"{source}: a SOCKS proxy needs the library socksio: pip install 'httpx[socks]'")
    return proxy
