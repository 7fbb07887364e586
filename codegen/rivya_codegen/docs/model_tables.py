"""The tables of a docs page: labels of the locale on one side, the exact values of the spec on the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..contract.parameters import descriptions_of, parameters_of
from ..contract.schema import prompt_key
from ..spec.facts import FACTS
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ArrayParameter, Chat, ModelSpec, ModelText, NumberParameter, Select
from ..spec.nested import entry_of, with_fields
from ..spec.notes import Deprecation, OptionText
from ..spec.numbers import length_text
from ..spec.options import deprecated_options_of, options_of
from ..spec.platform import PlatformSpec
from ..spec.references import MEASURES, FileLimit, MeasureRange, References, measures_of, role_limits
from ..spec.values import SpecModel
from ..text.fragments import code_list
from ..text.json_data import is_list
from ..words.labels import label
from ..words.phrases import phrase
from .ir import NO_VALUE, Cell, Table, code_cell
from .sentences import OF_RANGES, details, limit_words, rule_sentence

_JSON_TYPES = {"select": "string", "text": "string"}
"""What the vendor's table of request fields calls a type; the others are called as they are."""
_OR_NULL = " | null"
_ANSWERS = {True: "yes", False: "no", None: "unknown"}


def _prose(text: str) -> Cell:
    return Cell(prose=text)


def _columns(locale: str, *names: str) -> tuple[str, ...]:
    return tuple(label(f"column.{name}", locale) for name in names)


def _answer(value: bool | None, locale: str) -> Cell:
    return _prose(label(f"answer.{_ANSWERS[value]}", locale))


def fact_table(spec: ModelSpec, locale: str) -> Table:
    """Return the table of facts."""
    rows = [(row.fact.label, row.value_in(spec)) for row in FACTS]
    given = [(name, value) for name, value in rows if name in _ALWAYS_GIVEN or value not in (None, [])]
    cells = ((_prose(label(f"fact.{name}", locale)), _fact(name, value, locale)) for name, value in given)
    return Table(_columns(locale, "fact", "value"), tuple(cells))


_ALWAYS_GIVEN = ("prompt_limit",)


def _fact(name: str, value: Any, locale: str) -> Cell:
    if name == "display_name":
        return _prose(value)
    if name == "files_api":
        return _prose(label(f"files_api.{value}", locale))
    if name == "prompt_limit":
        characters = f"{value} {label('prompt_limit.characters', locale)}"
        return _prose(characters if value else label("prompt_limit.none", locale))
    if isinstance(value, SpecModel):
        return _prose(limit_words(name, value, locale))
    return code_cell(*value) if is_list(value) else code_cell(value)


