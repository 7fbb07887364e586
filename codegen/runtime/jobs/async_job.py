# job.py is derived from this file.
"""Jobs: how to wait for them and save their files."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from .._core.messages import Answer
from .._core.wire import Task
from .._submission import repeated_by
from .._transport.async_resource import AsyncTransport
from .._transport.flow import Flow
from ..options import PollPolicy
from .saving import save_flow
from .state import JobState
from .waiting import Patience, refresh_flow, wait_one_flow


class AsyncJob(JobState):
    """A job of the API. It outlives the process: `client.generations.job(id)` goes on with it."""

    def __init__(self, transport: AsyncTransport, job_id: str, answer: Answer[Task] | None = None) -> None:
        super().__init__(transport.settings, job_id, answer)
        self._transport = transport

    async def refresh(self) -> Self:
        await self._transport.run(refresh_flow(self._settings, self))
        return self

    async def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> Self:
        await self._transport.run(wait_one_flow(self._settings, self, Patience(timeout, on_update, poll)))
        return self

    async def save(self, directory: str | os.PathLike[str] = ".", *, name: str | None = None) -> list[Path]:
        return await self._transport.run(save_flow(self._settings, self, directory, name))


async def async_start_job(transport: AsyncTransport, flow: Flow[Answer[Task]]) -> AsyncJob:
    """Run a flow that submits or retrieves a job, and return the job."""
    with repeated_by(partial(async_start_job, transport)):
        answer = await transport.run(flow)
    return AsyncJob(transport, answer.value.id, answer)
