"""Many jobs with faults, and many cancelled calls, against the emulator: after them, the books are right and nothing is left.

`make soak` does it at length, `make test` a slice of it. Whatever is not as it should be raises AssertionError.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from rivya import AsyncRivya, AttemptOutcome, Job, PollPolicy, RetryPolicy, Rivya, SentRequest, SubmissionUncertainError
from rivya.emulator import Emulator, Fault

BATCH = 250
PRICE = 4
CANCELLED_AT_ONCE = 50
SAVED = 10
"""Of so many jobs, one is saved."""
POLL = PollPolicy(first=0.05, interval=0.1, max_interval=0.2, deadline=120, per_second=2000)
RETRY = RetryPolicy(attempts=6, initial=0.002, maximum=0.02, retry_after_cap=0.05)
FAULTS: tuple[tuple[str, object, str], ...] = (
    ("status", 503, "generations.create"),
    ("page", 502, "generations.create"),
    ("drop", "before", "generations.create"),
    ("drop", "after", "generations.create"),
    ("truncate", "", "generations.create"),
    ("status", 429, "generations.create"),
    ("status", 500, "generations.retrieve"),
    ("drop", "after", "generations.retrieve"),
    ("truncate", "", "media"),
    ("drop", "before", "media"),
)


@dataclass
class Counts:
    """What was tried."""

    jobs: int = 0
    faults: int = 0
    cancelled: int = 0
    saved: int = 0
    attempts: list[AttemptOutcome] = field(default_factory=list)
    arrived: int = 0
    """Cancelled calls whose job exists all the same."""


@contextmanager
def emulated(jobs: int) -> Iterator[Emulator]:
    """Serve an account that can pay for so many jobs and no more; check the books at the end."""
    with Emulator(credits=PRICE * jobs, job_seconds=0.05) as emulator:
        yield emulator
        emulator.audit()
        ids = [job["id"] for job in emulator.jobs]
        assert len(ids) == len(set(ids)) == jobs, f"{len(ids)} jobs, {len(set(ids))} of them different, {jobs} wanted"
        assert emulator.credits == 0


def soak_jobs(shell: str, count: int, counts: Counts) -> None:
    """Start, follow and save jobs, a tenth of which meet a fault, or more."""
    with tempfile.TemporaryDirectory() as name, emulated(count) as emulator:
        folder = Path(name)
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            for kind, value, operation in FAULTS:
                times = max(1, size // 50) if operation != "media" else 1
                emulator.faults.add(Fault(kind, value, operation=operation, times=times))
                counts.faults += times
            batch = batch_of_threads if shell == "sync" else batch_of_tasks
            batch(emulator, folder, size, {"on_response": counts.attempts.append})
        counts.jobs += count
        saved = list(folder.iterdir())
        counts.saved += len(saved)
        assert len(saved) == sum(-(-min(BATCH, count - start) // SAVED) for start in range(0, count, BATCH))
        assert all(path.suffix in {".jpg", ".png"} for path in saved), saved


def batch_of_threads(emulator: Emulator, folder: Path, size: int, watch: dict[str, Any]) -> None:
    """Run jobs with the synchronous client from many threads."""

    def create(number: int) -> Job:
        call: Callable[[], Job] = partial(client.image.grok_imagine.create, f"Lighthouse {number}")
        while True:  # one call may meet more faults in a row than it has attempts
            try:
                return call()
            except SubmissionUncertainError as error:
                call = error.repeat

    options: dict[str, Any] = {"poll": POLL, "retry": RETRY, "max_credits": PRICE * size, **watch}
    with Rivya(emulator.key, base_url=emulator.url, **options) as client:
        with ThreadPoolExecutor(16) as pool:
            jobs = list(pool.map(create, range(size)))
        for job in client.generations.wait_all(jobs)[::SAVED]:
            job.save(folder)
        assert (client.budgets[0].reserved, client.budgets[0].remaining) == (0, 0)


def batch_of_tasks(emulator: Emulator, folder: Path, size: int, watch: dict[str, Any]) -> None:
    """Run jobs with the asynchronous client from many tasks."""

    async def create(client: AsyncRivya, number: int) -> Any:
        call: Callable[[], Any] = partial(client.image.grok_imagine.create, f"Lighthouse {number}")
        while True:
            try:
                return await call()
            except SubmissionUncertainError as error:
                call = error.repeat

    async def run() -> None:
        options: dict[str, Any] = {"poll": POLL, "retry": RETRY, "max_credits": PRICE * size, **watch}
        async with AsyncRivya(emulator.key, base_url=emulator.url, **options) as client:
            jobs = await asyncio.gather(*(create(client, number) for number in range(size)))
            done = await client.generations.wait_all(jobs)
            await asyncio.gather(*(job.save(folder) for job in done[::SAVED]))
            assert (client.budgets[0].reserved, client.budgets[0].remaining) == (0, 0)
        assert asyncio.all_tasks() == {asyncio.current_task()}, "a task is left"

    asyncio.run(run())


def soak_at_once(count: int) -> None:
    """Run so many jobs at once: all of them finish, none is lost, none is charged twice."""

    async def run(emulator: Emulator) -> list[str]:
        async with AsyncRivya(emulator.key, base_url=emulator.url, poll=POLL) as client:
            create = client.image.grok_imagine.create
            jobs = await asyncio.gather(*(create(f"Lighthouse {number}") for number in range(count)))
            done = await client.generations.wait_all(jobs)
            return [job.id for job in done if job.succeeded]

    with emulated(count) as emulator:
        finished = asyncio.run(run(emulator))
        assert {job["id"] for job in emulator.jobs} == set(finished)


def soak_cancellations(count: int, counts: Counts, seed: int = 1) -> None:
    """Cancel calls at random moments, and make each again under its key: there is one job for each, whatever had arrived."""
    chance = Random(seed)

    def cancel_soon(request: SentRequest) -> None:
        """Cancel a call a moment after it leaves; one of ten at once."""
        task = asyncio.current_task()
        if task in first:
            delay = max(0.0, chance.random() * 1.1 - 0.1) * (clock["answer"] + 0.005)
            asyncio.get_running_loop().call_later(delay, task.cancel)

    first: set[Any] = set()
    clock = {"answer": 0.05}

    async def run(emulator: Emulator) -> None:
        options: dict[str, Any] = {"max_credits": PRICE * count, "on_request": cancel_soon}
        async with AsyncRivya(
            emulator.key, base_url=emulator.url, on_response=counts.attempts.append, **options
        ) as client:
            create = client.image.grok_imagine.create
            for start in range(0, count, CANCELLED_AT_ONCE):
                keys = [f"key-{number}" for number in range(start, min(start + CANCELLED_AT_ONCE, count))]
                first.update(asyncio.create_task(create(key, idempotency_key=key)) for key in keys)
                ended = await asyncio.gather(*first, return_exceptions=True)
                first.clear()
                cancelled = sum(isinstance(one, asyncio.CancelledError) for one in ended)
                counts.cancelled += cancelled
                counts.arrived += len(emulator.jobs) - start - (len(keys) - cancelled)
                begun = asyncio.get_running_loop().time()
                again = [create(key, idempotency_key=key) for key in keys]
                assert len({job.id for job in await asyncio.gather(*again)}) == len(keys)
                clock["answer"] = asyncio.get_running_loop().time() - begun
            assert client.budgets[0].remaining == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}, "a task is left"

    with emulated(count) as emulator:
        asyncio.run(run(emulator))
        counts.jobs += count
