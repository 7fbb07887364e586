"""The rows of the tables of the docs pages about the platform: exact values of the specs, and text in the locale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..contract.names import model_name_of
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec, Unconfirmed
from ..text.fragments import Fragment, prose
from ..text.fragments import code as inline_code
from ..words.labels import label
from .ir import Cell
from .runtime_facts import RuntimeFacts

Rows = Iterator[tuple[Cell, ...]]
NONE = Cell(prose=Fragment("-"))


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the index links to."""

    target: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What rows are made from, in one locale; `texts` and `kind` are those of the table."""

    platform: PlatformSpec
    models: tuple[ModelSpec, ...]
    catalog_keys: tuple[str, ...]
    runtime: RuntimeFacts
    links: tuple[Link, ...]
    locale: str
    texts: Mapping[str, Mapping[str, str]]
    kind: str = ""

    def text(self, name: str) -> Fragment:
        """Return what the table says of a row."""
        return Fragment(self.texts[name][self.locale])


def code(*values: object) -> Cell:
    """Return a cell with exact values."""
    return Cell(codes=tuple(str(value) for value in values)) if values else NONE


def said(text: Mapping[str, str], locale: str) -> Cell:
    """Return a cell with a text of the platform spec."""
    return Cell(prose=text[locale])


def python_call(operation: str) -> str:
    """Return the method of the client that calls an endpoint."""
    return f"client.{operation.replace('.completions', '')}()"


def python_name(spec: ModelSpec, platform: PlatformSpec) -> str:
    """Return how a client reaches a model: `image.grok_imagine`."""
    return f"{spec.category}.{model_name_of(spec, platform)}"


def _operations(facts: Facts) -> Rows:
    inferred = facts.platform.authentication.inferred_scopes.value
    for name, row in facts.platform.operations.items():
        scope = code(row.scope) if row.scope else Cell(prose=facts.text("public"))
        if row.scope and name in inferred:
            scope = Cell(prose=Fragment(f"{inline_code(row.scope)} {facts.text('inferred')}"))
        yield code(row.method), code(row.path), scope, code(python_call(name))


def _scopes(facts: Facts) -> Rows:
    for scope in facts.platform.authentication.scopes:
        calls = (python_call(name) for name, row in facts.platform.operations.items() if row.scope == scope)
        yield code(scope), code(*calls)


def _statuses(facts: Facts) -> Rows:
    for name, row in facts.platform.statuses.items():
        yield code(name), _answer(row.terminal, facts.locale), said(row.text, facts.locale)


def _errors(facts: Facts) -> Rows:
    for name, row in facts.platform.errors.items():
        status = code(row.http_status) if row.http_status else NONE
        if isinstance(row.status, Unconfirmed):
            status = Cell(prose=Fragment(f"`{row.http_status}` {facts.text('undocumented')}"))
        about, advice = said(row.text, facts.locale), said(row.advice, facts.locale)
        yield code(name), status, about, advice, _answer(row.retryable, facts.locale), code(row.error_class)


def _error_classes(facts: Facts) -> Rows:
    for name in facts.runtime.error_bases:
        yield code(name), Cell(prose=facts.text(name))


def _defaults(facts: Facts) -> Rows:
    for name, default in facts.runtime.defaults[facts.kind].items():
        yield code(name), code(default), Cell(prose=facts.text(name))


def _file_kinds(facts: Facts) -> Rows:
    for kind, row in facts.platform.files.kinds.items():
        yield code(kind), code(row.max_size), code(*row.mime_types)


def _deadlines(facts: Facts) -> Rows:
    for name, row in facts.platform.categories.items():
        if name != "chat":
            yield code(name), code(f"{row.deadline:g}")


def _chat_fields(facts: Facts) -> Rows:
    chat = facts.platform.chat
    for key, row in chat.fields.items():
        default = getattr(row, "default", None)
        shown = NONE if default is None else code(json.dumps(default).strip('"'))
        yield code(key), code(row.type), shown, Cell(prose=prose(chat.text[facts.locale][key]))


def _webhook_scheme(facts: Facts) -> Rows:
    scheme = facts.platform.webhooks.signature.value
    values = {
        **scheme.model_dump(),
        "algorithm": f"HMAC-{scheme.algorithm}, {scheme.encoding}",
        "tolerance": f"{scheme.tolerance} s",
        "generation_key": facts.platform.webhooks.generation_key.value,
    }
    for name in facts.texts:
        yield Cell(prose=facts.text(name)), code(values[name])


def _catalog(facts: Facts) -> Rows:
    for key in facts.catalog_keys:
        yield code(key), Cell(prose=facts.text(key))


def _texts(facts: Facts) -> Rows:
    for name in facts.texts:
        yield code(name), Cell(prose=facts.text(name))


def _links(facts: Facts) -> Rows:
    for link in facts.links:
        yield Cell(prose=Fragment(f"[{prose(link.title)}]({link.target}.md)")), Cell(prose=link.summary)


_BOUNDS = {"exact": "= ", "lower": "≥ ", None: ""}


def _models(facts: Facts) -> Rows:
    for spec in facts.models:
        if spec.category == facts.kind:
            limit = spec.prompt.max_length if spec.prompt else None
            yield (
                Cell(prose=Fragment(f"[{prose(spec.name)}](models/{spec.id}.md)")),
                code(f"client.{python_name(spec, facts.platform)}"),
                Cell(prose=Fragment(f"{_BOUNDS[spec.credits.bound]}{spec.credits.base:g} `{spec.credits.billing}`")),
                Cell(prose=Fragment(str(limit)) if limit else NONE.prose),
                code(*spec.inputs),
                Cell(prose=Fragment(str(len(spec.params)))),
                Cell(prose=_files(spec, facts)),
                code(spec.availability),
            )


def _files(spec: ModelSpec, facts: Facts) -> Fragment:
    """Return how many reference files of which kinds a model takes, in words."""
    rule = spec.references
    if rule is None:
        return Fragment(facts.text("attachments") if spec.category == "chat" and "file" in spec.inputs else "-")
    combinations = [
        facts.text("and").join(_count(kind, count, facts) for kind, count in row.items()) for row in rule.combinations
    ]
    if combinations:
        return Fragment(facts.text("or").join(combinations))
    if rule.max_files is None:
        return facts.text("undocumented")
    if len(rule.files) == 1:
        return _count(next(iter(rule.files)), rule.max_files, facts)
    return _count("file", rule.max_files, facts)


def _count(kind: str, count: int, facts: Facts) -> Fragment:
    return Fragment(facts.text(f"{kind}.1" if count == 1 else kind).format(count=count))


def _answer(value: bool, locale: str) -> Cell:
    return Cell(prose=label(f"answer.{'yes' if value else 'no'}", locale))


def open_rows(facts: Facts, values: Mapping[str, Unconfirmed[Any]]) -> Rows:
    """Return a row for each value that the platform spec assumes."""
    for path, row in values.items():
        yield code(path), code(_shown(row.value)), said(row.unconfirmed, facts.locale)


def _shown(value: Any) -> str:
    plain = value.model_dump() if hasattr(value, "model_dump") else value
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


ROWS: Mapping[str, Callable[[Facts], Rows]] = {
    "catalog": _catalog,
    "chat_fields": _chat_fields,
    "deadlines": _deadlines,
    "defaults": _defaults,
    "error_classes": _error_classes,
    "errors": _errors,
    "file_kinds": _file_kinds,
    "links": _links,
    "models": _models,
    "operations": _operations,
    "scopes": _scopes,
    "statuses": _statuses,
    "texts": _texts,
    "webhook_scheme": _webhook_scheme,
}
