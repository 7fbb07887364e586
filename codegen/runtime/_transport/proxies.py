"""Which requests go through a proxy, as the environment says: read here, where every way of writing it has a meaning."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
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
    """What is reached without a proxy: the host and all below it, only those below it (`.host`), a network, or a pattern.

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

    `sources` says where an address was found, by the address; `fault` is what is wrong with what goes through none.
    """

    addresses: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    sources: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    here: Sequence[Exempt] = ()
    exempt: Sequence[Exempt] = ()
    fault: str = ""

    def address_for(self, scheme: str, host: str, port: int | None) -> str | None:
        """Return the proxy for an address; nothing where there is none on the way.

        Raises ConfigurationError where that cannot be told.
        """
        address = self.addresses.get(scheme) or self.addresses.get("all")
        if address is None or _holds(self.here, scheme, host, port):
            return None
        if self.fault:
            raise ConfigurationError(self.fault)
        return None if _holds(self.exempt, scheme, host, port) else address


def _holds(several: Sequence[Exempt], scheme: str, host: str, port: int | None) -> bool:
    bare = host.lower().strip("[]").rstrip(".")
    return any(one.holds(scheme, bare, port or DEFAULT_PORTS.get(scheme, 0)) for one in several)


class Routes:
    """A transport for the HTTP clients that are made here: each request goes through the proxy that is meant for it.

    What is wrong with a proxy is an error of those requests.
    """

    def __init__(self, proxies: Proxies, make: Callable[[str | None], Any]) -> None:
        self._proxies = proxies
        self._ways: dict[str | None, Any] = {None: make(None)}
        self._faults: dict[str, str] = {}
        for address in set(proxies.addresses.values()):
            try:
                self._ways[address] = _made(make, address, proxies.sources[address])
            except ConfigurationError as error:
                self._faults[address] = str(error)

    def check(self, url: str) -> None:
        """Raise ConfigurationError for what is wrong with any proxy, unless an address is that of this machine."""
        parts = urlsplit(url)
        if not _holds(self._proxies.here, parts.scheme, parts.hostname or "", parts.port):
            for fault in (self._proxies.fault, *self._faults.values()):
                if fault:
                    raise ConfigurationError(fault)

    def _way(self, request: Any) -> Any:
        url = request.url
        address = self._proxies.address_for(url.scheme, url.host, url.port)
        if address in self._faults:
            raise ConfigurationError(self._faults[address])
        return self._ways[address]

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
    try:
        exempt = [_exempt(number, entry) for number, entry in enumerate(entries, start=1) if entry]
    except ConfigurationError as error:
        return Proxies(addresses, sources, THIS_MACHINE, fault=str(error))
    return Proxies(addresses, sources, THIS_MACHINE, exempt)


def _variable(name: str, value: str) -> str:
    """Return the environment variable that has a value, as it is written there."""
    names = (one for one, text in os.environ.items() if one.lower() == name and text == value)
    return next(names, f"{name.upper()}, as the operating system says,")


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
