"""What the transports need of an HTTP library: structural protocols that httpx and its successors fulfil."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from inspect import iscoroutinefunction
from random import random
from typing import Any, Generic, Protocol, TypeVar, cast

from .bodies import Body
from .errors import ConfigurationError
from .exchange import Request, Response
from .flow import Save, Send
from .plain_text import plain
from .process_lock import process_lock
from .redirects import address_of
from .settings import Settings
from .sources import SentFile

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
    @property
    def is_stream_consumed(self) -> bool: ...
    def iter_raw(self) -> Iterator[bytes]: ...
    def aiter_raw(self) -> AsyncIterator[bytes]: ...
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
        extensions: Any = ...,
    ) -> Any:
        """Make a request."""
        ...


class HttpClient(RequestBuilder, Protocol):
    """A synchronous HTTP client, such as `httpx.Client`."""

    def send(self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: Any = ...) -> HttpResponse:
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
    loop gets one of its own. So does another process: two that read from one connection would get each other's answers.
    """

    def __init__(
        self, given: ClientT | None, make: Callable[[], ClientT], place: Callable[[], Place | None] = lambda: None
    ) -> None:
        self._given = given
        self.library_tells = given is None
        """Whether the HTTP library tells of what it does; of a caller's, that is found out."""
        self._used_by: int | None = None
        self._make = make
        self._place_of = place
        # Those of a parent process stay here, neither used nor closed: they are its own.
        self._made: dict[tuple[int, Place | None], ClientT] = {}
        self._closed = False

    def _place(self) -> tuple[int, Place | None]:
        try:
            return os.getpid(), self._place_of()
        except RuntimeError:
            return os.getpid(), None

    def client(self) -> ClientT:
        """Return the HTTP client. Raises ConfigurationError for one that cannot be made, was released, or was closed."""
        place = self._place()
        process = place[0]
        if self._given is not None:
            if self._used_by not in {None, process}:
                raise ConfigurationError(
                    "http_client: it was used before this process was forked: make one in each process"
                )
            self._used_by = process
            return open_client(self._given)
        with process_lock():
            if self._closed:
                raise ConfigurationError("the client is closed: make a new one")
            if place not in self._made:
                for gone in [
                    (pid, one) for pid, one in self._made if pid == process and one is not None and one.is_closed()
                ]:
                    del self._made[gone]
                if (before := self._made.pop((process, None), None)) is not None:
                    self._made[place] = before
            if place in self._made:
                return self._made[place]
        made = self._make()  # takes its time, so without the lock; of two that are made at once, one is let go unused
        with process_lock():
            if self._closed:
                raise ConfigurationError("the client is closed: make a new one")
            return self._made.setdefault(place, made)

    def release(self) -> ClientT | None:
        """Return the client that was made here, to be closed, and make no other; nothing where it is the caller's."""
        place = self._place()
        with process_lock():
            self._closed = True
            made = self._made.pop(place, None) or self._made.pop((place[0], None), None)
            for other in [other for other in self._made if other[0] == place[0]]:
                del self._made[other]
        return made


def checked_client(http_client: ClientT | None, closed_by: str, kind: str) -> ClientT | None:
    """Return a caller's HTTP client. Raises ConfigurationError for what is none, is one of the other kind, or is closed."""
    if http_client is None:
        return None
    needed = ("build_request", "send", closed_by)
    usable = not isinstance(http_client, type) and all(callable(getattr(http_client, name, None)) for name in needed)
    awaited = iscoroutinefunction(getattr(http_client, "send", None))
    if not usable or (awaited and closed_by == "close"):
        raise ConfigurationError(f"http_client: {type(http_client).__name__} is no {kind} HTTP client")
    return open_client(http_client)


def open_client(http_client: ClientT) -> ClientT:
    """Return a caller's HTTP client. Raises ConfigurationError for one that is closed, before it is sent anything."""
    if getattr(http_client, "is_closed", False) is True:
        raise ConfigurationError("http_client: it is closed, and stays so: give one that is open")
    return http_client


def arguments(effect: Send | Save, settings: Settings, file: SentFile | None, trace: object) -> dict[str, Any]:
    """Return what the HTTP library's `build_request` is called with; `trace` hears what the library does.

    Here the key is added: to a request to the API, and to nothing else.
    """
    told = {"timeout": effect.bounds.http, "extensions": {"trace": trace}}
    if isinstance(effect, Save):
        return {"method": "GET", "url": effect.download.url, "headers": {"Accept-Encoding": "identity"}, **told}
    request = effect.request
    return {
        **told,
        "method": request.method,
        "url": address_of(effect, settings.base_url),
        "headers": {**request.headers, **settings.credential()},
        **multipart(request, file),
    }


def build(
    client: RequestBuilder, effect: Send | Save, settings: Settings, file: SentFile | None, trace: object
) -> tuple[Any, dict[str, Any]]:
    """Return the request of the HTTP library, and what its `send` is called with besides.

    What a caller's client adds to every request by itself, cookies and credentials, does not go to where results lie.
    """
    request = client.build_request(**arguments(effect, settings, file, trace))
    options: dict[str, Any] = {"stream": True, "follow_redirects": False}
    if isinstance(effect, Save):
        options["auth"] = None
        for name in ("cookie", settings.platform.authorization_header):
            request.headers.pop(name, None)
    return request, options


@contextmanager
def leaving(request: Any, settings: Settings) -> Generator[None, None, None]:
    """Take the key out of a request once it has left: the HTTP library's errors and responses go on holding it."""
    try:
        yield
    finally:
        headers = getattr(request, "headers", None)
        if isinstance(headers, MutableMapping):
            cast("MutableMapping[str, str]", headers).pop(settings.platform.authorization_header, None)


def multipart(request: Request, file: object) -> dict[str, Any]:
    """Return the arguments that describe the body of a request to the HTTP library."""
    if request.upload is None:
        return {"content": request.content}
    upload = request.upload
    return {"data": dict(upload.fields), "files": {"file": (upload.name, file, upload.mime_type)}}


def head_of(response: HttpResponse, received: float, settings: Settings) -> Response:
    """Return a response of the HTTP library as a value, before its body, without the key should the server quote it."""
    headers = {name.lower(): plain(settings.redact(value)) for name, value in response.headers.items()}
    return Response(response.status_code, headers, received=received)


def with_body(head: Response, body: bytes, settings: Settings) -> Response:
    """Return a response with its body, without the key should the server quote it: all that is read from it has none.

    A short key stays in a success: what looks like it may be a word of the answer.
    """
    quotes = settings.api_key.telling or not head.ok
    return replace(head, body=settings.redact_bytes(body) if quotes else body)


def body_of(effect: Send | Save, response: HttpResponse, settings: Settings) -> Body:
    """Return what unpacks the body of a response, within the bound for what it is."""
    setting = "answer" if isinstance(effect, Send) else "download"
    # A response that a caller's client has read already is unpacked as well.
    headers = {} if response.is_stream_consumed else {name.lower(): text for name, text in response.headers.items()}
    return Body(headers, getattr(settings.size_limits, setting), setting)
