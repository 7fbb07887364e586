# model.py is derived from this file.
"""What the rendered model classes are made from: a table, and one way to start a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from .._spec.tables import ModelTable, Price
from .._submission import Draft, create_flow
from .._transport.async_resource import AsyncResource
from ..files.media import References
from ..options import RequestOptions
from .async_job import AsyncJob, async_start_job
from .saving import JOB


class AsyncModel(AsyncResource):
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    @property
    def credits(self) -> Price:
        """What a job costs: base credits, billing type, and an estimate for several jobs."""
        return self.table.credits

    async def _create(
        self, prompt: str | None, params: Mapping[str, object], references: References | None, options: RequestOptions
    ) -> AsyncJob:
        draft = Draft(self.table.id, prompt, params, references)
        return await async_start_job(self._transport, create_flow(self._settings, JOB, draft, options))
