"""What is known of a job, as of the last answer of the API."""

# What is not for users has an underscore, and is this module's own.
# pyright: reportPrivateUsage=false
from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Self

from .._core.as_json import AsJson
from .._core.messages import Answer, Response
from .._core.plain_text import one_line
from .._core.wire import Task, TaskError, TaskResult
from .._transport.copies import Detachable
from .._transport.settings import Settings
from ..options import PollPolicy


class JobState(Detachable, AsJson):
    """What is known of a job: its id always, the rest as of the last answer of the API.

    An error has one that is a `Job`, or an `AsyncJob`, whose methods are awaited. A copy, pickled ones included, keeps
    what is known and leaves the client behind. As JSON it is what the API said, also where a web application returns
    it.
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

    def refresh(self) -> Self | Awaitable[Self]:
        """Ask for the state of the job, once.

        Returns:
            The job itself.

        Raises:
            NotFoundError: There is no such job.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        raise NotImplementedError

    def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> Self | Awaitable[Self]:
        """Wait until the job ends.

        Args:
            timeout: After how many seconds to stop waiting; without one, the deadline is that of the model's category.
            on_update: Called with the job after each answer; of an asynchronous client, it may be a coroutine function.
            poll: How to wait for this job; what it says goes before the client's policy.

        Returns:
            The job itself.

        Raises:
            JobFailedError: The job ended without a result.
            JobTimeoutError: It still runs at the deadline; wait for it again.
            APIError: The answer is an error that does not pass; wait for it again.
            TransportError: No answer arrived; wait for it again.
            ConfigurationError: The timeout or the policy cannot be used.
        """
        raise NotImplementedError

    def save(
        self, directory: str | os.PathLike[str] = ".", *, name: str | None = None
    ) -> list[Path] | Awaitable[list[Path]]:
        """Save the files of the result.

        Files appear when they are complete. One that is there already is never replaced: the same result is not saved
        again, and next to another file it gets a number (`cat_2.png`).

        Args:
            directory: The folder, which is made where it is missing; or, with the ending of a medium (`out/cat.png`),
                the file itself, where the result has one and no folder is called so. `~` is the home folder.
            name: The name in the folder, instead of the id of the job; the ending of the media type is added. With an
                ending, it is the name of the one file.

        Returns:
            The paths of the files, in the order of `urls`.

        Raises:
            DownloadError: The job has no files yet, one could not be fetched or is no medium, or the name that was
                given as a whole does not fit its media type or belongs to another file.
            JobFailedError: The job ended without a result.
            ConfigurationError: The path or the name cannot be used.
            OSError: The disk is full, say, or the folder may not be written.
        """
        raise NotImplementedError

    @property
    def done(self) -> bool:
        """Whether the job ended, one way or the other."""
        return self.status in self._terminal

    @property
    def succeeded(self) -> bool:
        """Whether the job ended with a result."""
        return self.done and self.status not in self._failed


def note_answer(job: JobState, answer: Answer[Task]) -> None:
    """Take over an answer of the API."""
    job._answer = answer


def belongs_to(job: JobState, settings: Settings) -> bool:
    """Whether the client with these settings, or one made by its `with_options`, is the job's own."""
    return job._settings.ledger is settings.ledger
