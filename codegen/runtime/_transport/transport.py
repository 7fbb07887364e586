# Derived from async_transport.py by codegen/derive.py; do not edit.
"""The shell around flows: performs their effects with an HTTP client."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TypeVar, cast

from .._core.messages import Opened, Reply, Response, Saved
from .copies import Uncopied
from .downloads import Download, PartialFile, UnfitFileError
from .exchange import CLOCK, Connection, Exchange, gather, in_thread, result_of
from .flow import Effect, Finish, Flow, Gather, Now, Send, Sleep, Work, driven
from .http_client import Clock, body_of, build, head_of, with_body, without_key_afterwards
from .incoming import Incoming
from .observation import watched
from .redirects import address_of
from .server_sent_events import is_event_stream
from .settings import Settings

T = TypeVar("T")


class SyncTransport(Uncopied):
    """Drives the flows of clients, over a connection that several of them may share."""

    def __init__(self, settings: Settings, connection: Connection, clock: Clock = CLOCK) -> None:
        self.settings = settings
        self.connection = connection
        self.clock = clock

    def run(self, flow: Flow[T]) -> T:
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
                    outcome = self._perform(effect)
                except BaseException as error:  # the flow knows what it has begun, and what to say of it
                    raised = error

    def close(self) -> None:
        """End what nobody waits for any more, and close the HTTP client, if it is not a caller's."""
        self.connection.close()

    def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Work():
                return in_thread(effect.done)
            case Finish():
                return result_of(effect)
            case Gather():
                return gather(self.run, effect)
            case Send():
                return self._exchange(effect)

    def _exchange(self, effect: Send) -> Reply:
        exchange = Exchange(
            effect.bounds, self.connection, effect.departure, address_of(effect, self.settings.base_url)
        )
        with watched(effect, self.settings, self.clock) as watch:
            try:
                reply = exchange.run(self._answer, effect, exchange)
            except BaseException as error:
                return watch.fault(self.connection.explained(error))
            return watch.end(reply)

    def _answer(self, effect: Send, exchange: Exchange) -> Reply:
        incoming = self._send(effect, exchange)
        head = head_of(incoming.response, self.clock.epoch(), self.settings)
        if effect.request.stream and head.ok and is_event_stream(head.headers):
            return Opened(head.status, head.headers, received=head.received, stream=incoming)
        with closing(incoming):
            if effect.download is not None and head.ok:
                return self._save(effect.download, head, incoming)
            return with_body(head, incoming.read(head), self.settings)

    def _send(self, effect: Send, exchange: Exchange) -> Incoming:
        client = self.connection.client()
        with exchange.file as held:
            file = held.enter_context(effect.opened())
            http_request, options = build(client, effect, self.settings, file, exchange.trace)
            exchange.hand_over()
            with without_key_afterwards(http_request, self.settings):
                response = client.send(http_request, **options)
        return Incoming(response, body_of(effect, response, self.settings), exchange)

    def _save(self, download: Download, head: Response, incoming: Incoming) -> Reply:
        try:
            with PartialFile(download, head) as file:
                with closing(incoming.pieces()) as pieces:
                    for piece in pieces:
                        in_thread(file.write, piece)  # the disk may be slow
                return Saved(in_thread(file.complete))
        except UnfitFileError as error:
            return replace(head, refusal=str(error))
