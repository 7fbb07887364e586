"""The first end that touches the network: the bytes of a page, or of a catalogue, from its address, within bounds."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..problems import Location, Problem, ProblemsFound

if TYPE_CHECKING:
    import httpx

LARGEST = 1_000_000
"""As much of a page as is ever read, in bytes."""

_SECONDS = 20.0
_MOST_REDIRECTS = 5
_TEXT = re.compile(r"text/|application/(?:xhtml\+xml|xml|json)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for at an address: how the codes of its problems begin, what it accepts, and its most bytes."""

    code: str
    accept: str
    largest: int


_PAGE = Wanted("page", "text/html, text/markdown, text/plain;q=0.9", LARGEST)


def is_address(name: str) -> bool:
    """Tell whether a name on the command line is an address rather than a file."""
    return re.match(r"[a-z][a-z0-9+.-]+://", name, re.IGNORECASE) is not None


def fetch_page(address: str, seconds: float = _SECONDS) -> bytes:
    """Return the body of a page, cut after `LARGEST` bytes and one; see `fetch`."""
    return fetch(address, _PAGE, seconds)


def fetch(address: str, wanted: Wanted, seconds: float = _SECONDS) -> bytes:
    """Return the body of an answer, cut after the most bytes that are wanted and one.

    Args:
        address: An http or https address; redirects are followed to such addresses only.
        wanted: What is asked for.
        seconds: How long the whole answer may take.

    Raises:
        ProblemsFound: The server cannot be reached, is too slow, or has no text there.
    """
    import httpx  # loaded only for addresses

    def failed(problem: str, **parameters: object) -> ProblemsFound:
        return ProblemsFound([Problem(Location(address), f"{wanted.code}-{problem}", parameters)])

    if not re.match(r"https?://", address, re.IGNORECASE):
        raise failed("address", allowed="http, https")
    deadline = time.monotonic() + seconds
    headers = {"Accept": wanted.accept, "Accept-Encoding": "identity", "User-Agent": "rivya-codegen"}
    client = httpx.Client(follow_redirects=True, max_redirects=_MOST_REDIRECTS, timeout=seconds, headers=headers)
    try:
        with client, client.stream("GET", address) as response:
            if not response.is_success:
                raise failed("status", status=f"{response.status_code} {response.reason_phrase}".strip())
            kind = response.headers.get("content-type", "text/plain")
            if not _TEXT.match(kind.strip().lower()):
                raise failed("not-text", kind=kind)
            return _read(response, wanted.largest, deadline)
    except httpx.TimeoutException as error:
        raise failed("slow", seconds=f"{seconds:g}") from error
    except httpx.TooManyRedirects as error:
        raise failed("redirects", maximum=_MOST_REDIRECTS) from error
    except httpx.UnsupportedProtocol as error:
        raise failed("address", allowed="http, https") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise failed("unreachable", detail=str(error) or type(error).__name__) from error


def _read(response: httpx.Response, largest: int, deadline: float) -> bytes:
    import httpx

    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the whole answer took too long")
        if len(body) > largest:
            break
    return bytes(body[: largest + 1])
