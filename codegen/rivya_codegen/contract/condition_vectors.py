"""Test vectors for conditions: a request that meets the `when` and breaks, or keeps to, what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..spec.model import Condition, ModelSpec
from .conditions import give, leave_out
from .places import Request, with_params
from .schema import json_value

ConditionCase = tuple[str, str, dict[str, Any]]
"""Name, limit, request."""


def condition_cases(spec: ModelSpec, base: Request) -> Iterator[ConditionCase]:
    """Yield for each consequence of each condition a request that breaks it (or is warned about) and one that does not."""
    for number, condition in enumerate(spec.conditions, 1):
        met = _meet(spec, condition, base)
        for word, subjects in (
            ("no_effect", condition.no_effect),
            ("require", condition.require),
            ("forbid", condition.forbid),
        ):
            for subject in subjects:
                name, limit = f"condition-{number}-{word}-{subject}", f"conditions.{number}.{word}"
                yield f"{name}-given", limit, give(spec, met, subject)
                yield f"{name}-absent", limit, leave_out(spec, met, subject)


def _meet(spec: ModelSpec, condition: Condition, base: Request) -> dict[str, Any]:
    """Return the request changed so that the condition applies, and all that it requires is there."""
    request, when = dict(base), condition.when
    for subject, state in (("references", when.references), ("prompt", when.prompt)):
        if state is not None:
            request = (give if state == "given" else leave_out)(spec, request, subject)
    values = {key: json_value(spec.params[key], texts[0]) for key, texts in when.params.items()}
    request = with_params(spec, request, values)
    for subject in condition.require:
        request = give(spec, request, subject)
    return request
