"""Five hundred jobs at once: all of them finish, none is lost, none is charged twice."""

from __future__ import annotations

import asyncio

from rivya import AsyncRivya, PollPolicy
from rivya.emulator import Emulator

JOBS = 500


def test_five_hundred_concurrent_jobs() -> None:
    async def run(emulator: Emulator) -> list[str]:
        quick = PollPolicy(first=0.3, interval=0.5, max_interval=1, deadline=60)
        async with AsyncRivya(emulator.key, base_url=emulator.url, poll=quick) as client:
            create = client.image.grok_imagine.create
            jobs = await asyncio.gather(*(create(f"Lighthouse {number}") for number in range(JOBS)))
            done = await client.generations.wait_all(jobs)
            return [job.id for job in done if job.succeeded]

    with Emulator(credits=4 * JOBS, job_seconds=0.2) as emulator:
        finished = asyncio.run(run(emulator))
        assert len(set(finished)) == JOBS
        assert {job["id"] for job in emulator.jobs} == set(finished)
        assert emulator.credits == 0
        emulator.audit()
