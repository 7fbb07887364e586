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
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from rivya import AsyncRivya, PollPolicy, Rivya

CALLS = 300
JOBS = 500
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


def overhead(address: str) -> tuple[str, str, str]:
    """Measure `create` against a bare post of the same body, in turns."""
    body = {"model": "grok-imagine", "prompt": PROMPT, "params": {"aspect_ratio": "16:9"}}
    headers = {"Authorization": "Bearer rvya_sk_emulator"}
    ours: list[float] = []
    bare: list[float] = []
    with Rivya("rvya_sk_emulator", base_url=address) as client, httpx.Client(base_url=address, headers=headers) as http:
        for _ in range(CALLS + 20):
            started = time.perf_counter()
            client.image.grok_imagine.create(PROMPT, aspect_ratio="16:9")
            middle = time.perf_counter()
            key = {"Idempotency-Key": str(uuid.uuid4())}
            http.post("/api/v1/generations", json=body, headers=key).raise_for_status().json()
            ours.append(middle - started)
            bare.append(time.perf_counter() - middle)
    mine, other = statistics.median(ours[20:]), statistics.median(bare[20:])
    ratio = statistics.median(a / b for a, b in zip(ours[20:], bare[20:], strict=True))
    return (
        "`create`",
        f"{1000 * mine:.2f} ms ({1000 * other:.2f} ms bare)",
        f"{ratio:.2f} × a bare `httpx` post of the same body",
    )


def many(address: str) -> tuple[str, str, str]:
    """Measure five hundred jobs at once: created, waited for, all finished."""

    async def run() -> int:
        policy = PollPolicy(first=0.5, interval=0.5, max_interval=1)
        async with AsyncRivya("rvya_sk_emulator", base_url=address, poll=policy) as client:
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
        f"{seconds:.1f} s, {JOBS / seconds:.0f} jobs/s",
        f"{memory:.0f} KiB of memory a job",
    )


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table."""
    with emulator() as address:
        yield overhead(address)
        yield many(address)
