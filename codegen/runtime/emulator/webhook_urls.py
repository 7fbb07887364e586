"""The rule for the address of a webhook endpoint: public HTTPS, as the documentation says; the name is not looked up."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

LONGEST_URL = 2048
LOCAL_NAMES = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa"})
"""Names, and endings of names, that mean a machine of the local network."""

UNSAFE = re.compile(r"[\s\\\x00-\x1f\x7f\ud800-\udfff]")
# What the resolver of the system reads as an IPv4 address: `2130706433`, `0x7f.1` and `127.1` are all 127.0.0.1.
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)


def refusal(url: str, *, allow_local: bool = False) -> str | None:
    """Return why an address is refused, or None when it may be used; `allow_local` also takes http and this machine."""
    return next(_refusals(url, allow_local), None)


def _refusals(url: str, allow_local: bool) -> Iterator[str]:
    """Yield what is wrong, the most basic first; what comes after it may make no sense any more."""
    if len(url) > LONGEST_URL or UNSAFE.search(url):
        yield f"is longer than {LONGEST_URL} characters, or holds spaces, backslashes or control characters"
    try:
        parts = urlsplit(url)
        host, port = _plain_name(parts.hostname or ""), parts.port
    except ValueError:
        yield "is no URL"
        return
    if parts.scheme != "https" and not (allow_local and parts.scheme == "http"):
        yield "has to begin with https://"
    if not host or port == 0:
        yield "names no host, or port 0"
    if "@" in parts.netloc:
        yield "holds credentials"
    if "#" in url:
        yield "holds a fragment"
    if not allow_local and not _is_public(host):
        yield f"names a host that is not public: {host}"


def _plain_name(host: str) -> str:
    """Return a host as it is looked up: a name in full-width letters is the same name."""
    return host if ":" in host else host.rstrip(".").encode("idna").decode().lower()


def _is_public(host: str) -> bool:
    address = _address(host)
    if address is not None:
        return address.is_global and not address.is_multicast
    # A name of one word is one of the local network, whatever it is.
    return "." in host and not any(host == local or host.endswith(f".{local}") for local in LOCAL_NAMES)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host stands for, also in its less usual spellings."""
    if NUMERIC.fullmatch(host):
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            return IPv4Address(0)
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address
