"""Connections for what is fetched: to addresses that were looked at before, and stay the same from then on."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import httpcore

Addresses = tuple[str, ...]

_LOCAL_TOO = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "168.63.129.16/32")))
"""Public by their numbers, as far as some versions of Python know; machines in clouds find their own host there."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> Addresses:
    """Return the addresses of a host, however it is written. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in found))


def is_local(address: str) -> bool:
    """Return whether an address belongs to this machine, to a private network, or to no single host of the internet."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if number in _TRANSLATED:
            inner = ipaddress.ip_address(int(number) & 0xFFFFFFFF)  # type: ignore[assignment]  # fits into 32 bits
        if inner is not None:
            return is_local(str(inner))
        if number.is_site_local or number.is_reserved:
            return True
    return not number.is_global or number.is_multicast or any(number in network for network in _LOCAL_TOO)


class Backend(httpcore.SyncBackend):
    """Connects to the addresses that were looked at, never to what the name means a moment later."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], Addresses] = {}

    def addresses(self, host: str, port: int) -> Addresses:
        """Return the addresses of a host, which stay the same from then on. Raises OSError where it has none."""
        if (host, port) not in self.known:
            self.known[host, port] = resolve(host, port)
        return self.known[host, port]

    def is_local(self, host: str, port: int) -> bool:
        """Return whether a host has a local address; one without any may have one by its name."""
        try:
            return any(map(is_local, self.addresses(host, port)))
        except OSError:
            return host == "localhost" or host.endswith(".localhost")

    def connect_tcp(self, host: str, port: int, *arguments: Any, **settings: Any) -> httpcore.NetworkStream:
        """Return a connection to the first address of the host that takes one."""
        addresses = self.addresses(host, port)
        for address in addresses[:-1]:
            try:
                return super().connect_tcp(address, port, *arguments, **settings)
            except httpcore.ConnectError:
                continue
        return super().connect_tcp(addresses[-1], port, *arguments, **settings)
