"""The rows of tables in the docs pages about topics: exact values of the specs, and text in the locale."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..changes.rules import RULES, UNSEEN
from ..contract.contract import Contract
from ..contract.names import category_name_of, model_name_of
from ..contract.price_cases import base_is_least
from ..source.parse import Parsed
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec, Unconfirmed
from ..text.fragments import Fragment, code_list, prose
from ..text.fragments import code as inline_code
from ..words.labels import label
from ..words.phrases import phrase
from .ir import NO_VALUE, Cell, Table, code_cell
from .runtime_facts import RuntimeFacts

_BOUNDS = {"exact": "= ", "lower": "≥ ", None: ""}


def _bound(spec: ModelSpec, platform: PlatformSpec) -> str:
    """Return what stands before the base credits: what these are to the price of any call, as far as that is known."""
    if spec.credits.prices:
        return _BOUNDS["lower"] if base_is_least(Contract(spec, platform)) else ""
    return _BOUNDS[spec.credits.bound]


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the index links to."""

    target: str
    title: Fragment
    summary: Fragment


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """A category: what pages call it, and the rows of its models."""

    title: Fragment
    models: Fragment


def python_call(operation: str) -> str:
    """Return the method of the client that calls an endpoint."""
    return f"client.{operation.replace('.completions', '')}()"


def python_name(spec: ModelSpec, platform: PlatformSpec) -> str:
    """Return how a client reaches a model: `image.grok_imagine`."""
    return f"{category_name_of(spec, platform)}.{model_name_of(spec, platform)}"


def _ours(text: str) -> Cell:
    """Return a cell with Markdown of ours."""
    return Cell(prose=Fragment(text))


def _rows(cells: Iterable[tuple[Cell, ...]]) -> Fragment:
    return Table((), tuple(cells)).body


