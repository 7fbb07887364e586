"""The asynchronous shell: performs the effects of flows with an asynchronous HTTP client."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, closing
from typing import TypeVar, cast

from .downloads import PartialFile
from .exchange import Reply, Saved
from .flow import Effect, Finish, Flow, Gather, Now, Save, Send, Sleep
from .http_client import AsyncHttpClient, Clock, Connection, arguments, checked_client, opened_value, response_value
from .observation import watched
from .settings import Settings

T = TypeVar("T")
CLOCK = Clock(sleep=asyncio.sleep)


def connect(http_client: AsyncHttpClient | None, proxy: str | None) -> Connection[AsyncHttpClient]:
    """Return a caller's HTTP client, or one to be made at the first request."""

    def make() -> AsyncHttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.AsyncClient(proxy=proxy, cookies=NoCookies())

    return Connection(checked_client(http_client, "aclose", "asynchronous"), make, asyncio.get_running_loop)


class AsyncTransport:
    """Drives flows for an `AsyncClient`, over a connection that several of them may share."""

    def __init__(self, settings: Settings, connection: Connection[AsyncHttpClient], clock: Clock = CLOCK) -> None:
        self.settings = settings
        self.connection = connection
        self.clock = clock

    async def run(self, flow: Flow[T]) -> T:
        """Perform the effects of a flow until it returns."""
        outcome: object = None
        with closing(flow):
            while True:
                try:
                    effect = flow.send(outcome)
                except StopIteration as stop:
                    return cast("T", stop.value)
                outcome = await self._perform(effect)

    async def aclose(self) -> None:
        """Close the HTTP client, if it is not a caller's."""
        made = self.connection.release()
        if made is not None:
            await made.aclose()

    async def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return await self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Finish():
                return await effect.awaitable
            case Gather():
                return await self._gather(effect)
            case Send() | Save():
                return await self._exchange(effect)

    async def _gather(self, effect: Gather) -> list[object]:
        bound = asyncio.Semaphore(effect.at_most)

        async def run(flow: Flow[object]) -> object:
            async with bound:
                return await self.run(flow)

        tasks = [asyncio.create_task(run(flow)) for flow in effect.flows]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _exchange(self, effect: Send | Save) -> Reply:
        with watched(effect, self.settings, self.clock) as watch:
            try:
                reply = await (self._send(effect) if isinstance(effect, Send) else self._save(effect))
            except Exception as error:
                return watch.fault(error)
            return watch.end(reply)

    async def _send(self, effect: Send) -> Reply:
        client = self.connection.client()
        with effect.request.opened() as file:
            http_request = client.build_request(**arguments(effect, self.settings, file))
            response = await client.send(http_request, stream=effect.request.stream, follow_redirects=False)
        if effect.request.stream and (opened := opened_value(response, self.clock.epoch(), self.settings)):
            return opened
        async with aclosing(response):
            return response_value(response, await response.aread(), self.clock.epoch(), self.settings)

    async def _save(self, effect: Save) -> Reply:
        client = self.connection.client()
        http_request = client.build_request("GET", effect.download.url, timeout=effect.timeout)
        response = await client.send(http_request, stream=True, follow_redirects=False)
        async with aclosing(response):
            head = response_value(response, b"", self.clock.epoch(), self.settings)
            if not head.ok:
                return head
            with PartialFile(effect.download, head.headers.get("content-type", "")) as file:
                async for chunk in response.aiter_bytes():
                    # The disk may be slow; the event loop goes on meanwhile.
                    await asyncio.to_thread(file.write, chunk)
                return Saved(file.complete())
