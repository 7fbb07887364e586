"""Against a rate limit, one 429 holds back the whole client, which then goes on at the pace that the server allows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from itertools import accumulate
from typing import Any

import pytest
from client.faults.both_shells import settled
from rivya import AsyncRivya, RateLimitError, RetryPolicy, Rivya
from rivya.emulator import Emulator, Fault
from runtime._transport.rate_gate import FASTER

CALLS = 30
LIMIT = (20, 1.0)
ALLOWED = 10
"""The calls that come through, one after another, before one is turned away; then as many come at once."""
RETRY_AFTER = 0.5
PAUSES = [RETRY_AFTER / ALLOWED * FASTER**number for number in range(ALLOWED - 1)]
"""Seconds from one departure to the next, at the least: each answer makes them shorter."""


async def create_all(client: Any, count: int) -> int:
    """Return how many of many calls at once started a job."""
    if isinstance(client, AsyncRivya):
        jobs = await asyncio.gather(*(client.image.z_image.create("a cat") for _ in range(count)))
    else:
        with ThreadPoolExecutor(count) as pool:
            jobs = list(pool.map(lambda _: client.image.z_image.create("a cat"), range(count)))
    return len({job.id for job in jobs})


async def entered(stack: AsyncExitStack, client: Any) -> Any:
    return await stack.enter_async_context(client) if isinstance(client, AsyncRivya) else stack.enter_context(client)


async def limited(client_class: Any) -> tuple[int, int]:
    """Return how many of many calls at once started a job, and how many attempts were turned away."""
    turned_away = 0

    def ended(outcome: Any) -> None:
        nonlocal turned_away
        turned_away += outcome.response is not None and outcome.response.status == 429

    with Emulator(key="key", rate_limit=LIMIT, credits=10_000) as server:
        async with AsyncExitStack() as stack:
            client = await entered(stack, client_class("key", base_url=server.url, on_response=ended))
            return await create_all(client, CALLS), turned_away


async def held_back(client_class: Any) -> tuple[float, list[float]]:
    """Return a moment before a call was turned away, and the moments at which those that came after it departed."""
    departures: list[float] = []
    options: dict[str, Any] = {
        "on_request": lambda _: departures.append(time.monotonic()),
        "retry": RetryPolicy(attempts=1, initial=0.001),
    }
    with Emulator(key="key", credits=10_000) as server:
        async with AsyncExitStack() as stack:
            client = await entered(stack, client_class("key", base_url=server.url, **options))
            for _ in range(ALLOWED):
                await settled(client.image.z_image.create("a cat"))
            server.faults.add(Fault("status", 429, retry_after=RETRY_AFTER))
            with pytest.raises(RateLimitError):
                await settled(client.image.z_image.create("a cat"))
            assert await create_all(client, ALLOWED) == ALLOWED
    return departures[ALLOWED], sorted(departures[ALLOWED + 1 :])


def with_both(story: Callable[[Any], Any]) -> list[Any]:
    """Return what comes of a story with each client: at the same time, as they wait for the clock."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda client_class: asyncio.run(story(client_class)), (Rivya, AsyncRivya)))


def test_many_calls_at_once_all_come_through() -> None:
    for started, turned_away in with_both(limited):
        assert started == CALLS
        # Those that were under way when the first was turned away, and few after that.
        assert turned_away <= 1.25 * CALLS


def test_no_call_departs_before_its_turn() -> None:
    """However slow the machine is: that makes them later."""
    for before, departures in with_both(held_back):
        earliest = accumulate(PAUSES, initial=before + RETRY_AFTER)
        assert [round(moment - before, 2) for moment in departures if moment < next(earliest) - 0.005] == []
        assert len(departures) == ALLOWED
