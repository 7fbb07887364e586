"""The bytes of a page, or of a catalogue, from its address, within bounds.

Pages and servers are hostile. One bound in time and one in size hold for all of it, redirects included. The address
that was typed may be any; a server may send on to public hosts only: no page can make this program ask a neighbour.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from ..problems.problem import Location, Problem, ProblemsFound
from ..text.invisible import one_line
from ..words.messages import words
from .inputs import largest, read_named, too_large

if TYPE_CHECKING:
    import httpcore

    from .connection import Backend

_SECONDS = 20.0
_MOST_REDIRECTS = 5
_TEXT = re.compile(r"text/|application/(?:xhtml\+xml|xml|json)\b")
_PORTS = {"http": 80, "https": 443}
_WINDOWS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
"""The codings that can be decoded, with what zlib calls them; some servers send them unasked."""
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~"
_WHOLE = frozenset({200, 203})
"""The statuses of an answer that holds the whole of what lies there."""
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for at an address: the words for the address that is meant, and what it accepts."""

    address: str
    accept: str


PAGE = Wanted("address-of-page", "text/html, text/markdown, text/plain;q=0.9")


def is_address(name: str) -> bool:
    """Return whether a name on the command line is an address rather than a file."""
    return re.match(r"[a-z][a-z0-9+.-]+://", name, re.IGNORECASE) is not None


def shown_address(address: str) -> str:
    """Return an address as messages may show it: without user, password and the values of the query."""
    scheme, _, rest = address.partition("://")
    try:
        parts = urlsplit(address)
        host, path, query = parts.netloc, parts.path, parts.query
        _place(parts)
    except ValueError:  # such as a password with a slash in it: no part of it is certain to be none
        host, path, query = rest, "", ""
    return _line(f"{scheme}://{host.rpartition('@')[2]}{path}{'?…' if query else ''}", 2000)


def read_input(name: str, wanted: Wanted) -> tuple[str, bytes]:
    """Return how problems call an input, and its bytes: of an address, a file, or - for standard input.

    Raises:
        ProblemsFound: It cannot be read, or is larger than inputs may be.
    """
    return (shown_address(name), fetch(name, wanted)) if is_address(name) else read_named(name)


def fetch(address: str, wanted: Wanted, seconds: float = _SECONDS) -> bytes:
    """Return the body of an answer.

    Args:
        address: An http or https address; redirects are followed to such addresses only.
        wanted: What is asked for.
        seconds: How long all of it may take, redirects included.

    Raises:
        ProblemsFound: The server cannot be reached, is too slow, sends on to where nobody asked to go, or has no text
            there, or too much of it.
    """
    import httpcore  # loaded only for addresses

    from .connection import Backend

    display = shown_address(address)

    try:
        return _in_time(lambda: _Exchange(_parsed(address), display, wanted, Backend()).run(), seconds)
    except _Refused as refused:
        problem = refused
    except Empty:
        problem = _Refused("slow", seconds=f"{seconds:g}")
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        problem = _Refused("unreachable", detail=_line(str(error)) or type(error).__name__)
    parameters = {"address": words(wanted.address), **problem.parameters}
    raise ProblemsFound([Problem(Location(display), f"address-{problem.code}", parameters)])


