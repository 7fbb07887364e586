# Derived from async_job.py by codegen/derive.py; do not edit.
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
from .._transport.flow import Flow
from .._transport.resource import SyncTransport
from ..options import PollPolicy
from .saving import save_flow
from .state import JobState
from .waiting import Patience, refresh_flow, wait_one_flow


class Job(JobState):
    """A job of the API. It outlives the process: `client.generations.job(id)` goes on with it."""

    def __init__(self, transport: SyncTransport, job_id: str, answer: Answer[Task] | None = None) -> None:
        super().__init__(transport.settings, job_id, answer)
        self._transport = transport

    def refresh(self) -> Self:
        self._transport.run(refresh_flow(self._settings, self))
        return self

    def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> Self:
        self._transport.run(wait_one_flow(self._settings, self, Patience(timeout, on_update, poll)))
        return self

    def save(self, directory: str | os.PathLike[str] = ".", *, name: str | None = None) -> list[Path]:
        return self._transport.run(save_flow(self._settings, self, directory, name))


def start_job(transport: SyncTransport, flow: Flow[Answer[Task]]) -> Job:
    """Run a flow that submits or retrieves a job, and return the job."""
    with repeated_by(partial(start_job, transport)):
        answer = transport.run(flow)
    return Job(transport, answer.value.id, answer)
