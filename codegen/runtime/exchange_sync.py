"""One bound for a whole exchange, its headers included: the HTTP library bounds each read alone, and a drip outlasts that.

The library tells of what it begins and ends (its `trace` extension), and so of each connection that it opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from .bodies import Body, BrokenBodyError
from .connections import ConnectionTo
from .errors import ResponseTooLargeError
from .exchange import Departure, Response, departs
from .faults import ExchangeTimeout
from .http_client import HttpResponse
from .policies import TimeBounds

OPENED = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")


class Deadline:
    """When a synchronous exchange has to be over. Inside `with`, the reads and writes of this thread are bound by it.

    Args:
        bounds: the whole counts from the first that is done on a connection; the time in line comes before.
        connection: it is told whether the HTTP library tells of what it does.
        departure: it is told when the request leaves.
        clock: seconds of a clock that only goes forward.
    """

    def __init__(
        self, bounds: TimeBounds, connection: ConnectionTo, departure: Departure, clock: Callable[[], float]
    ) -> None:
        self._whole = bounds.whole
        self._clock = clock
        self._ends = clock() + bounds.pool + bounds.whole
        self._begun = False
        self._assumed = False
        self._connection = connection
        self._departure = departure

    def left(self) -> float:
        """Return the seconds that are left. Raises ExchangeTimeout where none are."""
        seconds = self._ends - self._clock()
        if seconds <= 0:
            raise ExchangeTimeout(self._whole)
        return seconds

    def leaves(self) -> None:
        """Note that the request is handed over; where the library has not told of anything yet, it may leave from now on."""
        self._assumed = not self._departure.left and not self._connection.library_tells
        self._departure.left = self._departure.left or self._assumed

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of what the HTTP library does."""
        if not self._begun:
            self._begun = True
            self._ends = min(self._ends, self._clock() + self._whole)
            self._connection.library_tells = True
            self._departure.left = self._departure.left and not self._assumed
        if departs(event, info):
            self._departure.left = True
        elif event.endswith(OPENED):
            _bind(info["return_value"])

    def bound(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield chunks as long as there is time."""
        while True:
            with self:
                self.left()
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
        left = deadline.left()
        if timeout is not None and timeout <= left:
            return method(data, timeout)
        try:
            return method(data, left)
        except Exception:
            deadline.left()  # its error says which bound it was
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
