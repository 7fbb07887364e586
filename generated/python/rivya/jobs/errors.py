"""The errors that have to do with jobs; `errors.py` lists them as well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .._core.plain_text import counted, one_line
from .._transport.settings import Settings
from ..errors import RivyaError
from .state import JobState


def _last_request_id(job: JobState) -> str | None:
    return job.http_response.request_id if job.http_response is not None else None


class JobFailedError(RivyaError):
    """A job that ended without a result.

    Attributes:
        code (str | None): The vendor's stable code, where the API gives one.
        message (str | None): What the API says, in its words.
        job (JobState): The job. Its `status` may be a word that is not documented and that can only mean such an end,
            like `canceled`.
    """

    def __init__(self, code: str | None, message: str | None, *, job: JobState) -> None:
        self.code = code
        self.message = message
        self.job = job
        self.request_id = _last_request_id(job)
        state = one_line(job.status or "failed")
        super().__init__(f"job {one_line(job.id)} {state}: {code or 'no code'}: {message or 'no message'}")


class JobsFailedError(RivyaError):
    """Of several jobs, some ended without a result or could not be followed to their end.

    The other jobs have ended well.

    Attributes:
        errors (tuple[RivyaError, ...]): Why, one for each of `jobs`.
        jobs (tuple[JobState, ...]): Those jobs, in the order given.
    """

    def __init__(self, errors: Sequence[RivyaError], *, jobs: Sequence[JobState]) -> None:
        self.errors = tuple(errors)
        self.jobs = tuple(jobs)
        lines = (f"job {one_line(job.id)}: {error}" for job, error in zip(jobs, errors, strict=True))
        super().__init__("\n".join([f"{counted(len(self.jobs), 'job')} did not succeed:", *lines]))


class JobTimeoutError(RivyaError):
    """A job that is still running at the deadline. It goes on: call `job.wait()` again, now or much later.

    Attributes:
        deadline (float): How long it was waited for, in seconds.
        job (JobState): The job; of several, the first that is unfinished.
        jobs (tuple[JobState, ...]): All that are unfinished, where several were waited for.
    """

    def __init__(self, deadline: float, *, job: JobState, others: Sequence[JobState] = ()) -> None:
        self.deadline = deadline
        self.job = job
        self.request_id = _last_request_id(job)
        self.jobs: tuple[JobState, ...] = (job, *others)
        more = f", and so {'is' if len(others) == 1 else 'are'} {counted(len(others), 'other')}" if others else ""
        super().__init__(
            f"job {one_line(job.id)} is still {one_line(job.status or 'unfinished')} after {deadline:g} s{more}; "
            "it goes on, wait for it again"
        )


class DownloadError(RivyaError):
    """A file of a job could not be fetched, is no medium, or cannot have its name. The job is not touched: call `save`
    again.

    Attributes:
        job (JobState): The job.
        status (int | None): The HTTP status, where there was an answer.
        saved (tuple[Path, ...]): The files that were complete before.
    """

    def __init__(
        self,
        message: str,
        *,
        job: JobState,
        status: int | None = None,
        saved: Sequence[Path] = (),
        request_id: str | None = None,
    ) -> None:
        self.job = job
        self.request_id = request_id
        self.status = status
        self.saved = tuple(saved)
        super().__init__(f"job {one_line(job.id)}: {message}")


def raise_failure(settings: Settings, job: JobState) -> None:
    """Raise JobFailedError for a job that ended without a result."""
    if job.done and not job.succeeded:
        said = (job.error.code, job.error.message) if job.error is not None else (None, None)
        code, message = (settings.redacted_line(text) if text else None for text in said)
        raise JobFailedError(code, message, job=job)
