"""Addresses of a spec: taken apart by a parser, and refused where putting them together again gives another text."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH = "/%:@!$&'()*+,;=-._~"
"""What RFC 3986 lets stand in a path beside letters and digits; `?` may stand in what follows it."""


def https_address(text: str) -> str:
    """Return an address with `https`, a host and no password.

    Raises:
        ValueError: It is none, or not written as a parser writes it; the message says how that would be.
    """
    try:
        parts = urlsplit(text)
        host = _host(parts)
    except ValueError as error:
        raise ValueError(f"an address is written like https://rivya.ai/docs: {error}") from None
    if parts.scheme != "https":
        raise ValueError("an address begins with https://")
    rebuilt = urlunsplit((parts.scheme, host, *(_quoted(part) for part in parts[2:])))
    if rebuilt != text:
        raise ValueError(f"the address has characters that an address may not have; write {rebuilt}")
    return text


def base_address(text: str) -> str:
    """Return an address that paths are put behind. Raises `ValueError` where it has a query or a fragment."""
    parts = urlsplit(https_address(text))
    if "?" in text or "#" in text:
        raise ValueError(f"paths are put behind this address; write {urlunsplit((*parts[:3], '', ''))}")
    return text


def address_of_ids(text: str) -> str:
    """Return an address in which `{id}` may stand for the id of a model. Raises `ValueError` where it is none."""
    https_address(text.replace("{id}", "id"))
    return text


def _host(parts: SplitResult) -> str:
    """Return host and port as they are written."""
    host, port = parts.hostname or "", parts.port
    if parts.username is not None or parts.password is not None:
        raise ValueError("it has a user name or password")
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host)}]"
    elif len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ValueError("its host is not a host name of letters, digits, hyphens and dots")
    return host if port is None else f"{host}:{port}"


def _quoted(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_PATH + "?")
