"""Asynchronous exchanges that can be abandoned at any moment: each is a task of its own.

Where a request is cancelled between two steps of the HTTP library, between being given a connection and using it, some
libraries keep that connection for good. So an exchange that nobody waits for any more is ended only while it waits for
the network, or when it next begins something; the library tells of both (its `trace` extension).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Coroutine
from contextlib import ExitStack, aclosing, suppress
from typing import Any, TypeVar, cast

from .._core.messages import Departure, Opened, Reply
from .connections import BaseConnection
from .exchange_progress import Progress
from .faults import ExchangeTimeout
from .flow import Finish, Flow, Gather
from .http_client import AsyncHttpClient, Clock, HttpResponse
from .schedules import TimeBounds

T = TypeVar("T")

GRACE = 0.5
"""Seconds after which a library that has told of nothing is taken for one that never does."""
CLOSING = ".response_closed.started"
"""The step that goes on to its end."""


CLOCK = Clock(sleep=asyncio.sleep)
in_thread = asyncio.to_thread


async def result_of(effect: Finish) -> object:
    """Wait for what a caller's own function returned."""
    return await effect.awaitable


async def gather(run: Callable[[Flow[object]], Awaitable[object]], several: Gather) -> list[object]:
    """Run flows, so many at once. The first error ends the others."""
    bound = asyncio.Semaphore(several.at_most)

    async def run_bounded(flow: Flow[object]) -> object:
        async with bound:
            return await run(flow)

    tasks = [asyncio.create_task(run_bounded(flow)) for flow in several.flows]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        await end_tasks(tasks)


async def end_tasks(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Unattended:
    """The exchanges of one client that nobody waits for any more, until they have ended."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def add(self, task: asyncio.Task[Any]) -> None:
        """Hold a task until it has ended."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """End those of this event loop."""
        loop = asyncio.get_running_loop()
        tasks = [task for task in list(self._tasks) if task.get_loop() is loop]
        await end_tasks(tasks)


class AsyncConnection(BaseConnection[AsyncHttpClient]):
    """The HTTP client under one or more asynchronous transports, and their exchanges that nobody waits for any more."""

    def __init__(self, given: AsyncHttpClient | None, make: Callable[[], AsyncHttpClient]) -> None:
        super().__init__(given, make, asyncio.get_running_loop)
        self.unattended = Unattended()

    async def aclose(self) -> None:
        """End what nobody waits for any more, and close the clients that were made here.

        Those of event loops that run elsewhere are closed there, as soon as they come to it. What belonged to a loop
        that is closed, or stands still, nothing can close: its sockets end with it.
        """
        await self.unattended.end()
        here = asyncio.get_running_loop()
        for place, made in self.release().items():
            if place in {here, None}:
                await made.aclose()
            elif isinstance(place, asyncio.AbstractEventLoop) and place.is_running():
                with suppress(RuntimeError):  # it was closed meanwhile
                    place.call_soon_threadsafe(self._close_there, place, made)

    def _close_there(self, loop: asyncio.AbstractEventLoop, made: AsyncHttpClient) -> None:
        self.unattended.add(loop.create_task(made.aclose()))


class Exchange(Progress):
    """One asynchronous exchange under way, with what is at an address."""

    def __init__(self, bounds: TimeBounds, connection: AsyncConnection, departure: Departure, address: str) -> None:
        super().__init__(bounds, connection.to(address), departure, asyncio.get_running_loop().time)
        self._unattended = connection.unattended
        self.file = ExitStack()
        self._bound: asyncio.Timeout | None = None
        self._waits_for_network = False
        self._abandoned = False

    async def run(self, work: Callable[..., Coroutine[Any, Any, Reply]], *arguments: object) -> Reply:
        """Wait for the exchange. Raises ExchangeTimeout, and what the exchange raises."""
        task = asyncio.create_task(work(*arguments))
        try:
            return await self._within(asyncio.timeout_at(self._ends), asyncio.shield(task))
        except BaseException:
            self._abandon(task)
            raise

    async def _in_time(self, work: Awaitable[T]) -> T:
        # While somebody waits for the exchange, the bound of `run` holds for this as well.
        return await work if self._bound else await self._within(asyncio.timeout_at(self._ends), work)

    async def _within(self, bound: asyncio.Timeout, work: Awaitable[T]) -> T:
        self._bound = bound
        try:
            async with bound:
                return await work
        except TimeoutError as error:
            if not bound.expired():
                raise
            raise ExchangeTimeout(self._whole) from error
        finally:
            self._bound = None

    def _abandon(self, task: asyncio.Task[Reply]) -> None:
        self._abandoned = True
        self._unattended.add(task)
        task.add_done_callback(self._close_opened)
        if not self._begun:
            self.file.close()  # its turn in line, where it ends, may be minutes away
        if self._waits_for_network:
            task.cancel()
        elif not self._connection.is_traced:
            asyncio.get_running_loop().call_later(GRACE, self._cancel_untraced, task)

    def _cancel_untraced(self, task: asyncio.Task[Reply]) -> None:
        if not self._connection.is_traced:
            task.cancel()

    def _close_opened(self, task: asyncio.Task[Reply]) -> None:
        """Close the stream of an answer that came when nobody waited any more."""
        if not task.cancelled() and task.exception() is None and isinstance(reply := task.result(), Opened):
            self._unattended.add(asyncio.create_task(reply.stream.aclose()))

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of what the HTTP library does. Raises CancelledError into an exchange that nobody waits for any more."""
        self._waits_for_network = event.endswith(".started") and not event.endswith(CLOSING)
        if self._waits_for_network and self._abandoned:
            self._connection.is_traced = True
            raise asyncio.CancelledError
        self.note(event, info)
        if self._bound is not None and self._bound.when() != self._ends:
            self._bound.reschedule(self._ends)

    async def chunks(self, response: HttpResponse) -> AsyncGenerator[bytes, None]:
        """Yield what arrives of a body, as long as there is time. Raises ExchangeTimeout."""
        if response.is_stream_consumed:
            yield response.content
            return
        async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as arriving:
            while (chunk := await self._in_time(anext(arriving, None))) is not None:
                yield chunk

    async def end(self, response: HttpResponse) -> None:
        """Give the connection back, or close it where there is more to come; also where the caller is cancelled."""
        if not response.is_closed:
            task = asyncio.create_task(response.aclose())
            self._unattended.add(task)
            await asyncio.shield(task)
