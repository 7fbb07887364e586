# transport.py is derived from this file.
"""The shell around flows: performs their effects with an HTTP client."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar, cast

from .._core.messages import Opened, Reply, Response, Saved
from .async_exchange import CLOCK, AsyncConnection, Exchange, gather, in_thread, result_of
from .async_incoming import AsyncIncoming
from .copies import Uncopied
from .downloads import Download, PartialFile, UnfitFileError
from .flow import Effect, Finish, Flow, Gather, Now, Send, Sleep, Work, driven
from .http_client import Clock, body_of, build, head_of, with_body, without_key_afterwards
from .observation import watched
from .redirects import address_of
from .server_sent_events import is_event_stream
from .settings import Settings

T = TypeVar("T")


class AsyncTransport(Uncopied):
    """Drives the flows of clients, over a connection that several of them may share."""

    def __init__(self, settings: Settings, connection: AsyncConnection, clock: Clock = CLOCK) -> None:
        self.settings = settings
        self.connection = connection
        self.clock = clock

    async def run(self, flow: Flow[T]) -> T:
        """Perform the effects of a flow until it returns."""
        outcome: object = None
        raised: BaseException | None = None
        with driven(flow):
            while True:
                try:
                    effect = flow.send(outcome) if raised is None else flow.throw(raised)
                except StopIteration as stop:
                    return cast("T", stop.value)
                finally:
                    raised = None
                try:
                    outcome = await self._perform(effect)
                except BaseException as error:  # the flow knows what it has begun, and what to say of it
                    raised = error

    async def aclose(self) -> None:
        """End what nobody waits for any more, and close the HTTP client, if it is not a caller's."""
        await self.connection.aclose()

    async def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return await self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Work():
                return await in_thread(effect.done)
            case Finish():
                return await result_of(effect)
            case Gather():
                return await gather(self.run, effect)
            case Send():
                return await self._exchange(effect)

    async def _exchange(self, effect: Send) -> Reply:
        exchange = Exchange(
            effect.bounds, self.connection, effect.departure, address_of(effect, self.settings.base_url)
        )
        with watched(effect, self.settings, self.clock) as watch:
            try:
                reply = await exchange.run(self._answer, effect, exchange)
            except BaseException as error:
                return watch.fault(self.connection.explained(error))
            return watch.end(reply)

    async def _answer(self, effect: Send, exchange: Exchange) -> Reply:
        incoming = await self._send(effect, exchange)
        head = head_of(incoming.response, self.clock.epoch(), self.settings)
        if effect.request.stream and head.ok and is_event_stream(head.headers):
            return Opened(head.status, head.headers, received=head.received, stream=incoming)
        async with aclosing(incoming):
            if effect.download is not None and head.ok:
                return await self._save(effect.download, head, incoming)
            return with_body(head, await incoming.read(head), self.settings)

    async def _send(self, effect: Send, exchange: Exchange) -> AsyncIncoming:
        client = self.connection.client()
        with exchange.file as held:
            file = held.enter_context(effect.opened())
            http_request, options = build(client, effect, self.settings, file, exchange.trace)
            exchange.hand_over()
            with without_key_afterwards(http_request, self.settings):
                response = await client.send(http_request, **options)
        return AsyncIncoming(response, body_of(effect, response, self.settings), exchange)

    async def _save(self, download: Download, head: Response, incoming: AsyncIncoming) -> Reply:
        try:
            with PartialFile(download, head) as file:
                async with aclosing(incoming.pieces()) as pieces:
                    async for piece in pieces:
                        await in_thread(file.write, piece)  # the disk may be slow
                return Saved(await in_thread(file.complete))
        except UnfitFileError as error:
            return replace(head, refusal=str(error))
