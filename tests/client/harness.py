"""A scripted network and a fake clock, under the synchronous or the asynchronous client."""

from __future__ import annotations

import asyncio
import inspect
import json
from bisect import insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import httpx2
from acme import Acme, AsyncAcme
from runtime._transport.http_client import Clock

ROUNDS = 40
"""Turns of the event loop within which whoever can go on has done so."""
KEY = "acme_sk_do_not_show_this"
EPOCH = 1_800_000_000.0

LIBRARIES: Mapping[str, Any] = {"httpx": httpx, "httpx2": httpx2}
"""The HTTP libraries that a caller's client may come from. Scripts are written with httpx and translated."""

Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Sent:
    """One request as it left."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    timeout: Mapping[str, float]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Harness:
    """One client with its script: the steps are what the network answers, in order."""

    steps: list[Step] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list, repr=False)
    sleeps: list[float] = field(default_factory=list)
    seconds: float = 0.0
    chance: float = 0.0
    seconds_per_request: float = 0.0
    library: Any = httpx

    def script(self, *steps: Step) -> Harness:
        self.steps.extend(steps)
        return self

    def client(self, **settings: Any) -> Any:
        raise NotImplementedError

    def _configure(self, client: Any, sleep: Callable[[float], Any]) -> Any:
        client._transport.clock = Clock(sleep, lambda: self.seconds, lambda: EPOCH + self.seconds, lambda: self.chance)
        return client

    def call(self, value: Any) -> Any:
        """Return what a call of either client returns."""
        if inspect.isawaitable(value):

            async def waited() -> Any:
                return await value

            return asyncio.run(waited())
        return value

    def answer(self, request: Any, body: bytes) -> Any:
        timeout = request.extensions["timeout"]
        self.sent.append(Sent(request.method, str(request.url), dict(request.headers), body, timeout))
        self.seconds += self.seconds_per_request
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise self.translated(step)
        made = step(request) if callable(step) else step
        if callable(step) and isinstance(made, self.library.Response):
            return made
        # A response is read once; scenarios are shared between the two clients.
        return self.library.Response(made.status_code, headers=made.headers.multi_items(), content=made.content)

    def translated(self, error: Exception) -> Exception:
        """Return an exception of httpx as the one of that name in the library under test."""
        known = type(error).__module__.startswith("httpx")
        found: Exception = getattr(self.library, type(error).__name__)(*error.args) if known else error
        return found

    def slept(self, seconds: float) -> None:
        self.sleeps.append(round(seconds, 6))
        self.seconds += seconds


class SyncHarness(Harness):
    """The harness of `Acme`."""

    def client(self, **settings: Any) -> Any:
        network = self.library.MockTransport(lambda request: self.answer(request, request.read()))
        http_client = self.library.Client(transport=network)
        return self._configure(Acme(**{"api_key": KEY, "http_client": http_client, **settings}), self.slept)


class AsyncHarness(Harness):
    """The harness of `AsyncAcme`."""

    def client(self, **settings: Any) -> Any:
        async def handle(request: Any) -> Any:
            return self.answer(request, await request.aread())

        asleep: list[tuple[float, int, asyncio.Event]] = []

        async def sleep(seconds: float) -> None:
            # Several may sleep at once: the clock goes on to the next to wake, when all others have done what they can.
            # Who wakes first waits for that, the others for their turn.
            self.sleeps.append(round(seconds, 6))
            entry = (due := self.seconds + seconds, len(self.sleeps), asyncio.Event())
            insort(asleep, entry)
            try:
                quiet = 0
                while quiet < ROUNDS or asleep[0] is not entry:
                    if asleep[0] is not entry:
                        entry[2].clear()
                        await entry[2].wait()
                    before = len(self.sent), len(self.sleeps), len(asleep)
                    await asyncio.sleep(0)
                    quiet = quiet + 1 if before == (len(self.sent), len(self.sleeps), len(asleep)) else 0
                self.seconds = max(self.seconds, due)
            finally:
                asleep.remove(entry)
                if asleep:
                    asleep[0][2].set()

        http_client = self.library.AsyncClient(transport=self.library.MockTransport(handle))
        return self._configure(AsyncAcme(**{"api_key": KEY, "http_client": http_client, **settings}), sleep)


SHELLS: Mapping[str, type[Harness]] = {"sync": SyncHarness, "async": AsyncHarness}


def task(status: str = "queued", **fields: Any) -> httpx.Response:
    """Return an answer with a job in it."""
    body = {"id": "task_1", "status": status, "model": "painter", "reserved_credits": 4, "final_credits": 0}
    if status == "succeeded":
        body |= {"result": {"primary_url": "https://cdn.test/a", "urls": ["https://cdn.test/a"]}, "error": None}
    return httpx.Response(200, json=body | fields)


def failure(status: int, code: str = "", **headers: str) -> httpx.Response:
    """Return an error answer: the API's own with a code, a proxy's without."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not code:
        return httpx.Response(status, html="<html>Bad gateway</html>", headers=named)
    body = {"error": {"code": code, "message": f"about {code}", "requestId": "req_7"}}
    return httpx.Response(status, json=body, headers=named)


def uploaded(number: int = 1, **fields: Any) -> httpx.Response:
    """Return an answer with an uploaded file in it."""
    return httpx.Response(200, json={"id": f"file_{number}", "url": f"https://files.test/{number}"} | fields)
