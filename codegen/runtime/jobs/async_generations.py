# generations.py is derived from this file.
"""Jobs of any model: one job, and many followed to their ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Any, Unpack

from .._submission import create_raw_flow
from .._transport.async_resource import AsyncResource
from .._transport.calls import fill_path
from ..options import PollPolicy, RequestOptions
from .async_following import follow
from .async_job import AsyncJob, async_start_job
from .saving import JOB
from .waiting import Patience, Vigil, retrieve_flow


class AsyncGenerations(AsyncResource):
    """Jobs of any model, in the vendor's JSON."""

    async def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> AsyncJob:
        """Start a job from a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method.

        Args:
            request: The request, in the vendor's JSON.
            **options: Settings of this call; see `RequestOptions`.

        Returns:
            The job; `wait()` for its result.

        Raises:
            ValidationError: The request breaks a limit; nothing was sent. All problems are in it.
            BudgetExceededError: The job costs more than is left of a budget; nothing was sent.
            APIError: The API refused the request; the subclass says why.
            TransportError: No answer arrived, and no job was started.
            SubmissionUncertainError: Nobody knows whether the job exists; it can be repeated safely.
        """
        return await async_start_job(self._transport, create_raw_flow(self._settings, JOB, request, options))

    async def retrieve(self, task_id: str) -> AsyncJob:
        """Ask for a job by its id.

        Args:
            task_id: The id of the job.

        Returns:
            The job, with all that is known of it.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await async_start_job(self._transport, retrieve_flow(self._settings, task_id))

    def job(self, task_id: str) -> AsyncJob:
        """Return a handle to a job, without asking the API.

        Args:
            task_id: The id of the job.

        Returns:
            The job, of which nothing but the id is known yet.

        Raises:
            ValidationError: What is given is no id.
        """
        fill_path(self._settings, "{task_id}", (task_id,))
        return AsyncJob(self._transport, task_id)

    async def wait_all(
        self,
        jobs: Iterable[AsyncJob],
        timeout: float | None = None,
        on_update: Callable[[AsyncJob], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> list[AsyncJob]:
        """Wait until all jobs end.

        They are asked about in turns, each at the interval that is advised for its category, all together at the pace
        that `PollPolicy.per_second` describes. No failure ends the wait for the others.

        Args:
            jobs: The jobs, of this client.
            timeout: After how many seconds to stop waiting for all of them; without one, each has the deadline of its
                category.
            on_update: Called with a job after each answer about it, as `wait` of a job does.
            poll: How to wait for these jobs; what it says goes before the client's policy.

        Returns:
            The jobs in the order given.

        Raises:
            JobsFailedError: Jobs failed or could not be asked about; it names them, when all is known.
            JobTimeoutError: Jobs still run at the deadline; it names them, when all is known.
            ConfigurationError: Among the jobs is something else, or a job of another client.
        """
        given = list(jobs)
        vigil = Vigil(self._settings, given, Patience(timeout, on_update, poll))
        async for _ in follow(self._transport, vigil):
            pass
        vigil.raise_failures()
        return given

    def as_completed(
        self, jobs: Iterable[AsyncJob], timeout: float | None = None, *, poll: PollPolicy | None = None
    ) -> AsyncIterator[AsyncJob]:
        """Wait for all jobs, and yield each as it ends, whether it succeeded or failed: `job.succeeded` tells.

        They are asked about as `wait_all` does. A consumer may stop early.

        Args:
            jobs: The jobs, of this client.
            timeout: After how many seconds to stop waiting for all of them; without one, each has the deadline of its
                category.
            poll: How to wait for these jobs; what it says goes before the client's policy.

        Returns:
            The jobs, to be iterated over.

        Raises:
            JobsFailedError: After the others: jobs could not be asked about; it names them.
            JobTimeoutError: After the others: jobs still run at the deadline; it names them.
            ConfigurationError: Among the jobs is something else, or a job of another client.
        """
        return self._completed(Vigil(self._settings, jobs, Patience(timeout, None, poll)))

    async def _completed(self, vigil: Vigil[AsyncJob]) -> AsyncIterator[AsyncJob]:
        async with aclosing(follow(self._transport, vigil)) as jobs:
            async for job in jobs:
                yield job
        vigil.raise_failures(only_lost=True)
