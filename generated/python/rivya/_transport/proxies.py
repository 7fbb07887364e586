"""Which requests go through a proxy, as the environment says in any of the usual ways of writing it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from .._core.addresses import DEFAULT_PORTS
from ..errors import ConfigurationError
from .proxy_address import checked_proxy

ENTRY = re.compile(r"(?:(?P<scheme>https?|all)://)?(?P<host>\[[^\[\]]+\]|[^\[\]:/]+)(?::(?P<port>\d{1,5}))?/?")

SHORT_NETWORK = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,2})\.?(/\d{1,2})")


@dataclass(frozen=True, slots=True)
class Exempt:
    """What needs no proxy: a host and all below it, only those below it (`.host`), a network, or a pattern.

    In the pattern of a host, `*` stands for anything.
    """

    host: str = ""
    network: Any = None
    scheme: str = "all"
    port: int | None = None

    def holds(self, scheme: str, host: str, port: int) -> bool:
        """Whether an address is such a one."""
        if self.scheme not in {"all", scheme} or self.port not in {None, port}:
            return False
        if self.network is None:
            if "*" in self.host:
                return fnmatchcase(host, self.host)
            return host == self.host or host.endswith(f".{self.host.removeprefix('.')}")
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return False
        # An IPv4 address may be written as one of IPv6.
        return (getattr(address, "ipv4_mapped", None) or address) in self.network


THIS_MACHINE = (Exempt("localhost"), Exempt(network=ip_network("127.0.0.0/8")), Exempt(network=ip_network("::1")))
"""No proxy of the environment stands before it: another machine knows no emulator on this one."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The addresses of proxies by what goes through them (`http`, `https`, `all`), and what goes through none.

    `sources` says where an address was found, by the address; `entries` are those of NO_PROXY, `local` what never goes
    through a proxy.
    """

    addresses: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    sources: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    entries: Sequence[str] = ()
    local: Sequence[Exempt] = ()

    def address_for(self, scheme: str, host: str, port: int | None) -> str | None:
        """Return the proxy for an address; nothing where there is none on the way.

        Raises ConfigurationError for an entry of NO_PROXY that cannot be read.
        """
        address = self.addresses.get(scheme) or self.addresses.get("all")
        if address is None or _holds(self.local, scheme, host, port):
            return None
        return None if _holds(self.exempt(), scheme, host, port) else address

    def exempt(self) -> list[Exempt]:
        """Return what NO_PROXY exempts. Raises ConfigurationError for an entry that cannot be read."""
        return [_exempt(number, entry) for number, entry in enumerate(self.entries, start=1) if entry]


def _holds(several: Sequence[Exempt], scheme: str, host: str, port: int | None) -> bool:
    bare = host.lower().strip("[]").rstrip(".")
    return any(one.holds(scheme, bare, port or DEFAULT_PORTS.get(scheme, 0)) for one in several)


class Routes:
    """A transport for the HTTP clients that are made here: each request goes through the proxy that is meant for it.

    What is wrong with a proxy is an error of those requests.
    """

    def __init__(self, proxies: Proxies, make: Callable[[str | None], Any]) -> None:
        self._proxies = proxies
        self._make = make
        self._ways: dict[str | None, Any] = {None: make(None)}

    def check(self, url: str) -> None:
        """Raise ConfigurationError for what is wrong with any proxy, unless an address is that of this machine."""
        parts = urlsplit(url)
        if not _holds(self._proxies.local, parts.scheme, parts.hostname or "", parts.port):
            self._proxies.exempt()
            for address in self._proxies.sources:
                self._through(address)

    def _through(self, address: str | None) -> Any:
        if address is not None and address not in self._ways:
            self._ways.setdefault(address, _made(self._make, address, self._proxies.sources[address]))
        return self._ways[address]

    def _way(self, request: Any) -> Any:
        url = request.url
        return self._through(self._proxies.address_for(url.scheme, url.host, url.port))

    def handle_request(self, request: Any) -> Any:
        """Send a request on its way."""
        return self._way(request).handle_request(request)

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request on its way."""
        return await self._way(request).handle_async_request(request)

    def close(self) -> None:
        """Close the connections of all ways."""
        for way in list(self._ways.values()):
            way.close()

    async def aclose(self) -> None:
        """Close the connections of all ways."""
        for way in list(self._ways.values()):
            await way.aclose()


def _made(make: Callable[[str], Any], address: str, source: str) -> Any:
    """Return what goes through a proxy. Raises ConfigurationError, which quotes none of its address."""
    try:
        return make(checked_proxy(source, address))
    except ConfigurationError:
        raise
    except Exception as error:
        fault = type(error).__name__
    # Outside of the handler: the library's error quotes the address, and with it a password.
    raise ConfigurationError(f"{source}: the HTTP library cannot use it ({fault})")


def environment_proxies() -> Proxies:
    """Return what the environment, or the operating system, says of proxies."""
    found = getproxies()
    entries = re.split(r"[\s,]+", found.get("no", "").strip())
    addresses: dict[str, str] = {}
    sources: dict[str, str] = {}
    for scheme in ("http", "https", "all"):
        if address := found.get(scheme, "").strip():
            full = addresses[scheme] = address if "://" in address else f"http://{address}"
            sources[full] = _variable(f"{scheme}_proxy", found[scheme])
    if not addresses or "*" in entries:
        return Proxies()
    return Proxies(addresses, sources, entries, THIS_MACHINE)


def _variable(name: str, value: str) -> str:
    """Return the environment variable that has a value, as it is written there."""
    names = (one for one, text in os.environ.items() if one.lower() == name and text == value)
    return next(names, f"{name.upper()}, as the operating system says,")


@cache
def _exempt(number: int, entry: str) -> Exempt:
    """Return what one entry of NO_PROXY exempts. Raises ConfigurationError for what is neither host nor network."""
    if short := SHORT_NETWORK.fullmatch(entry):  # 169.254/16, as macOS writes it
        entry = f"{short[1]}{'.0' * (3 - short[1].count('.'))}{short[2]}"
    try:
        return Exempt(network=ip_network(re.sub(r"^\[([^\]]*)\](?=/|$)", r"\1", entry), strict=False))
    except ValueError:
        match = ENTRY.fullmatch(re.sub(r"^\*(?=\.)", "", entry).lower())
    host = match["host"].strip("[]").rstrip(".") if match is not None else ""
    if match is None or not host:
        raise ConfigurationError(f"NO_PROXY: entry {number} must be a host, an address, a network or *")
    port = int(match["port"]) if match["port"] else None
    try:
        return Exempt(network=ip_network(host), scheme=match["scheme"] or "all", port=port)
    except ValueError:
        return Exempt(host, scheme=match["scheme"] or "all", port=port)
