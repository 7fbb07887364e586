"""The first end of an import that touches the network: the bytes of a page from its address, within bounds."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from ..problems import Location, Problem, ProblemsFound

if TYPE_CHECKING:
    import httpx

LARGEST = 1_000_000
"""As much of a page as is ever read, in bytes."""

_SECONDS = 20.0
_MOST_REDIRECTS = 5
_TEXT = re.compile(r"text/|application/(?:xhtml\+xml|xml|json)\b")
_HEADERS = {
    "Accept": "text/html, text/markdown, text/plain;q=0.9",
    "Accept-Encoding": "identity",
    "User-Agent": "rivya-codegen",
}


def is_address(name: str) -> bool:
    """Tell whether a name on the command line is an address rather than a file."""
    return re.match(r"[a-z][a-z0-9+.-]+://", name, re.IGNORECASE) is not None


def fetch_page(address: str, seconds: float = _SECONDS) -> bytes:
    """Return the body of a page, cut after `LARGEST` bytes and one.

    Args:
        address: An http or https address; redirects are followed to such addresses only.
        seconds: How long the whole answer may take.

    Raises:
        ProblemsFound: The server cannot be reached, is too slow, or has no text there.
    """
    import httpx  # loaded only for addresses

    if not re.match(r"https?://", address, re.IGNORECASE):
        raise _failed(address, "page-address", allowed="http, https")
    deadline = time.monotonic() + seconds
    client = httpx.Client(follow_redirects=True, max_redirects=_MOST_REDIRECTS, timeout=seconds, headers=_HEADERS)
    try:
        with client, client.stream("GET", address) as response:
            return _read(address, response, deadline)
    except httpx.TimeoutException as error:
        raise _failed(address, "page-slow", seconds=f"{seconds:g}") from error
    except httpx.TooManyRedirects as error:
        raise _failed(address, "page-redirects", maximum=_MOST_REDIRECTS) from error
    except httpx.UnsupportedProtocol as error:
        raise _failed(address, "page-address", allowed="http, https") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _failed(address, "page-unreachable", detail=str(error) or type(error).__name__) from error


def _read(address: str, response: httpx.Response, deadline: float) -> bytes:
    import httpx

    if not response.is_success:
        raise _failed(address, "page-status", status=f"{response.status_code} {response.reason_phrase}".strip())
    kind = response.headers.get("content-type", "text/plain")
    if not _TEXT.match(kind.strip().lower()):
        raise _failed(address, "page-not-text", kind=kind)
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the whole answer took too long")
        if len(body) > LARGEST:
            break
    return bytes(body[: LARGEST + 1])


def _failed(address: str, code: str, **parameters: object) -> ProblemsFound:
    return ProblemsFound([Problem(Location(address), code, parameters)])