@dataclass(frozen=True, slots=True)
class GuideRows:
    """What a page may name as `rows`, in one locale."""

    parsed: Parsed
    models_shown: tuple[ModelSpec, ...]
    runtime: RuntimeFacts
    links: tuple[Link, ...]
    locale: str

    @property
    def platform(self) -> PlatformSpec:
        """The spec of the platform."""
        return self.parsed.platform

    def _say(self, name: str, **values: object) -> Fragment:
        return phrase(f"rows.{name}", self.locale, **values)

    def _answer(self, value: bool) -> Cell:
        return Cell(prose=label(f"answer.{'yes' if value else 'no'}", self.locale))

    def _text(self, texts: Mapping[str, str]) -> Cell:
        return Cell(prose=texts[self.locale])

    @property
    def pages(self) -> Fragment:
        """All pages about topics: link, summary."""
        return _rows((_ours(f"[{link.title}]({link.target}.md)"), _ours(link.summary)) for link in self.links)

    @property
    def operations(self) -> Fragment:
        """The endpoints: method, path, scope, call."""
        return _rows(
            (code_cell(row.method), code_cell(row.path), self._scope(name, row.scope), code_cell(python_call(name)))
            for name, row in self.platform.operations.items()
        )

    def _scope(self, operation: str, scope: str | None) -> Cell:
        if not scope:
            return _ours(self._say("public"))
        inferred = operation in self.platform.authentication.inferred_scopes.value
        return _ours(f"{inline_code(scope)} {self._say('inferred')}") if inferred else code_cell(scope)

    @property
    def scopes(self) -> Fragment:
        """The scopes: name, calls that need it."""
        operations = self.platform.operations.items()
        return _rows(
            (code_cell(scope), code_cell(*(python_call(name) for name, row in operations if row.scope == scope)))
            for scope in self.platform.authentication.scopes
        )

    @property
    def statuses(self) -> Fragment:
        """The statuses of jobs: name, whether final, meaning."""
        return _rows(
            (code_cell(name), self._answer(row.terminal), self._text(row.text))
            for name, row in self.platform.statuses.items()
        )

    @property
    def errors(self) -> Fragment:
        """The error codes: code, status, meaning, what to do, whether tried again, exception."""
        return _rows(
            (
                code_cell(name),
                _ours(f"`{row.http_status}` {self._say('assumed')}")
                if isinstance(row.status, Unconfirmed)
                else code_cell(*([row.http_status] if row.http_status else [])),
                self._text(row.text),
                self._text(row.advice),
                self._answer(row.retryable),
                code_cell(row.error_class),
            )
            for name, row in self.platform.errors.items()
        )

    @property
    def file_kinds(self) -> Fragment:
        """The kinds of files: kind, largest size, MIME types."""
        kinds = self.platform.files.kinds.items()
        return _rows((code_cell(kind), code_cell(row.max_size), code_cell(*row.mime_types)) for kind, row in kinds)

    @property
    def deadlines(self) -> Fragment:
        """How long jobs are waited for: category, seconds."""
        categories = self.platform.categories.items()
        return _rows((code_cell(name), code_cell(f"{row.deadline:g}")) for name, row in categories if not row.is_chat)

    @property
    def chat_fields(self) -> Fragment:
        """The fields of a chat request: key, type, default, meaning."""
        chat = self.platform.chat
        defaults = {key: getattr(row, "default", None) for key, row in chat.fields.items()}
        return _rows(
            (
                code_cell(key),
                code_cell(row.type),
                NO_VALUE if defaults[key] is None else code_cell(json.dumps(defaults[key]).strip('"')),
                self._text({self.locale: chat.text[self.locale][key]}),
            )
            for key, row in chat.fields.items()
        )

    @property
    def assumptions(self) -> Fragment:
        """What the emulator decides: open question, its answer."""
        return _rows(
            (_ours(row.silent_on[self.locale]), _ours(row.emulator[self.locale])) for row in self.runtime.assumptions
        )

    @property
    def change_rules(self) -> Fragment:
        """The rules of changes: rule, for Python, for the API, backwards, meaning, why it cannot be seen."""
        return _rows(
            (
                code_cell(rule.id),
                *(_ours(phrase(f"changes.{severity.value}", self.locale)) for severity in (rule.python, rule.api)),
                code_cell(rule.mirror),
                _ours(rule.text[self.locale].reason),
                _ours(UNSEEN[rule.unseen][self.locale]) if rule.unseen else NO_VALUE,
            )
            for rule in RULES.values()
        )

    def assumed(self, *paths: str) -> Fragment:
        """Values that the platform spec assumes: path, value, what is known."""
        values = self.parsed.unconfirmed
        return _rows(
            (code_cell(path), code_cell(_shown(values[path].value)), self._text(values[path].unconfirmed))
            for path in paths
        )

    @property
    def category_names(self) -> Fragment:
        """The names of all categories."""
        return code_list(self.platform.categories)

    @property
    def categories(self) -> tuple[CategoryRows, ...]:
        """The categories that have models, with the rows of these."""
        used = {spec.category for spec in self.models_shown}
        return tuple(
            CategoryRows(prose(row.text[self.locale]), self._models(name))
            for name, row in self.platform.categories.items()
            if name in used
        )

    def _models(self, category: str) -> Fragment:
        """Return the models of a category: page, call, credits, prompt limit, inputs, parameters, files, status."""
        return _rows(
            (
                _ours(f"[{prose(spec.name)}](models/{spec.id}.md)"),
                code_cell(f"client.{python_name(spec, self.platform)}"),
                _ours(f"{_bound(spec, self.platform)}{spec.credits.base:g} `{spec.credits.billing}`"),
                _ours(str(spec.prompt.max_length)) if spec.prompt and spec.prompt.max_length else NO_VALUE,
                code_cell(*spec.inputs),
                _ours(str(len(spec.params))),
                _ours(self._files(spec)),
                code_cell(spec.availability),
            )
            for spec in self.models_shown
            if spec.category == category
        )

    def _files(self, spec: ModelSpec) -> str:
        """Return how many reference files of which kinds a model takes, in words."""
        rule = spec.references
        if rule is None:
            return self._say("attachments") if spec.is_chat and "file" in spec.inputs else "-"
        if rule.combinations:
            both = (self._say("and").join(self._count(*item) for item in row.items()) for row in rule.combinations)
            return self._say("or").join(both)
        if rule.max_files is None:
            return self._say("undocumented")
        return self._count(next(iter(rule.files)) if len(rule.files) == 1 else "file", rule.max_files)

    def _count(self, kind: str, count: int) -> Fragment:
        return self._say(f"{kind}.1" if count == 1 else kind, count=count)


def _shown(value: Any) -> str:
    plain = value.model_dump() if hasattr(value, "model_dump") else value
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
