"""Many jobs, budgets and copies of a client against the emulator: after each story the wallet holds what they left."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from rivya import (
    AsyncRivya,
    BudgetExceededError,
    InsufficientCreditsError,
    JobTimeoutError,
    PollPolicy,
    Rivya,
    Timeouts,
)
from rivya.emulator import Emulator

QUICK = PollPolicy(first=0.02, interval=0.05, max_interval=0.05, per_second=500)
PROMPT = "A lighthouse"
LIBRARIES = {"httpx": httpx, "httpx2": httpx2}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=100, job_seconds=0.1) as emulator:
        yield emulator


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Rivya]:
    with Rivya(emulator.key, base_url=emulator.url, poll=QUICK) as client:
        yield client


def test_all_at_once(client: Rivya, tmp_path: Path) -> None:
    jobs = [client.image.grok_imagine.create(PROMPT) for _ in range(10)]
    assert client.generations.wait_all(jobs) == jobs
    for job in client.generations.as_completed(jobs):
        job.save(tmp_path)
    assert len(list(tmp_path.glob("*.png"))) == 10
    assert client.credits.balance() == 60


def test_all_at_once_with_await(emulator: Emulator) -> None:
    async def story() -> int:
        async with AsyncRivya(emulator.key, base_url=emulator.url, poll=QUICK) as client:
            jobs = await asyncio.gather(*[client.image.grok_imagine.create(PROMPT) for _ in range(10)])
            ended = [job.id async for job in client.generations.as_completed(jobs)]
            assert sorted(ended) == sorted(job.id for job in jobs)
            assert await client.generations.wait_all(jobs) == jobs
            return len(ended)

    assert asyncio.run(story()) == 10
    assert emulator.credits == 60


def test_unfinished_jobs_go_on() -> None:
    with Emulator(job_seconds=60) as slow, Rivya(slow.key, base_url=slow.url, poll=QUICK) as client:
        jobs = [client.image.grok_imagine.create(PROMPT) for _ in range(3)]
        with pytest.raises(JobTimeoutError) as caught:
            client.generations.wait_all(jobs, timeout=0.3)
        assert caught.value.jobs == tuple(jobs)


def test_threads_under_a_budget_never_spend_more(client: Rivya, emulator: Emulator) -> None:
    budget = client.budget(42)

    def work(_: int) -> bool:
        with budget:
            try:
                return client.image.grok_imagine.create(PROMPT).wait().succeeded
            except BudgetExceededError:
                return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(30))) == 10
    assert (budget.spent, budget.reserved, budget.remaining) == (40, 0, 2)
    assert emulator.credits == 60


def test_tasks_under_a_budget_never_spend_more(emulator: Emulator) -> None:
    async def story() -> None:
        async with AsyncRivya(emulator.key, base_url=emulator.url, poll=QUICK, max_credits=60) as client:
            with client.budget(42) as budget:
                calls = [client.image.grok_imagine.create(PROMPT) for _ in range(30)]
                outcomes = await asyncio.gather(*calls, return_exceptions=True)
            jobs = [job for job in outcomes if not isinstance(job, BaseException)]
            assert {type(one) for one in outcomes if isinstance(one, BaseException)} == {BudgetExceededError}
            await client.generations.wait_all(jobs)
            assert (len(jobs), budget.spent, client.budgets[0].remaining) == (10, 40, 20)

    asyncio.run(story())
    assert emulator.credits == 60


def test_what_the_api_refuses_is_given_back(emulator: Emulator) -> None:
    with Rivya(emulator.key, base_url=emulator.url, max_credits=1000) as client:
        for _ in range(25):
            client.image.grok_imagine.create(PROMPT)
        with pytest.raises(InsufficientCreditsError):
            client.image.grok_imagine.create(PROMPT)
        assert client.budgets[0].reserved == 100
    assert emulator.credits == 0


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_clients_of_either_library(emulator: Emulator, library: Any, tmp_path: Path) -> None:
    picture = tmp_path / "cat.png"
    with Rivya(emulator.key, base_url=emulator.url, poll=QUICK, http_client=library.Client()) as client:
        (path,) = client.image.grok_imagine.create(PROMPT).wait().save(tmp_path)
        os.replace(path, picture)
        job = client.image.grok_imagine.create(PROMPT, references=[picture])
        assert job.wait().http_response is not None
        client._transport.connection.client().close()

    async def story() -> None:
        http_client = library.AsyncClient()
        async with http_client, AsyncRivya(emulator.key, base_url=emulator.url, http_client=http_client) as client:
            quick = client.with_options(poll=QUICK, timeout=Timeouts(request=5))
            job = await quick.image.grok_imagine.create(PROMPT, references=[picture])
            assert (await job.wait()).succeeded

    asyncio.run(story())
    assert emulator.credits == 88