def field_table(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Table:
    """Return the table of the fields at the top level of a request."""
    rows = tuple(_fields(spec, platform, locale))
    return Table(_columns(locale, "key", "type", "required", "default", "description"), rows)


def _fields(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Iterator[tuple[Cell, ...]]:
    def row(key: str, kind: str, required: bool, about: str, default: Cell = NO_VALUE) -> tuple[Cell, ...]:
        return code_cell(key), code_cell(kind), _answer(required, locale), default, _prose(about)

    yield row("model", "string", True, phrase("field.model", locale, id=spec.id), code_cell(spec.id))
    if spec.prompt is not None:
        key, limit = prompt_key(spec), spec.prompt.max_length
        name = "field.prompt_limited" if limit and key == "prompt" else f"field.{key}"
        yield row(key, "string", spec.prompt.required, phrase(name, locale, limit=limit))
    if spec.is_chat:
        texts = descriptions_of(spec, platform)[locale]
        for key, parameter in parameters_of(spec, platform).items():
            about = texts[key]
            if isinstance(parameter, Select):
                about = phrase("field.options", locale, about=about, options=code_list(parameter.options))
            # As the vendor's pages print it, also where the model has fewer options.
            default = getattr(spec.params.get(key, platform.chat.fields.get(key)), "default", None)
            kind = _JSON_TYPES.get(parameter.type, parameter.type) + (_OR_NULL if parameter.nullable else "")
            yield row(
                key, kind, bool(parameter.required), about, NO_VALUE if default is None else code_cell(_text(default))
            )
    else:
        required = any(parameter.required for parameter in spec.params.values())
        yield row("params", "object", required, phrase("field.params", locale))
    yield row("client_request_id", "string", False, phrase("field.client_request_id", locale))


def parameter_tables(spec: ModelSpec, text: ModelText, locale: str) -> tuple[Table, Table]:
    """Return the table of parameters, and that of the fields of array items (without rows where there are none)."""
    said = {path: details(row, locale) for path, row in with_fields(spec.params)}
    more = any(said.values())
    names = ["key", "type", "required", "default", "range", "options", "description", *(["details"] if more else [])]
    columns = _columns(locale, *names)
    rows = {
        path: (
            *_row(path, row, text.params[path], locale),
            *([_prose(said[path]) if said[path] else NO_VALUE] if more else []),
        )
        for path, row in with_fields(spec.params)
    }
    parameters = [rows[key] for key in spec.params]
    fields = [row for path, row in rows.items() if path not in spec.params]
    return Table(columns, tuple(parameters)), Table(columns, tuple(fields))


def _row(key: str, parameter: AnyParameter, about: str, locale: str) -> tuple[Cell, ...]:
    default, entry = getattr(parameter, "default", None), entry_of(parameter)
    return (
        code_cell(key),
        code_cell(_type(parameter)),
        _answer(parameter.required, locale),
        code_cell(_text(default)) if default is not None else NO_VALUE,
        _range(entry, locale),
        code_cell(*(limits_of(entry).options or ())),
        _prose(about),
    )


def option_table(spec: ModelSpec, text: ModelText, locale: str) -> Table:
    """Return the table of the options of which more is said than that they are there."""
    told = [
        (path, name, text.options.get(path, {}).get(name, OptionText()), deprecated_options_of(row).get(name))
        for path, row in with_fields(spec.params)
        for name in options_of(entry_of(row))
        if name in {**text.options.get(path, {}), **deprecated_options_of(row)}
    ]
    ends = any(end for *_, end in told)
    rows = [
        (code_cell(path), code_cell(name), *_about_option(about), *(_end(end) if ends else ()))
        for path, name, about, end in told
    ]
    columns = _columns(locale, "key", "option", "label", "meaning", *(("since", "until", "instead") if ends else ()))
    return Table(columns, tuple(rows))


def _about_option(text: OptionText) -> tuple[Cell, ...]:
    return tuple(_prose(part) if part else NO_VALUE for part in (text.label, text.text))


def _end(row: Deprecation | None) -> tuple[Cell, ...]:
    values = (row.since, row.until, row.instead) if row is not None else (None, None, None)
    return tuple(NO_VALUE if value is None else code_cell(value) for value in values)


def _type(parameter: AnyParameter) -> str:
    """Return the type of a parameter as the vendor's pages call it, of a list with brackets behind that of its entries."""
    kind: str = parameter.type
    if isinstance(parameter, ArrayParameter):
        entry = _type(parameter.items)
        kind = f"({entry})[]" if parameter.items.nullable else f"{entry}[]"
    return kind + (_OR_NULL if parameter.nullable else "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _range(parameter: AnyParameter, locale: str) -> Cell:
    if not isinstance(parameter, NumberParameter):
        return NO_VALUE
    bounds = ((name, getattr(parameter, name)) for name in OF_RANGES)
    parts = [f"{label(f'range.{name}', locale)} {_text(value)}" for name, value in bounds if value is not None]
    return _prose(" / ".join(parts)) if parts else NO_VALUE


def limit_table(references: References, locale: str) -> Table:
    """Return the table of file limits by their kinds."""
    return _limits([((kind,), limit) for kind, limit in references.files.items()], ("kind",), locale)


def role_table(references: References, locale: str) -> Table:
    """Return the table of the limits of roles, those of their kinds among them."""
    rows = zip(references.roles, role_limits(references), strict=True)
    return _limits([((role, row[0]), row[1]) for role, row in rows if row is not None], ("role", "kind"), locale)


def _limits(limits: Sequence[tuple[Sequence[str], FileLimit]], columns: Sequence[str], locale: str) -> Table:
    """Return a table of limits: the vendor's columns, and one for each measure that has a range."""
    measured = {name for _, limit in limits for name in measures_of(limit)}
    measures = [name for name in MEASURES if name in measured]
    rows = tuple(
        (
            *map(code_cell, names),
            code_cell(limit.max_size) if limit.max_size else NO_VALUE,
            code_cell(*(limit.mime_types or [])),
            *(_measure(getattr(limit, name)) for name in measures),
        )
        for names, limit in limits
    )
    return Table(_columns(locale, *columns, "max_size", "mime_types", *measures), rows)


def _measure(row: MeasureRange | None) -> Cell:
    return code_cell(length_text(row.min, row.max)) if row is not None else NO_VALUE


def combination_table(references: References) -> Table:
    """Return the table of allowed combinations: one column per kind, the most files of it in each cell."""
    kinds = tuple(references.files) or tuple(dict.fromkeys(kind for row in references.combinations for kind in row))
    rows = tuple(tuple(code_cell(row.get(kind, 0)) for kind in kinds) for row in references.combinations)
    return Table(kinds, rows)


def condition_table(spec: ModelSpec, text: ModelText, locale: str) -> Table:
    """Return the table of conditions: each as a sentence, and why it is so where the spec says that."""
    rules = [_prose(rule_sentence(row, spec, locale)) for row in spec.conditions]
    if not text.conditions:
        return Table(_columns(locale, "rule"), tuple((rule,) for rule in rules))
    return Table(_columns(locale, "rule", "why"), tuple(zip(rules, map(_prose, text.conditions), strict=True)))


def chat_table(chat: Chat, own: AnyParameter | None, locale: str) -> Table:
    """Return the table of what a chat model can do; `own` is its own parameter for how much to think."""
    options = own.options if isinstance(own, Select) else chat.reasoning_effort
    efforts = code_cell(*options) if options else _answer(None, locale)
    answers = ("streaming", "web_search", "image_attachments", "thoughts")
    rows = [(_prose(label(f"chat.{name}", locale)), _answer(getattr(chat, name), locale)) for name in answers]
    rows.append((_prose(label("chat.reasoning_effort", locale)), efforts))
    return Table(_columns(locale, "fact", "value"), tuple(rows))


def error_table(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Table:
    """Return the table that explains the error codes of the page."""
    rows = tuple(
        (
            code_cell(code),
            code_cell(status) if (status := platform.errors[code].http_status) else NO_VALUE,
            _prose(platform.errors[code].text[locale]),
        )
        for code in spec.errors
    )
    return Table(("code", "HTTP", label("column.meaning", locale)), rows)
