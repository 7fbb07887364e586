# job.py is derived from this file.
"""Jobs: how to wait for them and save their files."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from .._core.deferred import deferred
from .._core.messages import Answer
from .._core.wire import Task
from .._transport.flow import Flow
from .._transport.repeating import repeated_by
from ..options import PollPolicy
from .state import JobState
from .submitting import save_flow
from .waiting import Patience, refresh_flow, wait_one_flow

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)


class AsyncJob(JobState):
    """A job of the API. It outlives the process: `client.generations.job(id)` goes on with it."""

    def __init__(self, transport: AsyncTransport, job_id: str, answer: Answer[Task] | None = None) -> None:
        super().__init__(transport.settings, job_id, answer)
        self._transport = transport

    async def refresh(self) -> Self:
        """Ask for the state of the job, once. Raises APIError and TransportError."""
        await self._transport.run(refresh_flow(self._settings, self))
        return self

    async def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> Self:
        """Wait until the job ends, and return it.

        `timeout` is in seconds; without one, the deadline is that of the model's category. `on_update` is called with
        the job after each answer. What `poll` says goes before the client's policy. Raises JobFailedError,
        JobTimeoutError, APIError and TransportError; the job can be waited for again after the last three.
        """
        await self._transport.run(wait_one_flow(self._settings, self, Patience(timeout, on_update, poll)))
        return self

    async def save(self, directory: str | os.PathLike[str] = ".", *, name: str | None = None) -> list[Path]:
        """Save the files of the result, and return their paths.

        Files appear when they are complete. One that is there already is never replaced: the same result is not saved
        again, and next to another file it gets a number (`cat_2.png`).

        Args:
            directory: the folder, which is made where it is missing; or, with the ending of a medium (`out/cat.png`),
                the file itself, where the result has one and no folder is called so. `~` is the home folder.
            name: the name in the folder, instead of the id of the job; the ending of the media type is added. With an
                ending, it is the name of the one file.

        Raises:
            DownloadError: the job has no files yet, one could not be fetched or is no medium, or the name that was
                given as a whole does not fit its media type or belongs to another file.
            JobFailedError: the job ended without a result.
            ConfigurationError: the path or the name cannot be used.
            OSError: the disk is full, say, or the folder may not be written.
        """
        return await self._transport.run(save_flow(self._settings, self, directory, name))


async def async_start_job(transport: AsyncTransport, flow: Flow[Answer[Task]]) -> AsyncJob:
    """Run a flow that submits or retrieves a job, and return the job."""
    with repeated_by(partial(async_start_job, transport)):
        answer = await transport.run(flow)
    return AsyncJob(transport, answer.value.id, answer)
