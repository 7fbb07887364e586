"""What the transports need of an HTTP library: structural protocols that httpx and its successors fulfil."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import random
from threading import Lock
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

from .errors import ConfigurationError
from .event_text import is_event_stream
from .exchange import Opened, Request, Response
from .flow import Send
from .redirects import address_of
from .settings import Settings

ClientT = TypeVar("ClientT")


class Place(Protocol):
    """Where an asynchronous client is used: an event loop."""

    def is_closed(self) -> bool: ...


class HttpResponse(Protocol):
    """A response, read in full or to be streamed."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...
    def read(self) -> bytes: ...
    async def aread(self) -> bytes: ...
    def iter_bytes(self) -> Iterator[bytes]: ...
    def aiter_bytes(self) -> AsyncIterator[bytes]: ...
    def close(self) -> None: ...
    async def aclose(self) -> None: ...


class RequestBuilder(Protocol):
    """The part that both kinds of HTTP client share."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        headers: Any = ...,
        content: Any = ...,
        data: Any = ...,
        files: Any = ...,
        timeout: Any = ...,
    ) -> Any:
        """Make a request."""
        ...


class HttpClient(RequestBuilder, Protocol):
    """A synchronous HTTP client, such as `httpx.Client`."""

    def send(self, request: Any, *, stream: bool = ..., follow_redirects: Any = ...) -> HttpResponse:
        """Send a request."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncHttpClient(RequestBuilder, Protocol):
    """An asynchronous HTTP client, such as `httpx.AsyncClient`."""

    async def send(self, request: Any, *, stream: bool = ..., follow_redirects: Any = ...) -> HttpResponse:
        """Send a request."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """The sources of time and chance; tests bring their own. `sleep` is awaited by the asynchronous transport."""

    sleep: Callable[[float], Any]
    monotonic: Callable[[], float] = time.monotonic
    epoch: Callable[[], float] = time.time
    chance: Callable[[], float] = random


class Connection(Generic[ClientT]):
    """The HTTP client under one or more transports: a caller's own, or one that is made at the first request.

    `place` says where a client is used (RuntimeError: nowhere yet): an asynchronous one belongs to the event loop of its first request, and another
    loop gets one of its own.
    """

    def __init__(
        self, given: ClientT | None, make: Callable[[], ClientT], place: Callable[[], Place | None] = lambda: None
    ) -> None:
        self._given = given
        self._make = make
        self._place_of = place
        self._made: dict[Place | None, ClientT] = {}
        self._closed = False
        self._lock = Lock()

    def _place(self) -> Place | None:
        try:
            return self._place_of()
        except RuntimeError:
            return None

    def client(self) -> ClientT:
        """Return the HTTP client. Raises ConfigurationError after `release`, where it would be made anew."""
        if self._given is not None:
            return self._given
        place = self._place()
        with self._lock:
            if self._closed:
                raise ConfigurationError("the client is closed: make a new one")
            if place not in self._made:
                for gone in [one for one in self._made if one is not None and one.is_closed()]:
                    del self._made[gone]
                made = self._made.pop(None, None)
                self._made[place] = self._make() if made is None else made
            return self._made[place]

    def release(self) -> ClientT | None:
        """Return the client that was made here, to be closed, and make no other; nothing where it is the caller's."""
        place = self._place()
        with self._lock:
            self._closed = True
            made = self._made.pop(place, None) or self._made.pop(None, None)
            self._made.clear()
        return made


def checked_client(http_client: ClientT | None, closed_by: str, kind: str) -> ClientT | None:
    """Return a caller's HTTP client. Raises ConfigurationError for one of the other kind, which closes otherwise."""
    if http_client is not None and not callable(getattr(http_client, closed_by, None)):
        raise ConfigurationError(f"http_client: {type(http_client).__name__} is no {kind} HTTP client")
    return http_client


def arguments(effect: Send, settings: Settings, file: BinaryIO | None) -> dict[str, Any]:
    """Return what the HTTP library's `build_request` is called with.

    Here the key is added: to a request to the API, and to nothing else.
    """
    request = effect.request
    return {
        "method": request.method,
        "url": address_of(effect, settings.base_url),
        "headers": {**request.headers, **settings.credential()},
        "timeout": effect.timeout,
        **multipart(request, file),
    }


def multipart(request: Request, file: object) -> dict[str, Any]:
    """Return the arguments that describe the body of a request to the HTTP library."""
    if request.upload is None:
        return {"content": request.content}
    upload = request.upload
    return {"data": dict(upload.fields), "files": {"file": (upload.file.name, file, upload.mime_type)}}


def opened_value(response: HttpResponse, received: float, settings: Settings) -> Opened | None:
    """Return a response that is a stream of events, to be read later; nothing for one to be read now."""
    head = response_value(response, b"", received, settings)
    if not head.ok or not is_event_stream(head.headers):
        return None
    return Opened(head.status, head.headers, received=received, stream=response)


def response_value(response: HttpResponse, body: bytes, received: float, settings: Settings) -> Response:
    """Return a response of the HTTP library as a value, without the key should the server quote it.

    The body of a success is left as it is: what happens to look like the key may be a part of the answer.
    """
    headers = {name.lower(): settings.redact(value) for name, value in response.headers.items()}
    value = Response(response.status_code, headers, body, received)
    return value if value.ok else replace(value, body=settings.redact_bytes(body))
