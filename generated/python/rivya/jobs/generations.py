# Derived from async_generations.py by codegen/derive.py; do not edit.
"""Jobs of any model: one job, and many followed to their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, Unpack

from .._transport.calls import fill_path
from .._transport.resource import Resource
from ..options import PollPolicy, RequestOptions
from .following import follow
from .job import Job, start_job
from .submitting import create_raw_flow
from .waiting import Patience, Vigil, retrieve_flow


class Generations(Resource):
    """Jobs of any model, in the vendor's JSON."""

    def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> Job:
        """Start a job from a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method. Raises ValidationError, APIError, TransportError
        and SubmissionUncertainError.
        """
        return start_job(self._transport, create_raw_flow(self._transport.settings, request, options))

    def retrieve(self, task_id: str) -> Job:
        """Ask for a job by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return start_job(self._transport, retrieve_flow(self._transport.settings, task_id))

    def job(self, task_id: str) -> Job:
        """Return a handle to a job, without asking the API. Raises ValidationError for a text that cannot be an id."""
        fill_path(self._transport.settings, "{task_id}", (task_id,))
        return Job(self._transport, task_id)

    def wait_all(
        self,
        jobs: Iterable[Job],
        timeout: float | None = None,
        on_update: Callable[[Job], object] | None = None,
        *,
        poll: PollPolicy | None = None,
    ) -> list[Job]:
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
        for _ in follow(self._transport, vigil):
            pass
        vigil.raise_failures()
        return given

    def as_completed(
        self, jobs: Iterable[Job], timeout: float | None = None, *, poll: PollPolicy | None = None
    ) -> Iterator[Job]:
        """Wait for all jobs, and yield each as it ends, whether it succeeded or failed: `job.succeeded` tells.

        They are asked about as `wait_all` does. After the others, JobTimeoutError names the jobs that are unfinished at
        the deadline, and JobsFailedError those that could not be asked about. A consumer may stop early. Raises
        ConfigurationError for a job of another client.
        """
        return self._completed(Vigil(self._transport.settings, jobs, Patience(timeout, None, poll)))

    def _completed(self, vigil: Vigil[Job]) -> Iterator[Job]:
        with closing(follow(self._transport, vigil)) as jobs:
            for job in jobs:
                yield job
        vigil.raise_lost()
