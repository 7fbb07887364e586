"""Where the parameters of a request stand: beside the message of a chat model, else inside `params`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..spec.conditions import OF_THE_REQUEST, Condition, subjects_of
from ..spec.diff import ABSENT
from ..spec.model import ModelSpec
from ..spec.nested import places_of
from ..text.json_data import is_object
from .parameters import params_key

Request = Mapping[str, Any]


def known_conditions(spec: ModelSpec) -> list[Condition]:
    """Return the conditions that speak of what there is: the others are findings. The spec has all parameters of a request."""
    return [row for row in spec.conditions if all(_is_known(spec, subject) for subject in subjects_of(row))]


def _is_known(spec: ModelSpec, subject: str) -> bool:
    return subject in OF_THE_REQUEST or any(places_of(spec.params, subject))


def params_in(spec: ModelSpec, request: Request) -> Mapping[str, Any]:
    """Return what holds the parameters of a request."""
    key = params_key(spec)
    return request if key is None else request.get(key, {})


def with_params(spec: ModelSpec, request: Request, added: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request with these parameters as well."""
    key = params_key(spec)
    params = {**params_in(spec, request), **added}
    return params if key is None else {**request, key: params} if params else dict(request)


def without_param(spec: ModelSpec, request: Request, key: str) -> dict[str, Any]:
    """Return a request without a parameter."""
    params = {name: value for name, value in params_in(spec, request).items() if name != key}
    holder = params_key(spec)
    if holder is None:
        return params
    rest = {name: value for name, value in request.items() if name != holder}
    return {**rest, holder: params} if params else rest


def sent_value(spec: ModelSpec, request: Request, path: str) -> Any:
    """Return the value that a request has for a parameter or field, or `ABSENT`."""
    return value_at(params_in(spec, request), next(places_of(spec.params, path))[0])


def value_at(value: Any, keys: Iterable[str]) -> Any:
    """Return what stands at the end of some keys in objects, or `ABSENT`."""
    for key in keys:
        value = value.get(key, ABSENT) if is_object(value) else ABSENT
    return value
