"""Values that a spec accepts: what examples, vectors and tests start from."""

from __future__ import annotations

from typing import Any

from .request_schema import prompt_key
from .spec import AnyParameter, ArrayParameter, BooleanParameter, ModelSpec, NumberParameter, Select, TextParameter

SAMPLE_TEXT = "A lighthouse at dawn"


def smallest_request(spec: ModelSpec) -> dict[str, Any]:
    """Return the least that the model accepts: prompt and parameters only where required."""
    request: dict[str, Any] = {"model": spec.id}
    if spec.prompt is not None and spec.prompt.required:
        limit = spec.prompt.max_length
        request[prompt_key(spec)] = SAMPLE_TEXT[:limit] if limit else SAMPLE_TEXT
    params = {key: a_value(parameter) for key, parameter in spec.params.items() if parameter.required}
    return request | ({"params": params} if params else {})


def a_value(parameter: AnyParameter) -> Any:
    """Return a value that the parameter accepts: its default, or the first that its limits allow."""
    default = getattr(parameter, "default", None)
    if default is not None:
        return default
    if isinstance(parameter, Select):
        return parameter.options[0]
    if isinstance(parameter, NumberParameter):
        return parameter.min if parameter.min is not None else min(1, parameter.max or 1)
    if isinstance(parameter, BooleanParameter):
        return True
    if isinstance(parameter, ArrayParameter):
        item = {key: a_value(field) for key, field in parameter.items.items()}
        return [item] * max(1, parameter.min_items or 0)
    return text_value(parameter)


def text_value(parameter: TextParameter) -> str:
    """Return a text that keeps to the limits of the parameter."""
    text = "https://cdn.example.com/input.png" if parameter.format == "url" else SAMPLE_TEXT
    text = text.ljust(parameter.min_length or 0, "x")
    return text[: parameter.max_length] if parameter.max_length else text
