"""The fields of a webhook endpoint that a request may set, and what is wrong with the values given for them.

An address has to be public HTTPS, as the documentation says; its name is not looked up.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from ..._core.problems import listed
from ..._spec.tables import WebhookScheme
from .._api.bodies import is_array

LONGEST_NAME = 100
LONGEST_URL = 2048
STATUSES = ("active", "disabled")
LOCAL_NAME = re.compile(
    r"""(?:^|\.)(?:
    localhost|local|localdomain|localdomain6|lan|home|home\.arpa|intranet|internal|intern|private|corp|mail|workgroup
    |svc|consul|docker|cluster|kube|pod|test|invalid|example|onion|alt|in-addr\.arpa|ip6\.arpa|resolver\.arpa
    )$""",
    re.VERBOSE,
)
"""Names, and endings of names, that mean a machine of some local network or are given to nobody in the public one."""

# The networks of special purpose, as IANA registers them: `is_global` says otherwise from one Python to the next.
LOCAL_NETWORKS = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),  # Teredo and others of IETF, examples, and 6to4
    )
)
GLOBAL_IPV6 = IPv6Network("2000::/3")
"""What lies outside is local, reserved, or an IPv4 address in disguise, such as `64:ff9b::/96` and `::ffff:0:0/96`."""

ISATAP = (0x5EFE, 0x0200_5EFE)
"""The third quarter of an IPv6 address whose last quarter is an IPv4 address that the packets go to."""

UNSAFE = re.compile(r"[\s\\\x00-\x1f\x7f]")
LABEL = r"(?!-)[a-z0-9_-]+(?<!-)"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})+")
"""Of more than one word: a single one is a name of the local network, whatever it is."""

# What ends in a number is an IPv4 address to the resolver: `2130706433`, `0x7f.1` and `127.1` are all 127.0.0.1.
NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)")


def field_problems(body: Mapping[str, Any], fields: Sequence[str], scheme: WebhookScheme) -> Iterator[str]:
    """Yield what is wrong with the fields of a body, of which `fields` may be there; a missing one is left alone."""
    for name, value in body.items():
        match name:
            case _ if name not in fields:
                yield f"{name}: there is no such field; there are: {listed(fields, quoted=False)}"
            case "name" if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
                yield f"name: has to be a text of 1 to {LONGEST_NAME} characters"
            case "url" if not isinstance(value, str):
                yield "url: has to be a text"
            case "event_types" if (
                not is_array(value) or not value or any(item not in scheme.event_types for item in value)
            ):
                yield f"event_types: has to be a list of at least one of {listed(scheme.event_types)}"
            case "status" if value not in STATUSES:
                yield f"status: has to be one of {listed(STATUSES)}"
            case _:
                pass


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
        if "[" in parts.netloc:
            IPv6Address(host.partition("%")[0])
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
    if address is None:
        return bool(NAME.fullmatch(host)) and not LOCAL_NAME.search(host)
    if isinstance(address, IPv6Address) and (address not in GLOBAL_IPV6 or int(address) >> 32 & 0xFFFF_FFFF in ISATAP):
        return False
    return not any(address in network for network in LOCAL_NETWORKS)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host stands for, also in its less usual spellings."""
    if NUMERIC.fullmatch(host):
        try:
            return IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeError):
            return IPv4Address(0)
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
