"""Which requests go through a proxy, as the environment says: read here, where every way of writing it has a meaning."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.request import getproxies

from .addresses import DEFAULT_PORTS, checked_proxy
from .errors import ConfigurationError

ENTRY = re.compile(r"(?:(?P<scheme>https?|all)://)?(?P<host>\[[^\[\]]+\]|[^\[\]:*/]+)(?::(?P<port>\d{1,5}))?/?")


@dataclass(frozen=True, slots=True)
class Exempt:
    """What is reached without a proxy: the host and all below it, only those below it (`.host`), or a network."""

    host: str = ""
    network: Any = None
    scheme: str = "all"
    port: int | None = None

    def holds(self, scheme: str, host: str, port: int) -> bool:
        """Whether an address is such a one."""
        if self.scheme not in {"all", scheme} or self.port not in {None, port}:
            return False
        if self.network is None:
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
    """The addresses of proxies by what goes through them (`http`, `https`, `all`), and what goes through none."""

    addresses: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    exempt: Sequence[Exempt] = ()

    def address_for(self, scheme: str, host: str, port: int | None) -> str | None:
        """Return the proxy for an address; nothing where there is none on the way."""
        bare = host.lower().strip("[]").rstrip(".")
        port = port or DEFAULT_PORTS.get(scheme, 0)
        if any(one.holds(scheme, bare, port) for one in self.exempt):
            return None
        return self.addresses.get(scheme) or self.addresses.get("all")


class Routes:
    """A transport for the HTTP clients that are made here: each request goes through the proxy that is meant for it."""

    def __init__(self, proxies: Proxies, make: Callable[[str | None], Any]) -> None:
        self._proxies = proxies
        self._ways = {address: make(address) for address in {None, *proxies.addresses.values()}}

    def _way(self, request: Any) -> Any:
        url = request.url
        return self._ways[self._proxies.address_for(url.scheme, url.host, url.port)]

    def handle_request(self, request: Any) -> Any:
        """Send a request on its way."""
        return self._way(request).handle_request(request)

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request on its way."""
        return await self._way(request).handle_async_request(request)

    def close(self) -> None:
        """Close the connections of all ways."""
        for way in self._ways.values():
            way.close()

    async def aclose(self) -> None:
        """Close the connections of all ways."""
        for way in self._ways.values():
            await way.aclose()


def environment_proxies() -> Proxies:
    """Return what the environment, or the operating system, says of proxies. Raises ConfigurationError, which names it."""
    found = getproxies()
    entries = re.split(r"[\s,]+", found.get("no", "").strip())
    if "*" in entries:
        return Proxies()
    addresses: dict[str, str] = {}
    for scheme in ("http", "https", "all"):
        if address := found.get(scheme):
            full = address if "://" in address else f"http://{address}"
            addresses[scheme] = checked_proxy(_variable(f"{scheme}_proxy", address), full)
    exempt = [_exempt(number, entry) for number, entry in enumerate(entries, start=1) if entry]
    return Proxies(addresses, (*THIS_MACHINE, *exempt) if addresses else ())


def _variable(name: str, value: str) -> str:
    """Return the environment variable that has a value, as it is written there."""
    names = (one for one, text in os.environ.items() if one.lower() == name and text == value)
    return next(names, f"{name.upper()}, as the operating system says,")


def _exempt(number: int, entry: str) -> Exempt:
    """Return what one entry of NO_PROXY exempts. Raises ConfigurationError for what is neither host nor network."""
    try:
        return Exempt(network=ip_network(re.sub(r"^\[([^\]]*)\](?=/|$)", r"\1", entry), strict=False))
    except ValueError:
        match = ENTRY.fullmatch(entry.removeprefix("*").lower())
    host = match["host"].strip("[]").rstrip(".") if match is not None else ""
    if match is None or not host:
        raise ConfigurationError(f"NO_PROXY: entry {number} is no host, address or network, nor *")
    port = int(match["port"]) if match["port"] else None
    try:
        return Exempt(network=ip_network(host), scheme=match["scheme"] or "all", port=port)
    except ValueError:
        return Exempt(host, scheme=match["scheme"] or "all", port=port)
