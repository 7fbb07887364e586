"""The synchronous shell: performs the effects of flows with a blocking HTTP client."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, closing, nullcontext
from threading import Lock
from typing import TypeVar, cast

from .downloads import PartialFile
from .exchange import Reply, Saved
from .faults import fault_of
from .flow import Effect, Flow, Now, Save, Send, Sleep
from .http_client import Clock, HttpClient, multipart, response_value
from .log import log_attempt
from .settings import Settings

T = TypeVar("T")
CLOCK = Clock(sleep=time.sleep)


class SyncTransport:
    """Drives flows for a `Client`. It makes its own HTTP client at the first request, unless one is given."""

    def __init__(self, settings: Settings, http_client: HttpClient | None = None, clock: Clock = CLOCK) -> None:
        self.settings = settings
        self._given = http_client
        self._made: HttpClient | None = None
        self._making = Lock()
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
        """Close the HTTP client, if it is the transport's own."""
        with self._making:
            made, self._made = self._made, None
        if made is not None:
            made.close()

    def _perform(self, effect: Effect) -> object:
        match effect:
            case Sleep():
                return self.clock.sleep(effect.duration(self.clock.chance()))
            case Now():
                return self.clock.monotonic()
            case Send() | Save():
                return self._exchange(effect)

    def _exchange(self, effect: Send | Save) -> Reply:
        started = self.clock.monotonic()
        reply: Reply
        try:
            reply = self._send(effect) if isinstance(effect, Send) else self._save(effect)
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            reply = fault
        log_attempt(effect, reply, self.clock.monotonic() - started)
        return reply

    def _send(self, effect: Send) -> Reply:
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
            response = client.send(http_request, follow_redirects=False)
        return response_value(response, response.content, self.clock.epoch(), self.settings)

    def _save(self, effect: Save) -> Reply:
        client = self._client()
        http_request = client.build_request("GET", effect.download.url, timeout=effect.timeout)
        with closing(client.send(http_request, stream=True, follow_redirects=False)) as response:
            head = response_value(response, b"", self.clock.epoch(), self.settings)
            if not head.ok:
                return head
            with PartialFile(effect.download, head.headers.get("content-type", "")) as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)
                return Saved(file.complete())

    def _client(self) -> HttpClient:
        if self._given is not None:
            return self._given
        with self._making:
            if self._made is None:
                import httpx

                self._made = httpx.Client()
            return self._made
