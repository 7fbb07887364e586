"""The synchronous shell: performs the effects of flows with a blocking HTTP client."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TypeVar, cast

from .._core.messages import Opened, Reply, Response, Saved
from .connections import Connection
from .context import Settings
from .copies import Uncopied
from .downloads import Download, PartialFile, UnfitFileError
from .exchange import Deadline, Incoming
from .flow import Effect, Finish, Flow, Gather, Now, Save, Send, Sleep, Work
from .http_client import Clock, HttpClient, body_of, build, head_of, with_body, without_key_afterwards
from .observation import watched
from .redirects import address_of
from .server_sent_events import is_event_stream
from .watching import refuse_awaitable

T = TypeVar("T")
CLOCK = Clock(sleep=time.sleep)


class SyncTransport(Uncopied):
    """Drives flows for a `Client`, over a connection that several of them may share."""

    def __init__(self, settings: Settings, connection: Connection[HttpClient], clock: Clock = CLOCK) -> None:
        self.settings = settings
        self.connection = connection
        self.clock = clock

    def run(self, flow: Flow[T]) -> T:
        """Perform the effects of a flow until it returns."""
        outcome: object = None
        raised: BaseException | None = None
        with closing(flow):
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
        """Close the HTTP client, if it is not a caller's."""
        for made in self.connection.release().values():
            made.close()

    def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Work():
                return effect.done()
            case Finish():
                refuse_awaitable("on_update", effect.awaitable)
                return None
            case Gather():
                return [self.run(flow) for flow in effect.flows]
            case Send() | Save():
                return self._exchange(effect)

    def _exchange(self, effect: Send | Save) -> Reply:
        with watched(effect, self.settings, self.clock) as watch:
            try:
                reply = self._answer(effect)
            except BaseException as error:
                return watch.fault(error)
            return watch.end(reply)

    def _answer(self, effect: Send | Save) -> Reply:
        incoming = self._send(effect)
        head = head_of(incoming.response, self.clock.epoch(), self.settings)
        if isinstance(effect, Send) and effect.request.stream and head.ok and is_event_stream(head.headers):
            return Opened(head.status, head.headers, received=head.received, stream=incoming)
        with closing(incoming):
            if isinstance(effect, Save) and head.ok:
                return self._save(effect.download, head, incoming)
            return with_body(head, incoming.read(head), self.settings)

    def _send(self, effect: Send | Save) -> Incoming:
        client = self.connection.client()
        address = address_of(effect, self.settings.base_url)
        deadline = Deadline(effect.bounds, self.connection.to(address), effect.departure, self.clock.monotonic)
        with effect.opened() as file:
            http_request, options = build(client, effect, self.settings, file, deadline.trace)
            deadline.hand_over()
            with without_key_afterwards(http_request, self.settings), deadline:
                response = client.send(http_request, **options)
        return Incoming(response, body_of(effect, response, self.settings), deadline)

    def _save(self, download: Download, head: Response, incoming: Incoming) -> Reply:
        try:
            with PartialFile(download, head) as file:
                for piece in incoming.pieces():
                    file.write(piece)
                return Saved(file.complete())
        except UnfitFileError as error:
            return replace(head, refusal=str(error))
