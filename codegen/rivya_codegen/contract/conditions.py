"""What conditions say of a request: which of them are broken, and how to change the request so that none is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..spec.conditions import When
from ..spec.model import Condition, ModelSpec, Select
from .places import Request, params_in, with_params, without_param
from .samples import SAMPLE_TEXT, a_value
from .schema import REFERENCES_KEY, json_value, prompt_key


def reference_item(kind: str, number: int = 1, mime_type: str | None = None) -> dict[str, Any]:
    """Return an entry of `referenceMediaItems`."""
    entry = {"url": f"https://cdn.example.com/reference-{kind}-{number}", "kind": kind}
    return entry | ({"mimeType": mime_type} if mime_type else {})


def is_given(spec: ModelSpec, request: Request, subject: str) -> bool:
    """Return whether a request gives a subject: a parameter, `prompt` or `references`."""
    params = params_in(spec, request)
    if subject == "prompt":
        return bool(request.get(prompt_key(spec)))
    return bool(params.get(REFERENCES_KEY)) if subject == "references" else subject in params


def give(spec: ModelSpec, request: Request, subject: str) -> dict[str, Any]:
    """Return the request with a subject given; one that is there already stays as it is."""
    if is_given(spec, request, subject):
        return dict(request)
    if subject == "prompt":
        limit = spec.prompt.max_length if spec.prompt else None
        return {**request, prompt_key(spec): SAMPLE_TEXT[:limit]}
    if subject == "references":
        kinds = list(spec.references.files) if spec.references else []
        added: dict[str, Any] = {REFERENCES_KEY: [reference_item(kinds[0] if kinds else "image")]}
    else:
        added = {subject: a_value(spec.params[subject])}
    return with_params(spec, request, added)


def leave_out(spec: ModelSpec, request: Request, subject: str) -> dict[str, Any]:
    """Return the request without a subject."""
    if subject == "prompt":
        return {key: value for key, value in request.items() if key != prompt_key(spec)}
    return without_param(spec, request, REFERENCES_KEY if subject == "references" else subject)


def applies(spec: ModelSpec, when: When, request: Request) -> bool:
    """Return whether all that is said holds of a request."""
    params = params_in(spec, request)
    states = (("references", when.references), ("prompt", when.prompt))
    if any(word is not None and is_given(spec, request, subject) != (word == "given") for subject, word in states):
        return False
    known = {key: texts for key, texts in when.params.items() if key in params and key in spec.params}
    values = {key: [json_value(spec.params[key], text) for text in texts] for key, texts in known.items()}
    return len(known) == len(when.params) and all(params[key] in allowed for key, allowed in values.items())


def broken(spec: ModelSpec, request: Request) -> Iterator[tuple[str, Condition, str]]:
    """Yield `(problem code, condition, subject)` for each consequence that a request breaks or is warned about."""
    for condition in spec.conditions:
        if not applies(spec, condition.when, request):
            continue
        for code, subjects, given in (
            ("no-effect", condition.no_effect, True),
            ("condition-requires", condition.require, False),
            ("condition-forbids", condition.forbid, True),
        ):
            yield from ((code, condition, subject) for subject in subjects if is_given(spec, request, subject) == given)


def without_conflicts(spec: ModelSpec, request: Request, tested: str) -> dict[str, Any]:
    """Return the request changed so that no condition gets in the way of testing a subject, as far as that goes."""
    for _ in range(2 * len(spec.conditions)):
        found = next((row for row in broken(spec, request) if row[0] != "no-effect"), None)
        if found is None:
            break
        code, condition, subject = found
        if code == "condition-requires" and subject != tested:
            request = give(spec, request, subject)
        elif code == "condition-forbids" and subject != tested and not _is_required(spec, subject):
            request = leave_out(spec, request, subject)
        else:
            request = _avoid(spec, request, condition, tested)
    return dict(request)


def _is_required(spec: ModelSpec, subject: str) -> bool:
    return subject in spec.params and bool(spec.params[subject].required)


def _avoid(spec: ModelSpec, request: Request, condition: Condition, tested: str) -> dict[str, Any]:
    """Return the request with one of the values that a condition asks for changed to another option, or left out."""
    for key, texts in condition.when.params.items():
        parameter = spec.params[key]
        if key == tested:
            continue
        if not parameter.required:
            return leave_out(spec, request, key)
        others = (
            [option for option in parameter.options if option not in texts] if isinstance(parameter, Select) else []
        )
        if others:
            return with_params(spec, request, {key: others[0]})
    return dict(request)
