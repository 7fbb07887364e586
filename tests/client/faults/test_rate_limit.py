"""Against a rate limit, one 429 holds back the whole client, which then goes on at the pace that the server allows."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from rivya import AsyncRivya, Rivya
from rivya.emulator import Emulator

CALLS = 60
LIMIT = (20, 1.0)


async def create_all(client_class: Any, url: str) -> tuple[int, int]:
    """Return how many of many calls at once started a job, and how many attempts were turned away."""
    turned_away = 0

    def ended(outcome: Any) -> None:
        nonlocal turned_away
        turned_away += outcome.response is not None and outcome.response.status == 429

    options = {"base_url": url, "on_response": ended}
    if client_class is AsyncRivya:
        async with AsyncRivya("key", **options) as client:
            calls = [client.image.z_image.create(f"cat {number}") for number in range(CALLS)]
            return len({job.id for job in await asyncio.gather(*calls)}), turned_away
    with Rivya("key", **options) as client, ThreadPoolExecutor(CALLS) as pool:
        jobs = pool.map(lambda number: client.image.z_image.create(f"cat {number}"), range(CALLS))
        return len({job.id for job in jobs}), turned_away


def test_many_calls_at_once_all_come_through(subtests: pytest.Subtests) -> None:
    def run(client_class: Any) -> tuple[int, int]:
        with Emulator(key="key", rate_limit=LIMIT, credits=10_000) as server:
            return asyncio.run(create_all(client_class, server.url))

    classes = (Rivya, AsyncRivya)
    with ThreadPoolExecutor(len(classes)) as pool:  # they wait for the same clock, each for a server of its own
        for client_class, (started, turned_away) in zip(classes, pool.map(run, classes), strict=True):
            with subtests.test(client_class.__name__):
                assert started == CALLS
                # Those that were under way when the first was turned away, and few after that.
                assert turned_away <= 1.25 * CALLS
