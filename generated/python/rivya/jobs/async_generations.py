# generations.py is derived from this file.
"""Jobs of any model: one job, and many followed to their ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Any, Unpack

from .._transport.async_resource import AsyncResource
from .._transport.calls import fill_path
from ..options import PollPolicy, RequestOptions
from .async_following import follow
from .async_job import AsyncJob, async_start_job
from .submitting import create_raw_flow
from .waiting import Patience, Vigil, retrieve_flow


class AsyncGenerations(AsyncResource):
    """Jobs of any model, in the vendor's JSON."""

    async def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> AsyncJob:
        """Start a job from a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method. Raises ValidationError, APIError, TransportError
        and SubmissionUncertainError.
        """
        return await async_start_job(self._transport, create_raw_flow(self._transport.settings, request, options))

    async def retrieve(self, task_id: str) -> AsyncJob:
        """Ask for a job by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return await async_start_job(self._transport, retrieve_flow(self._transport.settings, task_id))

    def job(self, task_id: str) -> AsyncJob:
        """Return a handle to a job, without asking the API. Raises ValidationError for a text that cannot be an id."""
        fill_path(self._transport.settings, "{task_id}", (task_id,))
        return AsyncJob(self._transport, task_id)

    async def wait_all(
        self,
        jobs: Iterable[AsyncJob],
        timeout: float | None = None,
        on_update: Callable[[AsyncJob], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> list[AsyncJob]:
        """Wait until all jobs end, and return them in the order given.

        They are asked about in turns, each at the interval that is advised for its category, all together at the pace
        that `PollPolicy.per_second` describes. `timeout` is in seconds and holds for all of them; without one, each has
        the deadline of its category. `on_update` is called with a job after each answer about it. What `poll` says goes
        before the client's policy. No failure ends the wait for the others: when all is known, JobsFailedError names
        the jobs that failed or could not be asked about, and JobTimeoutError those that are unfinished. Raises
        ConfigurationError for what is no job of this client.
        """
        given = list(jobs)
        vigil = Vigil(self._transport.settings, given, Patience(timeout, on_update, poll))
        async for _ in follow(self._transport, vigil):
            pass
        vigil.raise_failures()
        return given

    def as_completed(
        self, jobs: Iterable[AsyncJob], timeout: float | None = None, *, poll: PollPolicy | None = None
    ) -> AsyncIterator[AsyncJob]:
        """Wait for all jobs, and yield each as it ends, whether it succeeded or failed: `job.succeeded` tells.

        They are asked about as `wait_all` does. After the others, JobTimeoutError names the jobs that are unfinished at
        the deadline, and JobsFailedError those that could not be asked about. A consumer may stop early. Raises
        ConfigurationError for a job of another client.
        """
        return self._completed(Vigil(self._transport.settings, jobs, Patience(timeout, None, poll)))

    async def _completed(self, vigil: Vigil[AsyncJob]) -> AsyncIterator[AsyncJob]:
        async with aclosing(follow(self._transport, vigil)) as jobs:
            async for job in jobs:
                yield job
        vigil.raise_lost()
