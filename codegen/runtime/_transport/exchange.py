"""One bound for a whole synchronous exchange: the HTTP library bounds each read alone, and a drip outlasts that."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from .._core.messages import Departure, Reply
from .connections import BaseConnection
from .exchange_progress import Progress
from .faults import ExchangeTimeout
from .flow import Finish, Flow, Gather
from .http_client import Clock, HttpClient, HttpResponse
from .schedules import TimeBounds
from .watching import refuse_awaitable

T = TypeVar("T")

CLOCK = Clock(sleep=time.sleep)
OPENED = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")


def in_thread(work: Callable[..., T], *arguments: object) -> T:
    """Do what the disk may take a while for: here, in this thread."""
    return work(*arguments)


def result_of(effect: Finish) -> object:
    """Raise ConfigurationError: what a caller's own function returned is not awaited here."""
    refuse_awaitable("on_update", effect.awaitable)
    return None


def gather(run: Callable[[Flow[object]], object], several: Gather) -> list[object]:
    """Run flows, one after the other."""
    return [run(flow) for flow in several.flows]


class Connection(BaseConnection[HttpClient]):
    """The HTTP client under one or more synchronous transports."""

    def close(self) -> None:
        """Close the clients that were made here."""
        for made in self.release().values():
            made.close()


class Exchange(Progress):
    """One synchronous exchange under way, with what is at an address. The reads and writes of its thread heed its end.

    So they do on connections whose opening the library told of; others have the library's own bound for each of them.
    """

    def __init__(self, bounds: TimeBounds, connection: Connection, departure: Departure, address: str) -> None:
        super().__init__(bounds, connection.to(address), departure, time.monotonic)
        self.file = ExitStack()

    def run(self, work: Callable[..., Reply], *arguments: object) -> Reply:
        """Return the reply that the exchange brings. Raises ExchangeTimeout, and what the exchange raises."""
        with self._heeded():
            return work(*arguments)

    @contextmanager
    def _heeded(self) -> Generator[None, None, None]:
        before = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(before)

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

    def chunks(self, response: HttpResponse) -> Generator[bytes, None, None]:
        """Yield what arrives of a body, as long as there is time. Raises ExchangeTimeout."""
        arriving = iter([response.content]) if response.is_stream_consumed else response.iter_raw()
        while True:
            with self._heeded():
                self.remaining()
                chunk = next(arriving, None)
            if chunk is None:
                return
            yield chunk

    def end(self, response: HttpResponse) -> None:
        """Give the connection back, or close it where there is more to come."""
        response.close()


_CURRENT: ContextVar[Exchange | None] = ContextVar("rivya_deadline", default=None)


def _bind(stream: Any) -> None:
    """Let a connection's reads and writes heed the deadline of the exchange that makes them, as long as it lives."""
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
