"""Test vectors for conditions: a request that meets the `when` and breaks, or keeps to, what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .request_schema import REFERENCES_KEY, json_value, prompt_key
from .samples import SAMPLE_TEXT, a_value
from .spec import Condition, ModelSpec
from .vectors_references import item

ConditionCase = tuple[str, str, dict[str, Any], list[str], list[str]]
"""Name, limit, request, problem codes, warning codes."""


def condition_cases(spec: ModelSpec, base: Mapping[str, Any]) -> Iterator[ConditionCase]:
    """Yield for each consequence of each condition one request that breaks it (or is warned about) and one that does not."""
    for number, condition in enumerate(spec.conditions, 1):
        met = _meet(spec, condition, base)
        name, limit = f"condition-{number}", f"conditions.{number}"
        for subject in condition.no_effect:
            request = _set(spec, met, subject, True)
            yield f"{name}-{subject}-no-effect", f"{limit}.no_effect", request, [], ["no-effect"]
        for subject in condition.require:
            yield f"{name}-{subject}-missing", f"{limit}.require", _set(spec, met, subject, False), ["condition-requires"], []
            yield f"{name}-{subject}-there", f"{limit}.require", _set(spec, met, subject, True), [], []
        for subject in condition.forbid:
            yield f"{name}-{subject}-forbidden", f"{limit}.forbid", _set(spec, met, subject, True), ["condition-forbids"], []
            yield f"{name}-{subject}-absent", f"{limit}.forbid", _set(spec, met, subject, False), [], []


def _meet(spec: ModelSpec, condition: Condition, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request changed so that the condition applies, and its consequences hold."""
    request = dict(base)
    when = condition.when
    for subject, said in (("references", when.references), ("prompt", when.prompt)):
        if said is not None:
            request = _set(spec, request, subject, said == "given")
    values = {key: json_value(spec.params[key], texts[0]) for key, texts in when.params.items()}
    if values:
        request = {**request, "params": {**request.get("params", {}), **values}}
    for subject in condition.require:
        request = _set(spec, request, subject, True)
    return request


def _set(spec: ModelSpec, request: Mapping[str, Any], subject: str, given: bool) -> dict[str, Any]:
    """Return the request with a subject (a parameter, `prompt` or `references`) given or left out."""
    if subject == "prompt":
        rest = {key: value for key, value in request.items() if key != prompt_key(spec)}
        return {**rest, prompt_key(spec): request.get(prompt_key(spec), SAMPLE_TEXT)} if given else rest
    key = REFERENCES_KEY if subject == "references" else subject
    params = {name: value for name, value in request.get("params", {}).items() if name != key}
    if given:
        params[key] = request.get("params", {}).get(key) or _value(spec, subject)
    return {**request, "params": params}


def _value(spec: ModelSpec, subject: str) -> Any:
    if subject == "references":
        kinds = list(spec.references.files) if spec.references else []
        return [item(kinds[0] if kinds else "image")]
    return a_value(spec.params[subject])
