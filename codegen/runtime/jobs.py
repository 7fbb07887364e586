"""Jobs: what is known of them, and how to wait for them and save their files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .as_json import AsJson
from .copies import Detachable
from .deferred import deferred
from .errors import RepeatableError
from .exchange import Answer, Response
from .flow import Flow
from .generations import save_flow, submit_flow
from .plain_text import one_line
from .policies import PollPolicy
from .settings import Settings
from .waiting import Patience, refresh_flow, wait_one_flow
from .wire import Task, TaskError, TaskResult

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)


class JobState(Detachable, AsJson):
    """What is known of a job: its id always, the rest as of the last answer of the API.

    A copy, pickled ones included, keeps what is known and leaves the client behind. As JSON it is what the API said,
    also where a web application returns it.
    """

    _copy_advice = "a copied job has no client: client.generations.job(id) goes on with it"

    def __init__(self, settings: Settings, job_id: str, answer: Answer[Task] | None = None) -> None:
        self._settings = settings
        self._id = job_id
        self._answer = answer
        platform = settings.platform
        self._terminal = platform.terminal_statuses | platform.presumed_failed_statuses
        self._failed = platform.failed_statuses | platform.presumed_failed_statuses

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {one_line(self.id)} {one_line(self.status or 'not known yet')}>"

    def _as_json(self) -> Mapping[str, Any]:
        return {"id": self.id, **self.raw}

    def update(self, answer: Answer[Task]) -> None:
        """Take over an answer of the API."""
        self._answer = answer

    @property
    def _task(self) -> Task | None:
        return self._answer.value if self._answer is not None else None

    @property
    def id(self) -> str:
        """The id of the job: enough to go on with it in another process."""
        return self._id

    @property
    def status(self) -> str | None:
        """The status in the vendor's words; `None` for a handle that was not refreshed yet."""
        return self._task.status if self._task is not None else None

    @property
    def model(self) -> str | None:
        """The id of the model."""
        return self._task.model if self._task is not None else None

    @property
    def reserved_credits(self) -> float | None:
        """Credits set aside when the job was accepted."""
        return self._task.reserved_credits if self._task is not None else None

    @property
    def final_credits(self) -> float | None:
        """Credits that the job cost; may read 0 until it ends."""
        return self._task.final_credits if self._task is not None else None

    @property
    def created_at(self) -> str | None:
        """When the job was accepted, as the API writes it (ISO 8601)."""
        return self._task.created_at if self._task is not None else None

    @property
    def updated_at(self) -> str | None:
        """When the job changed last, as the API writes it (ISO 8601)."""
        return self._task.updated_at if self._task is not None else None

    @property
    def result(self) -> TaskResult | None:
        """What the job produced; `None` before it succeeded."""
        return self._task.result if self._task is not None else None

    @property
    def urls(self) -> list[str]:
        """The addresses of the result files; empty before the job succeeded."""
        if self.result is None:
            return []
        primary = [self.result.primary_url] if self.result.primary_url else []
        return list(self.result.urls or primary)

    @property
    def error(self) -> TaskError | None:
        """Why the job failed; `None` otherwise."""
        return self._task.error if self._task is not None else None

    @property
    def raw(self) -> Mapping[str, Any]:
        """The last answer of the API as it was received; empty for a handle that was not refreshed yet."""
        return self._answer.raw if self._answer is not None else {}

    @property
    def http_response(self) -> Response | None:
        """The last answer of the API with its status and headers; `None` for a handle that was not refreshed yet."""
        return self._answer.response if self._answer is not None else None

    def belongs_to(self, settings: Settings) -> bool:
        """Whether the client with these settings, or one made by its `with_options`, is the job's own."""
        return self._settings.ledger is settings.ledger

    @property
    def done(self) -> bool:
        """Whether the job ended, one way or the other."""
        return self.status in self._terminal

    @property
    def succeeded(self) -> bool:
        """Whether the job ended with a result."""
        return self.done and self.status not in self._failed


class Job(JobState):
    """A job of the API. It outlives the process: `client.generations.job(id)` goes on with it."""

    def __init__(self, transport: SyncTransport, job_id: str, answer: Answer[Task] | None = None) -> None:
        super().__init__(transport.settings, job_id, answer)
        self._transport = transport

    @classmethod
    def start(cls, transport: SyncTransport, flow: Flow[Answer[Task]]) -> Self:
        """Run a flow that submits or retrieves a job, and return the job."""
        try:
            answer = transport.run(flow)
        except RepeatableError as error:
            error.bind(lambda call: lambda: cls.start(transport, submit_flow(transport.settings, call)))
            raise
        return cls(transport, answer.value.id, answer)

    def refresh(self) -> Self:
        """Ask for the state of the job, once. Raises APIError and TransportError."""
        self._transport.run(refresh_flow(self._settings, self))
        return self

    def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> Self:
        """Wait until the job ends, and return it.

        `timeout` is in seconds; without one, the deadline is that of the model's category. `on_update` is called with
        the job after each answer. What `poll` says goes before the client's policy. Raises JobFailedError, JobTimeoutError, APIError and TransportError; the job can be
        waited for again after the last three.
        """
        self._transport.run(wait_one_flow(self._settings, self, Patience(timeout, on_update, poll)))
        return self

    def save(self, directory: str | os.PathLike[str] = ".", *, name: str | None = None) -> list[Path]:
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
            ConfigurationError: the path or the name is none.
            OSError: the disk is full, say, or the folder may not be written.
        """
        return self._transport.run(save_flow(self._settings, self, directory, name))


class AsyncJob(JobState):
    """A job of the API. It outlives the process: `client.generations.job(id)` goes on with it."""

    def __init__(self, transport: AsyncTransport, job_id: str, answer: Answer[Task] | None = None) -> None:
        super().__init__(transport.settings, job_id, answer)
        self._transport = transport

    @classmethod
    async def start(cls, transport: AsyncTransport, flow: Flow[Answer[Task]]) -> Self:
        """Run a flow that submits or retrieves a job, and return the job."""
        try:
            answer = await transport.run(flow)
        except RepeatableError as error:
            error.bind(lambda call: lambda: cls.start(transport, submit_flow(transport.settings, call)))
            raise
        return cls(transport, answer.value.id, answer)

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
        the job after each answer. What `poll` says goes before the client's policy. Raises JobFailedError, JobTimeoutError, APIError and TransportError; the job can be
        waited for again after the last three.
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
            ConfigurationError: the path or the name is none.
            OSError: the disk is full, say, or the folder may not be written.
        """
        return await self._transport.run(save_flow(self._settings, self, directory, name))
