"""The tables of a docs page: labels of the locale on one side, the exact values of the spec on the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..contract.parameters import parameters_of
from ..contract.schema import prompt_key
from ..spec.facts import FACTS
from ..spec.model import AnyParameter, ArrayParameter, Chat, ModelSpec, ModelText, NumberParameter, References, Select
from ..spec.platform import PlatformSpec
from ..text.fragments import Fragment, code_list
from ..text.json_data import is_list
from ..words.labels import label
from ..words.phrases import phrase
from .ir import Cell, Table

_NONE = Cell(prose=Fragment("-"))
_JSON_TYPES = {"select": "string", "text": "string"}
"""What the vendor's table of request fields calls a type; the others are called as they are."""
_ANSWERS = {True: "yes", False: "no", None: "unknown"}
_IN_THE_VENDORS_COLUMNS = frozenset({"type", "required", "default", "options", "min", "max", "step", "items"})


def _code(*values: object) -> Cell:
    return Cell(codes=tuple(str(value) for value in values)) if values else _NONE


def _prose(text: str) -> Cell:
    return Cell(prose=text)


def _columns(locale: str, *names: str) -> tuple[str, ...]:
    return tuple(label(f"column.{name}", locale) for name in names)


def _answer(value: bool | None, locale: str) -> Cell:
    return _prose(label(f"answer.{_ANSWERS[value]}", locale))


def fact_table(spec: ModelSpec, locale: str) -> Table:
    """Return the table of facts."""
    rows = [(row.fact.label, row.value_in(spec)) for row in FACTS]
    said = [(name, value) for name, value in rows if name in _ALWAYS_SAID or value not in (None, [])]
    cells = ((_prose(label(f"fact.{name}", locale)), _fact(name, value, locale)) for name, value in said)
    return Table(_columns(locale, "fact", "value"), tuple(cells))


_ALWAYS_SAID = ("prompt_limit",)


def _fact(name: str, value: Any, locale: str) -> Cell:
    if name == "display_name":
        return _prose(value)
    if name == "files_api":
        return _prose(label(f"files_api.{value}", locale))
    if name == "prompt_limit":
        characters = f"{value} {label('prompt_limit.characters', locale)}"
        return _prose(characters if value else label("prompt_limit.none", locale))
    if isinstance(value, BaseModel):
        return _code(json.dumps(value.model_dump(mode="json", exclude_none=True)))
    return _code(*value) if is_list(value) else _code(value)


