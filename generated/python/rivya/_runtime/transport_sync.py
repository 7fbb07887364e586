"""The synchronous shell: performs the effects of flows with a blocking HTTP client."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TypeVar, cast

from .downloads import PartialFile
from .exchange import Reply, Saved
from .flow import Effect, Finish, Flow, Gather, Now, Save, Send, Sleep
from .http_client import Clock, Connection, HttpClient, arguments, checked_client, opened_value, response_value
from .observation import watched
from .settings import Settings

T = TypeVar("T")
CLOCK = Clock(sleep=time.sleep)


def connect(http_client: HttpClient | None, proxy: str | None) -> Connection[HttpClient]:
    """Return a caller's HTTP client, or one to be made at the first request."""

    def make() -> HttpClient:
        import httpx

        from .cookies import NoCookies

        return httpx.Client(proxy=proxy, cookies=NoCookies())

    return Connection(checked_client(http_client, "close", "synchronous"), make)


class SyncTransport:
    """Drives flows for a `Client`, over a connection that several of them may share."""

    def __init__(self, settings: Settings, connection: Connection[HttpClient], clock: Clock = CLOCK) -> None:
        self.settings = settings
        self.connection = connection
        self.clock = clock

    def run(self, flow: Flow[T]) -> T:
        """Perform the effects of a flow until it returns."""
        outcome: object = None
        with closing(flow):
            while True:
                try:
                    effect = flow.send(outcome)
                except StopIteration as stop:
                    return cast("T", stop.value)
                outcome = self._perform(effect)

    def close(self) -> None:
        """Close the HTTP client, if it is not a caller's."""
        made = self.connection.release()
        if made is not None:
            made.close()

    def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Finish():
                raise effect.refusal()
            case Gather():
                return [self.run(flow) for flow in effect.flows]
            case Send() | Save():
                return self._exchange(effect)

    def _exchange(self, effect: Send | Save) -> Reply:
        with watched(effect, self.settings, self.clock) as watch:
            try:
                reply = self._send(effect) if isinstance(effect, Send) else self._save(effect)
            except Exception as error:
                return watch.fault(error)
            return watch.end(reply)

    def _send(self, effect: Send) -> Reply:
        client = self.connection.client()
        with effect.request.opened() as file:
            http_request = client.build_request(**arguments(effect, self.settings, file))
            response = client.send(http_request, stream=effect.request.stream, follow_redirects=False)
        if effect.request.stream and (opened := opened_value(response, self.clock.epoch(), self.settings)):
            return opened
        with closing(response):
            return response_value(response, response.read(), self.clock.epoch(), self.settings)

    def _save(self, effect: Save) -> Reply:
        client = self.connection.client()
        http_request = client.build_request("GET", effect.download.url, timeout=effect.timeout)
        with closing(client.send(http_request, stream=True, follow_redirects=False)) as response:
            head = response_value(response, b"", self.clock.epoch(), self.settings)
            if not head.ok:
                return head
            with PartialFile(effect.download, head.headers.get("content-type", "")) as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)
                return Saved(file.complete())
