"""The contract of a model: what its spec means in any language. Each part is made once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..spec.model import AnyParameter, ModelSpec
from ..spec.platform import PlatformSpec
from ..spec.references import References
from ..text.fragments import Fragment
from .evaluator import Evaluation
from .names import model_name_of
from .parameters import parameters_of, references_of, with_all_parameters
from .prices import Prices, price_of, price_rows
from .reference_schema import Schema
from .request_schema import request_schema
from .vectors import model_vectors


@dataclass(frozen=True)
class Contract:
    """One model of a platform."""

    spec: ModelSpec
    platform: PlatformSpec

    @cached_property
    def name(self) -> Fragment:
        """The attribute of its category."""
        return model_name_of(self.spec, self.platform)

    @cached_property
    def parameters(self) -> Mapping[str, AnyParameter]:
        """Its parameters by wire key; a chat model has some from the platform."""
        return parameters_of(self.spec, self.platform)

    @cached_property
    def references(self) -> References | None:
        """The rule for reference media; for a chat model that of its attachments."""
        return references_of(self.spec, self.platform)

    @cached_property
    def schema(self) -> Schema:
        """The JSON Schema of a request."""
        return request_schema(self.spec, self.platform)

    @cached_property
    def prices(self) -> Prices:
        """What calls cost, as rows of the evaluator."""
        return price_rows(self.spec, self.platform)

    def price_of(self, request: Mapping[str, Any]) -> Evaluation:
        """Return what a request costs."""
        return price_of(self.request_spec, self.prices, request)

    @cached_property
    def request_spec(self) -> ModelSpec:
        """The spec with all parameters of a request as its own."""
        return with_all_parameters(self.spec, self.platform)

    @cached_property
    def vectors(self) -> dict[str, Any]:
        """The test vectors of its limits."""
        return model_vectors(self.spec, self.platform)
