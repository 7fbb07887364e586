"""The resources of a client that are the same for every model: generations, files, credits and the live catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from .calls import build_call, call_flow
from .flow import Flow
from .generations import create_raw_flow, retrieve_flow
from .jobs import AsyncJob, Job
from .media import MediaKind, Reference
from .settings import RequestOptions, Settings
from .uploads import create_file_flow
from .wire import CreditBalance, File, ModelList

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport


def _file_flow(settings: Settings, source: Reference, kind: MediaKind | None, model: str | None) -> Flow[File]:
    return (yield from create_file_flow(settings, source, kind, model)).value


def _file_by_id_flow(settings: Settings, file_id: str) -> Flow[File]:
    file: File = yield from _read_flow(settings, "files.retrieve", file_id)
    return file


def _credits_flow(settings: Settings) -> Flow[CreditBalance]:
    balance: CreditBalance = yield from _read_flow(settings, "credits.retrieve")
    return balance


def _balance_flow(settings: Settings) -> Flow[float]:
    return (yield from _credits_flow(settings)).current_credits


def _models_flow(settings: Settings) -> Flow[ModelList]:
    models: ModelList = yield from _read_flow(settings, "models.list")
    return models


def _read_flow(settings: Settings, operation: str, *path_values: str) -> Flow[Any]:
    call = build_call(settings, operation, settings.resolve({}), path_values=path_values)
    return (yield from call_flow(settings, call)).value


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
        """Return a handle to a job, without asking the API."""
        return Job(self._transport, task_id)


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
        """Return a handle to a job, without asking the API."""
        return AsyncJob(self._transport, task_id)


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
        return self._transport.run(_file_by_id_flow(self._transport.settings, file_id))


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
        return await self._transport.run(_file_by_id_flow(self._transport.settings, file_id))


class Credits:
    """The wallet of the account."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return self._transport.run(_credits_flow(self._transport.settings))

    def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return self._transport.run(_balance_flow(self._transport.settings))


class AsyncCredits:
    """The wallet of the account."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return await self._transport.run(_credits_flow(self._transport.settings))

    async def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return await self._transport.run(_balance_flow(self._transport.settings))


class LiveModels:
    """The vendor's live catalogue of models, which may know more of them than this package."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def list(self) -> ModelList:
        """Ask for the catalogue; this needs no API key. Raises APIError and TransportError."""
        return self._transport.run(_models_flow(self._transport.settings))


class AsyncLiveModels:
    """The vendor's live catalogue of models, which may know more of them than this package."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(self) -> ModelList:
        """Ask for the catalogue; this needs no API key. Raises APIError and TransportError."""
        return await self._transport.run(_models_flow(self._transport.settings))
