"""The asynchronous shell: performs the effects of flows with an asynchronous HTTP client."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, aclosing, closing, nullcontext
from typing import TypeVar, cast

from .downloads import PartialFile
from .exchange import Reply, Saved
from .faults import fault_of
from .flow import Effect, Flow, Now, Save, Send, Sleep
from .http_client import AsyncHttpClient, Clock, multipart, response_value
from .log import log_attempt
from .settings import Settings

T = TypeVar("T")
CLOCK = Clock(sleep=asyncio.sleep)


class AsyncTransport:
    """Drives flows for an `AsyncClient`. It makes its own HTTP client at the first request, unless one is given."""

    def __init__(self, settings: Settings, http_client: AsyncHttpClient | None = None, clock: Clock = CLOCK) -> None:
        self.settings = settings
        self._given = http_client
        self._made: AsyncHttpClient | None = None
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
        """Close the HTTP client, if it is the transport's own."""
        made, self._made = self._made, None
        if made is not None:
            await made.aclose()

    async def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return await self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Send() | Save():
                return await self._exchange(effect)

    async def _exchange(self, effect: Send | Save) -> Reply:
        started = self.clock.monotonic()
        reply: Reply
        try:
            reply = await (self._send(effect) if isinstance(effect, Send) else self._save(effect))
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            reply = fault
        log_attempt(effect, reply, self.clock.monotonic() - started)
        return reply

    async def _send(self, effect: Send) -> Reply:
        request, client = effect.request, self._client()
        opened: AbstractContextManager[object] = request.upload.file.opened() if request.upload else nullcontext()
        with opened as file:
            http_request = client.build_request(
                request.method,
                f"{self.settings.base_url}{request.path}",
                headers={**request.headers, **self.settings.credential()},
                timeout=effect.timeout,
                **multipart(request, file),
            )
            response = await client.send(http_request, follow_redirects=False)
        return response_value(response, response.content, self.clock.epoch(), self.settings)

    async def _save(self, effect: Save) -> Reply:
        client = self._client()
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

    def _client(self) -> AsyncHttpClient:
        if self._given is not None:
            return self._given
        if self._made is None:
            import httpx

            self._made = httpx.AsyncClient()
        return self._made
