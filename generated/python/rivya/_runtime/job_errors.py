"""The errors that have to do with jobs; the tree of all errors stands at the top of `errors.py`, which has these as well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .deferred import deferred
from .error_base import RivyaError
from .plain_text import one_line

if TYPE_CHECKING:
    from .budgets import Budget
    from .jobs import JobState
else:
    Budget = deferred(".budgets", "Budget", __package__)
    JobState = deferred(".jobs", "JobState", __package__)


def _last_request_id(job: JobState) -> str | None:
    return job.http_response.request_id if job.http_response is not None else None


class BudgetExceededError(RivyaError):
    """A job that costs more than is left of a budget. It was raised before anything was sent.

    `needed` and `remaining` are credits, `budget` is the one with too little in it. `needed` is 0 for a model that this
    package has no price of, which is refused when nothing is left.
    """

    def __init__(self, *, needed: float, remaining: float, budget: Budget) -> None:
        self.needed = needed
        self.remaining = remaining
        self.budget = budget
        super().__init__(f"{needed:g} credits are needed, {remaining:g} of a budget of {budget.limit:g} are left")


class JobFailedError(RivyaError):
    """A job that ended without a result; `code` and `message` are the vendor's, `job` has the rest.

    `job.status` may be a word that is not documented and that can only mean such an end, like `canceled`.
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

    `jobs` are those, in the order given, and `errors` says why, one for each. The other jobs have ended well.
    """

    def __init__(self, errors: Sequence[RivyaError], *, jobs: Sequence[JobState]) -> None:
        self.errors = tuple(errors)
        self.jobs = tuple(jobs)
        lines = (f"job {one_line(job.id)}: {error}" for job, error in zip(jobs, errors, strict=True))
        super().__init__("\n".join([f"{len(self.jobs)} jobs did not succeed:", *lines]))


class JobTimeoutError(RivyaError):
    """A job that is still running at the deadline (seconds). It goes on: call `job.wait()` again, now or much later.

    `jobs` are all that are unfinished where several were waited for, `job` the first of them.
    """

    def __init__(self, deadline: float, *, job: JobState, others: Sequence[JobState] = ()) -> None:
        self.deadline = deadline
        self.job = job
        self.request_id = _last_request_id(job)
        self.jobs = (job, *others)
        more = f", and {len(others)} more are unfinished" if others else ""
        super().__init__(
            f"job {one_line(job.id)} is {one_line(job.status or 'not known')} after {deadline:g} s{more}; "
            "it goes on, wait for it again"
        )


class DownloadError(RivyaError):
    """A file of a job could not be fetched, is no medium, or cannot have its name. The job is not touched: call `save` again.

    `saved` holds the files that were complete before, `status` the HTTP status if there was an answer.
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
