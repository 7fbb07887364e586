"""What a call costs over the bare HTTP library, and how many jobs at once cost: against an emulator in its own process."""

from __future__ import annotations

import asyncio
import re
import resource
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import isawaitable
from typing import Any

import httpx
from rivya import AsyncRivya, PollPolicy, Rivya

CALLS = 300
JOBS = 500
KEY = "rvya_sk_emulator"
PROMPT = "A clean editorial product image on a soft studio background"


@contextmanager
def emulator() -> Iterator[str]:
    """Run the emulator in a process of its own and yield its address."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "rivya.emulator",
        "--port",
        "0",
        "--credits",
        "1000000",
        "--job-seconds",
        "0.5",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            address = None
            while address is None:
                found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
                address = found.group() if found else None
            yield address
        finally:
            process.terminate()


async def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes, which may have to be awaited."""
    started = time.perf_counter()
    result = action()
    if isawaitable(result):
        await result
    return time.perf_counter() - started


async def overhead(name: str, create: Callable[[], object], post: Callable[[], object]) -> tuple[str, str, str]:
    """Measure `create` against a bare post of the same body with the same headers, whose answer is read as JSON too.

    Both go first in turns, so that what the server does after an answer slows neither more than the other.
    """
    pairs: list[tuple[float, float]] = []
    for number in range(CALLS + 20):
        first, second = (post, create) if number % 2 else (create, post)
        seconds = {first: await timed(first), second: await timed(second)}
        pairs.append((seconds[create], seconds[post]))
    mine, other = (statistics.median(column) for column in zip(*pairs[20:], strict=True))
    ratio = statistics.median(a / b for a, b in pairs[20:])
    return (
        name,
        f"{1000 * mine:.2f} ms ({1000 * other:.2f} ms bare)",
        f"{ratio:.2f} × a bare `httpx` post of the same body",
    )


def request(address: str) -> dict[str, Any]:
    """Return what `httpx` is told to send: what `create` sends, under a key of its own."""
    headers = {"Authorization": f"Bearer {KEY}", "Accept": "application/json", "User-Agent": "rivya-python/0.1.0"}
    body = {"model": "grok-imagine", "prompt": PROMPT, "params": {"aspect_ratio": "16:9"}}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    return {"url": f"{address}/api/v1/generations", "json": body, "headers": headers | key}


def overhead_sync(address: str) -> tuple[str, str, str]:
    """Measure `create` of the synchronous client."""
    with Rivya(KEY, base_url=address) as client, httpx.Client() as http:
        measured = overhead(
            "`create`",
            lambda: client.image.grok_imagine.create(PROMPT, aspect_ratio="16:9"),
            lambda: http.post(**request(address)).raise_for_status().json(),
        )
        return asyncio.run(measured)


def overhead_async(address: str) -> tuple[str, str, str]:
    """Measure `create` of the asynchronous client."""

    async def run() -> tuple[str, str, str]:
        async with AsyncRivya(KEY, base_url=address) as client, httpx.AsyncClient() as http:

            async def post() -> None:
                (await http.post(**request(address))).raise_for_status().json()

            create = client.image.grok_imagine.create
            return await overhead("`create`, async", lambda: create(PROMPT, aspect_ratio="16:9"), post)

    return asyncio.run(run())


def many(address: str) -> tuple[str, str, str]:
    """Measure five hundred jobs at once: created, waited for at the pace that is the default, all finished."""
    sent = 0

    async def count(_: httpx.Request) -> None:
        nonlocal sent
        sent += 1

    async def run() -> int:
        policy = PollPolicy(first=0.5, interval=0.5, max_interval=1)
        http = httpx.AsyncClient(event_hooks={"request": [count]})
        async with http, AsyncRivya(KEY, base_url=address, poll=policy, http_client=http) as client:
            create = client.image.grok_imagine.create
            jobs = await asyncio.gather(*(create(f"{PROMPT} {number}") for number in range(JOBS)))
            done = await client.generations.wait_all(jobs)
            return sum(job.succeeded for job in done)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    finished = asyncio.run(run())
    seconds = time.perf_counter() - started
    assert finished == JOBS
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / JOBS
    return (
        f"{JOBS} jobs at once, async",
        f"{seconds:.1f} s, {JOBS / seconds:.0f} jobs/s, {sent / seconds:.0f} requests/s",
        f"{memory:.0f} KiB of memory a job",
    )


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table."""
    with emulator() as address:
        yield overhead_sync(address)
        yield overhead_async(address)
        yield many(address)
