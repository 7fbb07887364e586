"""Every fault on what is no job, with both clients over real HTTP: reads, chat, streams and webhooks.

A fault that goes away is got over where repeating costs nothing; where it might, the client says that nobody knows. After
each scenario the wallet has paid for at most one reply, for that of a request that arrived, and no endpoint exists twice.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from rivya import (
    AsyncRivya,
    ConnectionFailedError,
    RateLimitError,
    RetryPolicy,
    Rivya,
    RivyaError,
    ServerError,
    StreamInterruptedError,
    SubmissionUncertainError,
    Timeouts,
)
from rivya.emulator import Emulator
from rivya.emulator import Fault as EmulatedFault

RETRY = RetryPolicy(attempts=3, initial=0.001, maximum=0.002, retry_after_cap=0.05)
TIMEOUTS = Timeouts(request=5)
CREDITS = 100
NOWHERE = "http://127.0.0.1:9/webhook"
FOREVER = 100_000

Ends = type[RivyaError] | None


async def settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def streamed(stream: Any) -> str:
    if hasattr(stream, "__aiter__"):
        return "".join([event.text async for event in stream])
    return "".join(event.text for event in stream)


READS: dict[str, Callable[[Any, str, str], Any]] = {
    "models.list": lambda client, *_: client.models.list(),
    "openapi.retrieve": lambda client, *_: client.openapi.retrieve(),
    "credits.retrieve": lambda client, *_: client.credits.balance(),
    "chat.sessions.list": lambda client, *_: client.chat.sessions.list(),
    "chat.sessions.retrieve": lambda client, session, _: client.chat.sessions.retrieve(session),
    "webhooks.list": lambda client, *_: client.webhooks.list(),
    "webhooks.retrieve": lambda client, _, endpoint: client.webhooks.retrieve(endpoint),
    "webhooks.deliveries": lambda client, _, endpoint: client.webhooks.deliveries(endpoint),
    "webhooks.events": lambda client, *_: client.webhooks.events(),
}
KEYED: dict[str, Callable[[Any, str, str], Any]] = {
    "chat.completions.create": lambda client, *_: client.chat.gpt_5_2.send("Hello"),
}
ONCE: dict[str, Callable[[Any, str, str], Any]] = {
    "chat.completions.stream": lambda client, *_: streamed(client.chat.gpt_5_2.stream("Hello")),
    "webhooks.create": lambda client, *_: client.webhooks.create(url=NOWHERE),
    "webhooks.rotate_secret": lambda client, _, endpoint: client.webhooks.rotate_secret(endpoint),
    "webhooks.test": lambda client, _, endpoint: client.webhooks.test(endpoint),
}
CALLS = READS | KEYED | ONCE


@dataclass(frozen=True)
class Fault:
    """A fault, whether the work is done nevertheless, and how a call ends when it stays: a read, a keyed one, another."""

    kind: str
    value: object
    done: bool
    read: Ends
    keyed: Ends
    once: Ends
    refused: bool = False
    """Whether the answer says that nothing was done, so that any request may be sent again."""

    def __str__(self) -> str:
        return f"{self.kind}-{self.value}"

    def ends(self, operation: str, stays: bool) -> Ends:
        if operation in ONCE:
            broken = operation == "chat.completions.stream" and self.kind == "truncate"
            return None if self.refused and not stays else StreamInterruptedError if broken else self.once
        return None if not stays else self.read if operation in READS else self.keyed


UNKNOWN = SubmissionUncertainError
FAULTS = [
    Fault("status", 503, False, ServerError, ServerError, ServerError, refused=True),
    Fault("status", 429, False, RateLimitError, RateLimitError, RateLimitError, refused=True),
    Fault("status", 500, False, ServerError, UNKNOWN, UNKNOWN),
    Fault("page", 502, False, ServerError, UNKNOWN, UNKNOWN),
    Fault("drop", "before", False, ConnectionFailedError, UNKNOWN, UNKNOWN),
    Fault("drop", "after", True, ConnectionFailedError, UNKNOWN, UNKNOWN),
    Fault("truncate", None, True, ConnectionFailedError, UNKNOWN, UNKNOWN),
    Fault("latency", 0.01, True, None, None, None),
    Fault("drip", 0.002, True, None, None, None),
]


class World:
    """An emulator with a client that only looks, and one of everything made before anything goes wrong."""

    def __init__(self, emulator: Emulator, observer: Rivya) -> None:
        self.emulator = emulator
        self.observer = observer

    def begin(self) -> tuple[str, str]:
        """Begin anew; return the ids of a session and of a webhook endpoint."""
        self.emulator.reset()
        session = self.observer.chat.gpt_5_2.send("Good morning").session_id
        assert session is not None
        return session, self.observer.webhooks.create(url=NOWHERE).id

    def check(self, operation: str, arrived: bool, endpoint: str, before: float) -> None:
        """Hold what there is now against what a request to an operation may have done."""
        emulator = self.emulator
        emulator.audit()
        replies = int(arrived and operation.startswith("chat.completions."))
        _, *paid = [row.subject for row in emulator.ledger if row.kind == "settle"]
        assert len(paid) == replies
        assert emulator.credits == pytest.approx(
            before + sum(row.amount for row in emulator.ledger if row.subject in paid)
        )
        store = emulator._store
        assert len(store.chat_sessions.all()) == 1 + replies
        assert len(store.endpoints.all()) == 1 + int(arrived and operation == "webhooks.create")
        assert [one.endpoint_id for one in store.deliveries.all()] == [endpoint] * int(
            arrived and operation == "webhooks.test"
        )


async def every_fault(operation: str, world: World, client: Any) -> None:
    for fault, times in itertools.product(FAULTS, (2, FOREVER)):
        session, endpoint = world.begin()
        before = world.emulator.credits
        world.emulator.faults.add(EmulatedFault(fault.kind, fault.value, operation=operation, times=times))
        ends = fault.ends(operation, times == FOREVER)
        with nullcontext() if ends is None else pytest.raises(ends):
            await settled(CALLS[operation](client, session, endpoint))
        world.check(operation, ends is None or fault.done, endpoint, before)


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("operation", CALLS)
def test_every_fault(operation: str, kind: str) -> None:
    async def tell(emulator: Emulator, observer: Rivya) -> None:
        world = World(emulator, observer)
        settings: dict[str, Any] = {"base_url": emulator.url, "retry": RETRY, "timeouts": TIMEOUTS}
        if kind == "sync":
            with Rivya(emulator.key, **settings) as client:
                await every_fault(operation, world, client)
        else:
            async with AsyncRivya(emulator.key, **settings) as client:
                await every_fault(operation, world, client)

    with (
        Emulator(credits=CREDITS, job_seconds=0, allow_local_webhooks=True) as emulator,
        Rivya(emulator.key, base_url=emulator.url) as observer,
    ):
        asyncio.run(tell(emulator, observer))
