"""What the narrower limits of a condition mean for a request."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

from ..spec.conditions import Condition, ReferenceLimit, ValueLimit
from ..spec.diff import ABSENT
from ..spec.model import AnyParameter, ModelSpec
from ..spec.nested import parameter_at, places_of
from ..spec.values import Number
from ..text.json_data import is_list, is_number
from .places import Request, params_in, sent_value
from .reference_schema import Schema, without_nothing
from .schema import REFERENCES_KEY, bounds_schema, json_value, prompt_key, where_given

_BOUNDS: tuple[tuple[str, str, Callable[[Number, Number], bool]], ...] = (
    ("min", "below-minimum", operator.lt),
    ("max", "above-maximum", operator.gt),
    ("exclusive_min", "not-above-bound", operator.le),
    ("exclusive_max", "not-below-bound", operator.ge),
)


def limit_codes(spec: ModelSpec, request: Request, condition: Condition, subject: str) -> list[str]:
    """Return as what a request is refused that does not keep to what a condition limits."""
    if subject == "prompt" and condition.limit.prompt is not None:
        prompt = request.get(prompt_key(spec))
        return ["too-long"] if isinstance(prompt, str) and len(prompt) > condition.limit.prompt.max_length else []
    if subject == "references" and condition.limit.references is not None:
        return list(_file_codes(condition.limit.references, params_in(spec, request).get(REFERENCES_KEY)))
    parameter = parameter_at(spec.params, subject)
    return list(value_codes(parameter, condition.limit.params[subject], sent_value(spec, request, subject)))


def _file_codes(limit: ReferenceLimit, items: Any) -> Iterator[str]:
    files: list[Any] = items if is_list(items) else []
    if limit.max_files is not None and len(files) > limit.max_files:
        yield "too-many-references"
    if limit.kinds is not None and any(file["kind"] not in limit.kinds for file in files):
        yield "reference-kind"


def value_codes(parameter: AnyParameter, limit: ValueLimit, value: Any) -> Iterator[str]:
    """Yield as what a value is refused that does not keep to a limit; null, and what is not sent, always does."""
    if value is ABSENT or value is None:
        return
    options = options_of(parameter, limit)
    if options is not None and isinstance(value, str) == isinstance(options[0], str) and value not in options:
        yield "unknown-option"
    for name, code, is_beyond in _BOUNDS:
        bound = getattr(limit, name)
        if is_number(value) and bound is not None and is_beyond(value, bound):
            yield code
    if isinstance(value, str) or is_list(value):
        texts, lists = (limit.min_length, limit.max_length), (limit.min_items, limit.max_items)
        least, most = texts if isinstance(value, str) else lists
        if most is not None and len(value) > most:
            yield "too-long"
        if least is not None and len(value) < least:
            yield "too-short"


def options_of(parameter: AnyParameter, limit: ValueLimit) -> list[Any] | None:
    """Return the options that a limit leaves, as JSON values."""
    return None if limit.options is None else [json_value(parameter, text) for text in limit.options]


def limit_schema(spec: ModelSpec, condition: Condition, subject: str) -> Schema:
    """Return what fits requests that keep to what a condition limits."""
    if subject == "prompt" and condition.limit.prompt is not None:
        return {"properties": {prompt_key(spec): {"maxLength": condition.limit.prompt.max_length}}}
    if subject == "references" and condition.limit.references is not None:
        row = condition.limit.references
        kinds = None if row.kinds is None else {"properties": {"kind": {"enum": list(row.kinds)}}}
        return where_given(spec, (REFERENCES_KEY,), without_nothing({"maxItems": row.max_files, "items": kinds}))
    keys, parameter = next(places_of(spec.params, subject))
    limit = condition.limit.params[subject]
    options = options_of(parameter, limit)
    if options is not None and parameter.nullable:
        options = [*options, None]
    lengths = {"minLength": limit.min_length, "maxLength": limit.max_length}
    items = {"minItems": limit.min_items, "maxItems": limit.max_items}
    return where_given(spec, keys, without_nothing({"enum": options, **bounds_schema(limit), **lengths, **items}))
