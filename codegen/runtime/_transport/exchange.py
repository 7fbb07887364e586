"""One bound for a whole synchronous exchange: the HTTP library bounds each read alone, and a drip outlasts that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from .._core.messages import Response
from ..errors import ResponseTooLargeError
from .bodies import Body, BrokenBodyError
from .exchange_progress import Progress
from .faults import ExchangeTimeout
from .http_client import HttpResponse

OPENED = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")


class Deadline(Progress):
    """When a synchronous exchange has to be over. Inside `with`, the reads and writes of this thread heed it.

    So they do on connections whose opening the library told of; others have the library's own bound for each of them.
    """

    def remaining(self) -> float:
        """Return the seconds that remain. Raises ExchangeTimeout where none do."""
        seconds = self._ends - self._clock()
        if seconds <= 0:
            raise ExchangeTimeout(self._whole)
        return seconds

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of what the HTTP library does."""
        self.note(event, info)
        if event.endswith(OPENED):
            _bind(info["return_value"])

    def bound(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield chunks as long as there is time."""
        while True:
            with self:
                self.remaining()
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    def __enter__(self) -> Self:
        self._before = _CURRENT.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _CURRENT.reset(self._before)


_CURRENT: ContextVar[Deadline | None] = ContextVar("rivya_deadline", default=None)


def _bind(stream: Any) -> None:
    """Let a connection's reads and writes heed the deadline of the exchange that makes them, for as long as it lives."""
    for name in ("read", "write"):
        setattr(stream, name, _bounded(getattr(stream, name)))


def _bounded(method: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(data: Any, timeout: float | None = None) -> Any:
        deadline = _CURRENT.get()
        if deadline is None:
            return method(data, timeout)
        remaining = deadline.remaining()
        if timeout is not None and timeout <= remaining:
            return method(data, timeout)
        try:
            return method(data, remaining)
        except Exception:
            deadline.remaining()  # its error says which bound it was
            raise

    return bounded


class Incoming:
    """A response whose body is still to be read, within the bounds of its exchange."""

    def __init__(self, response: HttpResponse, body: Body, deadline: Deadline) -> None:
        self.response = response
        self._body = body
        self._deadline = deadline

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, unpacked."""
        response = self.response
        chunks = iter([response.content]) if response.is_stream_consumed else response.iter_raw()
        for chunk in self._deadline.bound(chunks):
            yield from self._body.unpack(chunk)
        self._body.finish()

    def read(self, head: Response) -> bytes:
        """Return the body; of an error whose body is too large, the beginning. Raises ResponseTooLargeError."""
        pieces: list[bytes] = []
        try:
            pieces.extend(self.pieces())
        except (ResponseTooLargeError, BrokenBodyError):
            if head.ok:
                raise
        return b"".join(pieces)

    def close(self) -> None:
        """Give the connection back, or close it where there is more to come."""
        self.response.close()
