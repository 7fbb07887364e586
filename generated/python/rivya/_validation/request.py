"""The checks of a request before anything is sent: all problems at once, in a fixed order."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from .._core.problems import Phrase, Problem, hint, listed, load_catalogue, phrase_text, shown
from .._spec.deprecations import Deprecation
from .._spec.findings import Findings
from .._spec.tables import ModelTable, Platform
from .._transport.settings import Settings
from ..errors import RivyaWarning, ValidationError
from ..options import ValidationMode
from .conditions import Given, check_condition, param_path, prompt_key
from .facts import ReferenceFacts
from .keywords import REFERENCES_KEY, REFERENCES_PATH, add_misplaced, argument_names, places_of
from .references import check_references, read_items

DEPRECATED = "deprecated"
"""How the codes of messages about what is deprecated begin."""
OWN_PACKAGE = __name__.partition(".")[0]


def check_request(
    model: ModelTable,
    request: Mapping[str, Any],
    platform: Platform,
    references: Sequence[ReferenceFacts] = (),
    *,
    python: bool = False,
) -> list[Problem]:
    """Return everything that is wrong with a request as it goes over the wire, whatever operation calls the model.

    `references` are those of local files and addresses that are not in the request yet. `python` is a request that the
    model's own method has made: what is wrong is told in its words.
    """
    findings = Findings(platform, model, argument_names(model) if python else None)
    _check_fields(findings, model, request)
    _check_prompt(findings, model, request)
    params = _read_params(findings, model, request)
    _check_params(findings, model, params)
    items: list[ReferenceFacts] = []
    if REFERENCES_KEY in params and model.references is None:
        findings.add("references-not-taken", REFERENCES_PATH)
    elif REFERENCES_KEY in params:
        items = read_items(findings, params[REFERENCES_KEY], REFERENCES_PATH)
        check_references(findings, model.references, platform, REFERENCES_PATH, items)
    named = "references" if model.params_key is not None else "attachments"
    check_references(findings, model.references, platform, named, references)
    given = Given(model, request, params, [facts.kind for facts in (*items, *references)])
    for condition in model.conditions:
        check_condition(findings, condition, given)
    _check_deprecated(findings, model, params)
    return findings.problems


def _param_fields(model: ModelTable) -> tuple[str, ...]:
    """Return the fields of a request that have to do with parameters: the one that holds them, or they themselves."""
    if model.params_key is not None:
        return (model.params_key,)
    # pydantic is loaded when the first request is checked, not with the package.
    from .parameters import wire_fields

    return tuple(wire_fields(model.params))


def _check_fields(findings: Findings, model: ModelTable, request: Mapping[str, Any]) -> None:
    fields = ("model", prompt_key(model), *_param_fields(model), "client_request_id")
    places = places_of(model, chat=model.params_key is None)
    for key in (key for key in request if key not in fields):
        if key in places and places[key][0] == "place-params":
            add_misplaced(findings, str(key), *places[key])
        else:
            findings.add("unknown-field", str(key), hint=hint(key, fields), allowed=listed(fields, quoted=False))
    if "model" not in request:
        findings.add("missing-parameter", "model", allowed="")
    for key in ("model", "client_request_id"):
        if key in request and not isinstance(request[key], str):
            findings.add("wrong-type", key, value=shown(request[key]), expected=Phrase("type-string"))


def _check_prompt(findings: Findings, model: ModelTable, request: Mapping[str, Any]) -> None:
    rule, key = model.prompt, prompt_key(model)
    if rule is None:
        if key in request:
            findings.add("prompt-not-taken", key)
        return
    prompt = request.get(key, "")
    if not isinstance(prompt, str):
        findings.add("wrong-type", key, value=shown(prompt, python=findings.python), expected=Phrase("type-string"))
    elif rule.required and not prompt.strip():
        findings.add("missing-prompt", key)
    elif rule.max_length is not None and len(prompt) > rule.max_length:
        unit = Phrase("unit-characters")
        findings.add("too-long", key, length=len(prompt), maximum=rule.max_length, unit=unit)


def _read_params(findings: Findings, model: ModelTable, request: Mapping[str, Any]) -> Mapping[str, Any]:
    if model.params_key is None:
        return {key: request[key] for key in _param_fields(model) if key in request}
    params = request.get(model.params_key, {})
    if isinstance(params, Mapping):
        return cast("Mapping[str, Any]", params)
    findings.add("wrong-type", model.params_key, value=shown(params), expected=Phrase("type-object"))
    return {}


def _check_params(findings: Findings, model: ModelTable, params: Mapping[str, Any]) -> None:
    from .parameters import check_parameters, wire_fields

    fields = {key: value for key, value in params.items() if key != REFERENCES_KEY}
    for key in ("model", prompt_key(model)):
        if model.params_key is not None and key in fields and key not in wire_fields(model.params):
            add_misplaced(findings, f"{model.params_key}.{key}", "place-request", key)
            del fields[key]
    check_parameters(findings, model.params, fields, model.params_key or "")


def _check_deprecated(findings: Findings, model: ModelTable, params: Mapping[str, Any]) -> None:
    if model.deprecated is not None:
        findings.warn(f"{DEPRECATED}-model", "model", **_deprecation(model.deprecated))
    for key, row in model.deprecated_params.items():
        if key in params:
            instead = str(row.instead) if row.instead is not None else None
            named = findings.named(param_path(model, instead)) if instead and findings.python else instead
            facts = _deprecation(replace(row, instead=named))
            findings.warn(f"{DEPRECATED}-parameter", param_path(model, key), **facts, key=key)
    for key, rows in model.deprecated_options.items():
        value: object = params.get(key)
        option = rows.get(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        if option is not None:
            text = partial(_option_text, flag=findings.python and key in model.flags)
            facts = _deprecation(replace(option, instead=None if option.instead is None else text(option.instead)))
            path = param_path(model, key)
            findings.warn(f"{DEPRECATED}-option", path, **facts, option=text(value), key=f"{key}={value}")


def _option_text(value: object, *, flag: bool) -> str:
    """Return an option as a caller knows it; `flag` for the strings that Python code gives as a `bool`."""
    return shown(value == "true", python=True) if flag else shown(value)


def _deprecation(row: Deprecation) -> dict[str, object]:
    until = Phrase(f"{DEPRECATED}-until", {"until": row.until}) if row.until else ""
    instead = Phrase(f"{DEPRECATED}-instead", {"instead": row.instead}) if row.instead else ""
    return {"since": row.since, "until": until, "instead": instead}


def enforce(
    settings: Settings,
    mode: ValidationMode,
    model: ModelTable | None,
    broken: Sequence[Problem],
    unusable: Sequence[Problem],
) -> None:
    """Raise ValidationError or warn of broken rules, as the mode says; raise in any mode for what is unusable."""
    raised = [problem for problem in broken if mode == "strict" and problem.severity == "error"]
    note = source_note(model, settings) if broken and model is not None else ""
    for problem in broken:
        if mode != "off" and problem not in raised:
            _warn(settings, problem, note)
    if raised or unusable:
        note = note if raised else ""
        raise ValidationError([*unusable, *raised], locale=settings.locale, note=note)


def _warn(settings: Settings, problem: Problem, note: str) -> None:
    """Warn on the caller's line; of what is deprecated, once a client."""
    message = problem.message(settings.locale)
    if not problem.code.startswith(DEPRECATED):
        warnings.warn("\n".join(filter(None, (message, note))), RivyaWarning, stacklevel=_callers_level())
    elif settings.first_time(f"{problem.parameters.get('model')} {problem.parameters.get('key', '')}"):
        warnings.warn(message, DeprecationWarning, stacklevel=_callers_level())


def source_note(model: ModelTable, settings: Settings) -> str:
    """Return the sentence that names where the limits of a model come from, and how old they are."""
    facts = {"model": model.name, "url": model.source.url, "reviewed": model.source.reviewed}
    catalogue = load_catalogue(settings.platform.messages_module)
    return phrase_text(Phrase("source", facts), catalogue, settings.locale)


def _callers_level() -> int:
    """Return the `stacklevel` of the first frame outside this package, so that a warning names the caller's line."""
    import inspect

    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == OWN_PACKAGE:
        frame, level = frame.f_back, level + 1
    return level
