"""Addresses and their parts, looked at before anything is sent."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

WEB = ("http://", "https://")
SCHEME = re.compile(r"[\s\x00-\x20]*(?:([a-z][a-z0-9+.-]+)://|(data|blob):)", re.IGNORECASE)
"""How an address begins; a letter alone is a drive of Windows."""
DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, the port only where it is not the usual one. Raises ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def server_of(url: str) -> tuple[str | None, int | None]:
    """Return host and port of an address; nothing of a malformed one, which the HTTP library refuses."""
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None, None


def is_web_address(url: str) -> bool:
    """Whether a text is an http(s) address with a host."""
    try:
        return url.lower().startswith(WEB) and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def scheme_of(text: str) -> str:
    """Return the scheme of what is written like an address, white space before it or not; nothing of a path."""
    match = SCHEME.match(text)
    return (match[1] or match[2]).lower() if match is not None else ""


def bare_url(url: str) -> str:
    """Return an address without what may be a secret: user, password, query and fragment; and without data in it."""
    try:
        if scheme_of(url) == "data":
            return "data:…"
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    except ValueError:
        return re.sub(r"//[^/]*@", "//", url.partition("?")[0])


def split_host(url: str) -> SplitResult | None:
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
