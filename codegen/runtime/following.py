"""Many jobs followed to their ends in the two shells: in one polling loop, or with a task for each."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from typing import TYPE_CHECKING

from .deferred import deferred
from .errors import RivyaError
from .together import Together
from .waiting import JobT, Vigil, jobs_noted

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)


def follow(transport: SyncTransport, vigil: Vigil[JobT]) -> Generator[JobT, None, None]:
    """Yield the jobs as they end."""
    with closing(Together(vigil.flows)) as together, jobs_noted(vigil.jobs):
        while not together.ended:
            number, error = transport.run(together.next())
            if vigil.ended(number, error):
                yield vigil.jobs[number]


async def follow_async(transport: AsyncTransport, vigil: Vigil[JobT]) -> AsyncGenerator[JobT, None]:
    """Yield the jobs as they end."""
    # asyncio is loaded by those who use it.
    import asyncio

    from .exchange_async import end_tasks

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
