"""What the transports need of an HTTP library: structural protocols that httpx and its successors fulfil."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from random import random
from typing import Any, Protocol, cast

from .._core.messages import Request, Response
from .._core.plain_text import without_controls
from .._core.sources import SentFile
from .bodies import Body
from .flow import Send
from .redirects import address_of
from .settings import Settings


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
    @property
    def is_closed(self) -> bool: ...
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


def build(
    client: RequestBuilder, effect: Send, settings: Settings, file: SentFile | None, trace: object
) -> tuple[Any, dict[str, Any]]:
    """Return the request of the HTTP library, and what its `send` is called with besides.

    Here the key is added: to a request to the API, and to nothing else. What a caller's client adds to every request by
    itself, cookies and credentials, does not go to where results lie. `trace` is called with the steps of the library.
    """
    options: dict[str, Any] = {"stream": True, "follow_redirects": False}
    to_build = partial(
        client.build_request,
        url=address_of(effect, settings.base_url),
        timeout=effect.bounds.http,
        extensions={"trace": trace},
    )
    if effect.download is not None:
        request = to_build("GET", headers={"Accept-Encoding": "identity"})
        for name in ("cookie", settings.platform.authorization_header):
            request.headers.pop(name, None)
        return request, options | {"auth": None}
    headers = {**effect.request.headers, **settings.credential()}
    return to_build(effect.request.method, headers=headers, **_body_of(effect.request, file)), options


def _body_of(request: Request, file: SentFile | None) -> dict[str, Any]:
    if request.upload is None:
        return {"content": request.content}
    upload = request.upload
    return {"data": dict(upload.fields), "files": {"file": (upload.name, file, upload.mime_type)}}


@contextmanager
def without_key_afterwards(request: Any, settings: Settings) -> Generator[None, None, None]:
    """Take the key out of a request after the block that sends it: the library's errors and responses keep it."""
    try:
        yield
    finally:
        headers = getattr(request, "headers", None)
        if isinstance(headers, MutableMapping):
            cast("MutableMapping[str, str]", headers).pop(settings.platform.authorization_header, None)


def head_of(response: HttpResponse, received: float, settings: Settings) -> Response:
    """Return a response of the HTTP library as a value, before its body, without the key should the server quote it."""
    headers = {name.lower(): without_controls(settings.redact(value)) for name, value in response.headers.items()}
    return Response(response.status_code, headers, received=received)


def with_body(head: Response, body: bytes, settings: Settings) -> Response:
    """Return a response with its body, without the key should the server quote it: all that is read from it has none.

    A short key stays in a success: what looks like it may be a word of the answer.
    """
    quotes = settings.api_key.is_distinctive or not head.ok
    return replace(head, body=settings.redact_bytes(body) if quotes else body)


def body_of(effect: Send, response: HttpResponse, settings: Settings) -> Body:
    """Return what unpacks the body of a response, within the bound for what it is."""
    setting = "answer" if effect.download is None else "download"
    # A response that a caller's client has read already is unpacked as well.
    packing = "" if response.is_stream_consumed else response.headers.get("content-encoding", "")
    return Body(packing, getattr(settings.size_limits, setting), setting)
