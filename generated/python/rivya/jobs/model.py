# Derived from async_model.py by codegen/derive.py; do not edit.
"""What the rendered model classes are made from: a table, and one way to start a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from .._spec.tables import ModelTable, Price
from .._submission import Draft, create_flow
from .._transport.resource import Resource
from ..files.media import References
from ..options import RequestOptions
from .job import Job, start_job
from .saving import JOB


class Model(Resource):
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    @property
    def credits(self) -> Price:
        """What a job costs: base credits, billing type, and an estimate for several jobs."""
        return self.table.credits

    def _create(
        self, prompt: str | None, params: Mapping[str, object], references: References | None, options: RequestOptions
    ) -> Job:
        draft = Draft(self.table.id, prompt, params, references)
        return start_job(self._transport, create_flow(self._settings, JOB, draft, options))
