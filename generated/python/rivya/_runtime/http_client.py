"""What the transports need of an HTTP library: structural protocols that httpx and its successors fulfil."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from random import random
from typing import Any, Protocol

from .exchange import Request, Response
from .settings import Settings


class HttpResponse(Protocol):
    """A response, read in full or to be streamed."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...
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


def multipart(request: Request, file: object) -> dict[str, Any]:
    """Return the arguments that describe the body of a request to the HTTP library."""
    if request.upload is None:
        return {"content": request.content}
    upload = request.upload
    return {"data": dict(upload.fields), "files": {"file": (upload.file.name, file, upload.mime_type)}}


def response_value(response: HttpResponse, body: bytes, received: float, settings: Settings) -> Response:
    """Return a response of the HTTP library as a value, without the key should the server quote it."""
    headers = {name.lower(): settings.redact(value) for name, value in response.headers.items()}
    return Response(response.status_code, headers, settings.redact_bytes(body), received)