def _in_time(work: Callable[[], bytes], seconds: float) -> bytes:
    """Return what some work returns, or raise what it raises; `Empty` where it takes longer.

    It is done in a thread that ends with the program: neither the lookup of a name nor a server that sends drop by drop
    has an end that could be set.
    """
    done: Queue[bytes | Exception] = Queue()

    def do() -> None:
        try:
            done.put(work())
        except Exception as error:
            done.put(error)

    Thread(target=copy_context().run, args=(do,), daemon=True).start()
    answer = done.get(timeout=seconds)
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Refused(Exception):
    """An answer, or the address of one, that is not taken: the end of a code, and its parameters."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One address and where its servers send on to, until there is a body."""

    typed: SplitResult
    display: str
    wanted: Wanted
    backend: Backend

    def run(self) -> bytes:
        """Return the body. Raises `_Refused`, and what httpcore raises."""
        url = self.typed
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._answer(url)
            if isinstance(answer, bytes):
                return answer
            url = self._next(url, answer)
        raise _Refused("loop", maximum=_MOST_REDIRECTS)

    def _answer(self, url: SplitResult) -> bytes | str:
        """Return the body at an address, or where it is said to be. The body of a redirect is not read."""
        with _pool(url, self.backend) as pool, pool.stream("GET", _target(url), headers=self._headers(url)) as response:
            headers = {name.lower(): value.decode("utf-8", "replace") for name, value in response.headers}
            if response.status in {301, 302, 303, 307, 308} and b"location" in headers:
                return headers[b"location"]
            if response.status not in _WHOLE:
                untyped: Any = response  # httpcore says no more of its extensions than `dict`
                reason = bytes(untyped.extensions.get("reason_phrase", b"")).decode("utf-8", "replace")
                raise _Refused("status", status=_line(f"{response.status} {reason}".strip()))
            kind = headers.get(b"content-type", "text/plain")
            if not _TEXT.match(kind.strip().lower()):
                raise _Refused("not-text", kind=_line(kind))
            return self._body(response.iter_stream(), headers.get(b"content-encoding", "identity").strip().lower())

    def _headers(self, url: SplitResult) -> dict[bytes | str, bytes | str]:
        """Return the headers of a request; what stands before the host goes to nobody but the host that was typed."""
        headers: dict[bytes | str, bytes | str] = {
            "Accept": self.wanted.accept,
            "Accept-Encoding": "identity",
            "User-Agent": "rivya-codegen",
        }
        if self.typed.username is not None and _place(url) == _place(self.typed):
            pair = f"{unquote(self.typed.username)}:{unquote(self.typed.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return {"Host": _host_header(url), **headers, "Connection": "close"}

    def _body(self, pieces: Iterable[bytes], coding: str) -> bytes:
        if coding not in ("", "identity", *_WINDOWS):
            raise _Refused("not-text", kind=_line(coding))
        body = bytearray()
        for piece in pieces if coding in ("", "identity") else _decoded(pieces, _WINDOWS[coding], largest() + 1):
            body += piece[: largest() + 1 - len(body)]
            if len(body) > largest():
                raise too_large(self.display)
        return bytes(body)

    def _next(self, url: SplitResult, location: str) -> SplitResult:
        """Return where an answer sends on to. Raises where that is no place to follow to."""
        target = _parsed(urljoin(url.geturl(), location))
        typed, place = _place(self.typed), _place(target)
        upgraded = typed[0] == place[0] and (typed[1], place[1]) == (80, 443)
        reason = None
        if url.scheme == "https" and target.scheme == "http":
            reason = "redirect-plain"
        elif place != typed and not upgraded and self.backend.is_local(*place):
            reason = "redirect-local"
        if reason:
            parameters = {"target": shown_address(target.geturl()), "reason": words(reason)}
            raise ProblemsFound([Problem(Location(self.display), "address-redirect", parameters)])
        return target


def _parsed(address: str) -> SplitResult:
    """Return the parts of an http or https address, its host as the network knows it."""
    try:
        url = urlsplit(address)
        _place(url)
    except ValueError:  # whose text quotes parts of the address
        raise _Refused("unreachable", detail="this is no valid address") from None
    scheme = url.scheme.lower()
    if scheme not in _PORTS or not url.hostname:
        raise _Refused("scheme", allowed="http, https")
    return url._replace(scheme=scheme, fragment="")


def _place(url: SplitResult) -> tuple[str, int]:
    """Return the host, as the network knows it, and the port."""
    host = (url.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode()
    return host, url.port or _PORTS.get(url.scheme.lower(), 0)


def _target(url: SplitResult) -> httpcore.URL:
    import httpcore

    host, port = _place(url)
    path = quote(url.path or "/", safe=_SAFE_IN_PATH)
    query = f"?{quote(url.query, safe=_SAFE_IN_PATH + '?')}" if url.query else ""
    return httpcore.URL(scheme=url.scheme, host=host, port=port, target=f"{path}{query}")


def _host_header(url: SplitResult) -> str:
    host, port = _place(url)
    name = f"[{host}]" if ":" in host else host
    return name if port == _PORTS[url.scheme] else f"{name}:{port}"


def _pool(url: SplitResult, backend: Backend) -> httpcore.ConnectionPool:
    """Return a pool for an address, through the proxy that the environment names for it."""
    import httpcore

    proxy = getproxies().get(url.scheme)
    if proxy and not proxy_bypass(url.hostname or ""):
        through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        pair = (unquote(through.username), unquote(through.password or "")) if through.username is not None else None
        address = httpcore.URL(scheme=through.scheme, host=through.hostname or "", port=through.port, target="/")
        return httpcore.HTTPProxy(address, proxy_auth=pair, network_backend=backend)
    return httpcore.ConnectionPool(network_backend=backend)


def _decoded(pieces: Iterable[bytes], window: int, most: int) -> Iterator[bytes]:
    """Yield what comes out of a compressed body, never more at once than `most` bytes."""
    decoder = zlib.decompressobj(window)
    for piece in pieces:
        if decoder.eof:  # nobody reads it, and it would be kept
            raise ValueError("something follows the compressed body")
        yield decoder.decompress(piece, most)
        while decoder.unconsumed_tail:
            yield decoder.decompress(decoder.unconsumed_tail, most)
    yield decoder.flush(most)
    if not decoder.eof:
        raise ValueError("the compressed body ends early")
    if decoder.unused_data:
        raise ValueError("something follows the compressed body")


def _line(text: str, longest: int = _LONGEST_LINE) -> str:
    """Return a text of a server as one line without anything that a terminal would act on."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[:longest]}…"
