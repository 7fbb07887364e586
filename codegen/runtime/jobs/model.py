# Derived from async_model.py by codegen/derive.py; do not edit.
"""What the rendered model classes are made from: a table, and one way to start a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol, cast

from .._spec.tables import ModelTable
from .._submission import Draft, create_flow
from .._transport.resource import Resource
from ..files.media import References
from ..options import RequestOptions
from ..prices import CallT, Price, price_of_calls
from .job import Job, start_job
from .saving import JOB


class Creating(Protocol[CallT]):
    """A model with the arguments of its method, which an estimate of a job takes as well."""

    def create(self, *args: CallT.args, **kwargs: CallT.kwargs) -> object: ...


class Model(Resource):
    """One model, ready to be called."""

    table: ClassVar[ModelTable]

    @property
    def credits(self: Creating[CallT]) -> Price[CallT]:
        """What a job costs: base credits, billing type, and estimates of jobs before they are paid for."""
        model = cast("Model", self)
        return price_of_calls(model._settings, JOB, model.table, self.create)

    def _create(
        self, prompt: str | None, params: Mapping[str, object], references: References | None, options: RequestOptions
    ) -> Job:
        draft = Draft(self.table.id, prompt, params, references)
        return start_job(self._transport, create_flow(self._settings, JOB, draft, options))
