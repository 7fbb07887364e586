"""What the generated model classes are made from: a table, and one way to start a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from .deferred import deferred
from .generations import Draft, create_flow
from .jobs import AsyncJob, Job
from .media import References
from .settings import RequestOptions
from .suggestions import Suggesting
from .tables import Credits, ModelTable

if TYPE_CHECKING:
    from .client import AsyncClient, Client
else:
    AsyncClient = deferred(".client", "AsyncClient", __package__)
    Client = deferred(".client", "Client", __package__)

__all__ = ["AsyncModel", "Model", "Namespace", "RequestOptions"]

ClientT = TypeVar("ClientT")


class Namespace(Suggesting, Generic[ClientT]):
    """A group of models, as an attribute of a client."""

    def __init__(self, client: ClientT) -> None:
        self._client = client


class Model:
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    def __init__(self, client: Client) -> None:
        self._transport = client.transport

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
        draft = Draft(prompt, params, references)
        return Job.start(self._transport, create_flow(self._transport.settings, self.table, draft, options))


class AsyncModel:
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    def __init__(self, client: AsyncClient) -> None:
        self._transport = client.transport

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
        draft = Draft(prompt, params, references)
        return await AsyncJob.start(self._transport, create_flow(self._transport.settings, self.table, draft, options))
