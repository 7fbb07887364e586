"""What is deprecated, as rows of a model's table and as the sentences that editors show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..contract.parameters import is_flag, params_key
from ..spec.model import AnyParameter, ModelSpec
from ..spec.notes import Deprecation
from ..spec.options import deprecated_options_of, options_of
from ..spec.values import Number
from ..text.fragments import literal
from ..words.locales import LOCALE_TABLE
from ..words.messages import request_messages
from . import ir


def lower_deprecation(spec: ModelSpec) -> ir.Deprecation | None:
    """Return what is said against a model."""
    return _lower(spec.deprecated, "deprecated-model", {"model": spec.name}) if spec.deprecated else None


def lower_deprecated_params(spec: ModelSpec) -> dict[str, ir.Deprecation]:
    """Return what is said against parameters of a model, by wire key."""
    return {
        key: _lower(row.deprecated, "deprecated-parameter", {"parameter": key})
        for key, row in spec.params.items()
        if row.deprecated is not None
    }


def lower_deprecated_options(spec: ModelSpec) -> dict[str, dict[str | Number, ir.Deprecation]]:
    """Return what is said against options of a model's parameters, by wire key and value."""
    lowered = {key: dict(_lower_options(key, row)) for key, row in spec.params.items()}
    return {key: rows for key, rows in lowered.items() if rows}


def _lower_options(key: str, parameter: AnyParameter) -> Iterator[tuple[str | Number, ir.Deprecation]]:
    options = options_of(parameter)
    for name, row in deprecated_options_of(parameter).items():
        flag = is_flag(parameter)
        subject = {"parameter": key, "option": option_in_python(parameter, name, flag=flag)}
        instead = option_in_python(parameter, row.instead, flag=flag) if row.instead is not None else None
        lowered = _lower(row.model_copy(update={"instead": instead}), "deprecated-option", subject)
        yield options[name], replace(lowered, instead=options[row.instead] if row.instead is not None else None)


def option_in_python(parameter: AnyParameter, name: str, *, flag: bool) -> str:
    """Return an option as Python code has it; `flag` for one that is given as a `bool`."""
    return literal(name == "true" if flag else options_of(parameter)[name])


def deprecation_sentences(spec: ModelSpec, locale: str) -> tuple[str, ...]:
    """Return the sentences that say what of a model is deprecated, in a locale."""
    above = "" if (holder := params_key(spec)) is None else f"{holder}."
    sentences = [_text(spec.deprecated, "deprecated-model", {"model": spec.name}, locale)] if spec.deprecated else []
    sentences += [
        _text(row.deprecated, "deprecated-parameter", {"parameter": f"{above}{key}"}, locale)
        for key, row in spec.params.items()
        if row.deprecated is not None
    ]
    sentences += [
        sentence for key, row in spec.params.items() for sentence in _option_sentences(f"{above}{key}", row, locale)
    ]
    return tuple(sentence + LOCALE_TABLE[locale].full_stop for sentence in sentences)


def _option_sentences(path: str, parameter: AnyParameter, locale: str) -> Iterator[str]:
    options = {name: json.dumps(option, ensure_ascii=False) for name, option in options_of(parameter).items()}
    for name, row in deprecated_options_of(parameter).items():
        shown = row.model_copy(update={"instead": options[row.instead] if row.instead is not None else None})
        subject = {"parameter": path, "option": options[name]}
        yield _text(shown, "deprecated-option", subject, locale)


def _text(row: Deprecation, code: str, subject: Mapping[str, str], locale: str = "en") -> str:
    """Return the client's message about a deprecation."""
    messages = request_messages()

    def part(name: str, value: object) -> str:
        return messages[f"deprecated-{name}"][locale].format_map({name: value}) if value is not None else ""

    parts = {"since": row.since, "until": part("until", row.until), "instead": part("instead", row.instead)}
    return messages[code][locale].format_map({**subject, **parts})


def _lower(row: Deprecation, code: str, subject: Mapping[str, str]) -> ir.Deprecation:
    until = row.until.isoformat() if row.until else None
    return ir.Deprecation(row.since.isoformat(), until, row.instead, _text(row, code, subject))
