"""Connections for what is fetched: one bound in time for all that happens on them, and only to hosts that were let in."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from queue import Empty, Queue
from threading import Thread
from typing import Any

import httpcore

Addresses = tuple[str, ...]

_LOCAL_TOO = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "168.63.129.16/32")))
"""Public by their numbers, as far as some versions of Python know; machines in clouds find their own host there."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Deadline:
    """The moment at which all has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises `httpcore.ReadTimeout` where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left


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


class Backend(httpcore.NetworkBackend):
    """Connects to the addresses that were looked at, never to what the name means a moment later."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.known: dict[tuple[str, int], Addresses] = {}
        self._sockets = httpcore.SyncBackend()

    def addresses(self, host: str, port: int) -> Addresses:
        """Return the addresses of a host, which stay the same from then on. Raises OSError where it has none."""
        if (host, port) not in self.known:
            self.known[host, port] = self._in_time(host, port)
        return self.known[host, port]

    def _in_time(self, host: str, port: int) -> Addresses:
        """Look a host up beside this thread, since the system's lookup has no end of its own that could be set."""
        found: Queue[Addresses | Exception] = Queue()

        def look_up() -> None:
            try:
                found.put(resolve(host, port))
            except Exception as error:
                found.put(error)

        Thread(target=look_up, daemon=True).start()
        try:
            answer = found.get(timeout=self.deadline.left())
        except Empty:
            raise httpcore.ConnectTimeout("the host was not found in time") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of the host that takes one."""
        try:
            addresses = self.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses[:-1]:
            try:
                return self._connect(address, port)
            except httpcore.ConnectError:
                continue
        return self._connect(addresses[-1], port)

    def _connect(self, address: str, port: int) -> httpcore.NetworkStream:
        return _Stream(self._sockets.connect_tcp(address, port, self.deadline.left()), self.deadline)


class _Stream(httpcore.NetworkStream):
    """A connection on which no step takes longer than what is left."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        encrypted = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(encrypted, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
