"""Addresses: that of the API and that of a proxy, looked at before anything is sent; and the parts of any address."""

from __future__ import annotations

import os
import posixpath
import re
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from .errors import ConfigurationError
from .tables import Platform

DEFAULT_PORTS = {"http": 80, "https": 443}
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def read_base_url(base_url: str | None, platform: Platform, *, allow_http: bool = False) -> str:
    """Return the address of the API as given, as the environment has it, or the vendor's. Raises ConfigurationError.

    One that ends where the paths of the operations begin, in `/api/v1`, is that of the API as well.
    """
    url = base_url or os.environ.get(platform.base_url_variable) or platform.base_url
    if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"base_url: str is needed, not {type(url).__name__}")
    parts = _split(url)
    usable = parts is not None and parts.scheme in {"http", "https"}
    if parts is None or not usable or parts.username or parts.password or re.search(r"[?#]", url):
        # The address is not quoted: what does not belong in it may be a secret.
        raise ConfigurationError("base_url is not of the form http(s)://host[:port][/path]")
    if parts.scheme == "http" and not allow_http and not _is_local(parts.hostname or ""):
        raise ConfigurationError(
            "base_url: http:// would show the API key to everyone on the way to another machine: "
            "write https://, or allow_http=True for a network that you trust"
        )
    shared = posixpath.commonpath([operation.path for operation in platform.operations.values()])
    return url.rstrip("/").removesuffix(shared).rstrip("/")


def read_proxy(proxy: str | None, http_client: object) -> str | None:
    """Return the address of a proxy. Raises ConfigurationError, without the address in it, for what is none."""
    if proxy is None:
        return None
    if not isinstance(proxy, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"proxy: str is needed, not {type(proxy).__name__}")
    if http_client is not None:
        raise ConfigurationError("proxy: a client of yours has its own; set it there")
    return checked_proxy("proxy", proxy)


def checked_proxy(source: str, proxy: str) -> str:
    """Return the address of a proxy. Raises ConfigurationError, which names the source, for what the client cannot use."""
    parts = _split(proxy)
    if parts is None or parts.scheme not in PROXY_SCHEMES:
        # The address is not quoted: it may have a password in it.
        raise ConfigurationError(f"{source} is not of the form {'|'.join(PROXY_SCHEMES)}://[user:password@]host[:port]")
    if parts.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError(f"{source}: a SOCKS proxy needs the library socksio: pip install 'httpx[socks]'")
    return proxy


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, the port only where it is not the usual one. Raises ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def server_of(url: str) -> tuple[str | None, int | None]:
    """Return host and port of an address; nothing of a malformed one, which the HTTP library refuses in its own words."""
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None, None


def bare_url(url: str) -> str:
    """Return an address without what may be a secret: user, password, query and fragment; and without data in it."""
    try:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return "data:…"
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    except ValueError:
        return re.sub(r"//[^/]*@", "//", url.partition("?")[0])


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address with a host; nothing for what is none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        if re.fullmatch(r"[0-9.]+", host):
            ip_address(host)
        usable = bool(host) and parts.port != 0
    except ValueError:
        return None
    return parts if usable and not re.search(r"[\s\x00-\x1f\x7f]", url) else None


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".").rpartition(".")[2] == "localhost"
