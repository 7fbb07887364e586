"""Many jobs followed to their ends, each by a task."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from .._transport.async_resource import AsyncTransport
from ..errors import RivyaError
from .waiting import JobT, Vigil, jobs_noted

# Its twin is not derived from it: without tasks, jobs take turns in one thread.


async def follow(transport: AsyncTransport, vigil: Vigil[JobT]) -> AsyncGenerator[JobT, None]:
    """Yield the jobs as they end."""
    # asyncio is loaded by those who use it.
    import asyncio

    from .._transport.async_exchange import end_tasks

    ended: asyncio.Queue[asyncio.Task[RivyaError | None]] = asyncio.Queue()
    numbers = {asyncio.create_task(transport.run(flow)): number for number, flow in enumerate(vigil.flows)}
    for task in numbers:
        task.add_done_callback(ended.put_nowait)
    try:
        with jobs_noted(vigil.jobs):
            for _ in numbers:
                task = await ended.get()
                if vigil.ended(numbers[task], task.result()):
                    yield vigil.jobs[numbers[task]]
    finally:
        await end_tasks(numbers)