def field_table(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Table:
    """Return the table of the fields at the top level of a request."""
    rows = tuple(_fields(spec, platform, locale))
    return Table(_columns(locale, "key", "type", "required", "default", "description"), rows)


def _fields(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Iterator[tuple[Cell, ...]]:
    def row(key: str, kind: str, required: bool, about: str, default: Cell = _NONE) -> tuple[Cell, ...]:
        return _code(key), _code(kind), _answer(required, locale), default, _prose(about)

    yield row("model", "string", True, phrase("field.model", locale, id=spec.id), _code(spec.id))
    if spec.prompt is not None:
        key, limit = prompt_key(spec), spec.prompt.max_length
        name = "field.prompt_limited" if limit and key == "prompt" else f"field.{key}"
        yield row(key, "string", spec.prompt.required, phrase(name, locale, limit=limit))
    if spec.category == "chat":
        for key, parameter in parameters_of(spec, platform).items():
            about = platform.chat.text[locale][key]
            if isinstance(parameter, Select):
                about = phrase("field.options", locale, about=about, options=code_list(parameter.options))
            # As the vendor's pages print it, also where the model has fewer options.
            default = getattr(platform.chat.fields[key], "default", None)
            kind = _JSON_TYPES.get(parameter.type, parameter.type)
            yield row(key, kind, bool(parameter.required), about, _NONE if default is None else _code(_text(default)))
    else:
        required = any(parameter.required for parameter in spec.params.values())
        yield row("params", "object", required, phrase("field.params", locale))
    yield row("client_request_id", "string", False, phrase("field.client_request_id", locale))


def parameter_tables(spec: ModelSpec, text: ModelText, locale: str) -> tuple[Table, Table]:
    """Return the table of parameters, and that of the fields of array items (without rows where there are none)."""
    details = any(_details(parameter) for parameter in _with_fields(spec))
    names = ["key", "type", "required", "default", "range", "options", "description", *(["details"] if details else [])]
    columns = _columns(locale, *names)
    parameters = [_row(key, row, text.params[key], locale, details) for key, row in spec.params.items()]
    fields = [
        _row(f"{key}.{name}", field, text.params[f"{key}.{name}"], locale, details)
        for key, row in spec.params.items()
        if isinstance(row, ArrayParameter)
        for name, field in row.items.items()
    ]
    return Table(columns, tuple(parameters)), Table(columns, tuple(fields))


def _with_fields(spec: ModelSpec) -> Iterator[AnyParameter]:
    for parameter in spec.params.values():
        yield parameter
        if isinstance(parameter, ArrayParameter):
            yield from parameter.items.values()


def _row(key: str, parameter: AnyParameter, about: str, locale: str, details: bool) -> tuple[Cell, ...]:
    default = getattr(parameter, "default", None)
    cells = (
        _code(key),
        _code(parameter.type),
        _answer(parameter.required, locale),
        _code(_text(default)) if default is not None else _NONE,
        _range(parameter, locale),
        _code(*parameter.options) if isinstance(parameter, Select) else _NONE,
        _prose(about),
    )
    rest = _details(parameter)
    return (*cells, _code(json.dumps(rest, ensure_ascii=False)) if rest else _NONE) if details else cells


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _range(parameter: AnyParameter, locale: str) -> Cell:
    if not isinstance(parameter, NumberParameter):
        return _NONE
    bounds = (("min", parameter.min), ("max", parameter.max), ("step", parameter.step))
    said = [f"{label(f'range.{name}', locale)} {_text(value)}" for name, value in bounds if value is not None]
    return _prose(" / ".join(said)) if said else _NONE


def _details(parameter: AnyParameter) -> dict[str, Any]:
    """Return what the columns of the vendor's pages cannot say."""
    return parameter.model_dump(mode="json", exclude=set(_IN_THE_VENDORS_COLUMNS), exclude_defaults=True)


def limit_table(references: References, locale: str) -> Table:
    """Return the table of file limits."""
    rows = tuple(
        (_code(kind), _code(limit.max_size) if limit.max_size else _NONE, _code(*(limit.mime_types or [])))
        for kind, limit in references.files.items()
    )
    return Table(_columns(locale, "kind", "max_size", "mime_types"), rows)


def combination_table(references: References) -> Table:
    """Return the table of allowed combinations: one column per kind, the most files of it in each cell."""
    kinds = tuple(references.files) or tuple(dict.fromkeys(kind for row in references.combinations for kind in row))
    rows = tuple(tuple(_code(row.get(kind, 0)) for kind in kinds) for row in references.combinations)
    return Table(kinds, rows)


def condition_table(spec: ModelSpec, text: ModelText, locale: str) -> Table:
    """Return the table of conditions: the rule as data, and what it means."""
    rows = tuple(
        (_code(json.dumps(row.model_dump(exclude_defaults=True), ensure_ascii=False)), _prose(meaning))
        for row, meaning in zip(spec.conditions, text.conditions, strict=True)
    )
    return Table(_columns(locale, "rule", "meaning"), rows)


def chat_table(chat: Chat, locale: str) -> Table:
    """Return the table of what a chat model can do."""
    efforts = _code(*chat.reasoning_effort) if chat.reasoning_effort else _answer(None, locale)
    answers = ("streaming", "web_search", "image_attachments", "thoughts")
    rows = [(_prose(label(f"chat.{name}", locale)), _answer(getattr(chat, name), locale)) for name in answers]
    rows.append((_prose(label("chat.reasoning_effort", locale)), efforts))
    return Table(_columns(locale, "fact", "value"), tuple(rows))


def error_table(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Table:
    """Return the table that explains the error codes of the page."""
    rows = tuple(
        (
            _code(code),
            _code(status) if (status := platform.errors[code].http_status) else _NONE,
            _prose(platform.errors[code].text[locale]),
        )
        for code in spec.errors
    )
    return Table(("code", "HTTP", label("column.meaning", locale)), rows)
