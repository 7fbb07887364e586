"""What the generated model classes are made from: a table, and one way to start a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from .deferred import deferred
from .generations import create_flow
from .jobs import AsyncJob, Job
from .media import References
from .preparation import Draft
from .settings import RequestOptions
from .suggestions import Suggesting
from .tables import Credits, ModelTable

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)

__all__ = ["AsyncModel", "AsyncNamespace", "Model", "Namespace", "RequestOptions"]


class Namespace(Suggesting):
    """A group of models, as an attribute of a client."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport


class AsyncNamespace(Suggesting):
    """A group of models, as an attribute of a client."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport


class Model:
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    @property
    def credits(self) -> Credits:
        """What a job costs: base credits, billing type, and an estimate for several jobs."""
        return self.table.credits

    def _create(
        self,
        prompt: str | None,
        params: Mapping[str, object],
        references: References | None,
        options: RequestOptions,
    ) -> Job:
        draft = Draft(self.table.id, prompt, params, references)
        return Job.start(self._transport, create_flow(self._transport.settings, draft, options))


class AsyncModel:
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @property
    def credits(self) -> Credits:
        """What a job costs: base credits, billing type, and an estimate for several jobs."""
        return self.table.credits

    async def _create(
        self,
        prompt: str | None,
        params: Mapping[str, object],
        references: References | None,
        options: RequestOptions,
    ) -> AsyncJob:
        draft = Draft(self.table.id, prompt, params, references)
        return await AsyncJob.start(self._transport, create_flow(self._transport.settings, draft, options))
