"""The resources of a client that are the same for every model: generations, files and credits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from .calls import fill_path, read_flow
from .deferred import deferred
from .flow import Flow
from .following import follow, follow_async
from .generations import create_raw_flow
from .jobs import AsyncJob, Job
from .media import MediaKind, Reference
from .policies import PollPolicy
from .settings import RequestOptions, Settings
from .uploads import create_file_flow
from .waiting import Patience, Vigil, retrieve_flow
from .wire import CreditBalance, File

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)


def _file_flow(settings: Settings, source: Reference, kind: MediaKind | None, model: str | None) -> Flow[File]:
    return (yield from create_file_flow(settings, source, kind, model)).value


def _balance_flow(settings: Settings) -> Flow[float]:
    wallet: Flow[CreditBalance] = read_flow(settings, "credits.retrieve")
    return (yield from wallet).current_credits


class Generations:
    """Jobs of any model, in the vendor's JSON."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> Job:
        """Start a job from a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method. Raises ValidationError, APIError, TransportError
        and SubmissionUncertainError.
        """
        return Job.start(self._transport, create_raw_flow(self._transport.settings, request, options))

    def retrieve(self, task_id: str) -> Job:
        """Ask for a job by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return Job.start(self._transport, retrieve_flow(self._transport.settings, task_id))

    def job(self, task_id: str) -> Job:
        """Return a handle to a job, without asking the API. Raises ValidationError for what is no id."""
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
        before the client's policy. No failure ends the wait for the others: when all is known, JobsFailedError names the
        jobs that failed or could not be asked about, and JobTimeoutError those that are unfinished. Raises
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
        yield from follow(self._transport, vigil)
        vigil.raise_lost()


class AsyncGenerations:
    """Jobs of any model, in the vendor's JSON."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> AsyncJob:
        """Start a job from a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method. Raises ValidationError, APIError, TransportError
        and SubmissionUncertainError.
        """
        return await AsyncJob.start(self._transport, create_raw_flow(self._transport.settings, request, options))

    async def retrieve(self, task_id: str) -> AsyncJob:
        """Ask for a job by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return await AsyncJob.start(self._transport, retrieve_flow(self._transport.settings, task_id))

    def job(self, task_id: str) -> AsyncJob:
        """Return a handle to a job, without asking the API. Raises ValidationError for what is no id."""
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
        before the client's policy. No failure ends the wait for the others: when all is known, JobsFailedError names the
        jobs that failed or could not be asked about, and JobTimeoutError those that are unfinished. Raises
        ConfigurationError for what is no job of this client.
        """
        given = list(jobs)
        vigil = Vigil(self._transport.settings, given, Patience(timeout, on_update, poll))
        async for _ in follow_async(self._transport, vigil):
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
        async for job in follow_async(self._transport, vigil):
            yield job
        vigil.raise_lost()


class Files:
    """Reference media that the API holds."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def create(self, source: Reference, kind: MediaKind | None = None, model: str | None = None) -> File:
        """Upload a local file, to be used as a reference of several calls.

        With `model`, the file is checked against the rules of that model, here and by the API. Raises ValidationError,
        APIError and TransportError.
        """
        return self._transport.run(_file_flow(self._transport.settings, source, kind, model))

    def retrieve(self, file_id: str) -> File:
        """Ask for an uploaded file by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "files.retrieve", file_id))


class AsyncFiles:
    """Reference media that the API holds."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(self, source: Reference, kind: MediaKind | None = None, model: str | None = None) -> File:
        """Upload a local file, to be used as a reference of several calls.

        With `model`, the file is checked against the rules of that model, here and by the API. Raises ValidationError,
        APIError and TransportError.
        """
        return await self._transport.run(_file_flow(self._transport.settings, source, kind, model))

    async def retrieve(self, file_id: str) -> File:
        """Ask for an uploaded file by its id. Raises APIError (NotFoundError among others) and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "files.retrieve", file_id))


class Credits:
    """The wallet of the account."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "credits.retrieve"))

    def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return self._transport.run(_balance_flow(self._transport.settings))


class AsyncCredits:
    """The wallet of the account."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "credits.retrieve"))

    async def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return await self._transport.run(_balance_flow(self._transport.settings))
