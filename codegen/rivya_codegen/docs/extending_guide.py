"""The docs page about own templates and plugins, per locale: a table of prices as the worked example, and what is stable."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..text.fragments import Fragment
from ..words.phrases import phrase
from .ir import Cell, Listing, Page, Section, Table

_TABLE = """\
# artefacts.yaml
artefacts:
  - template: prices/prices.csv.jinja
    output: prices.csv
    scope: package"""

_TEMPLATE = """\
{# prices/prices.csv.jinja #}
id,name,category,base credits,billing
{% for model in package.models %}
{{ [model.id, model.display_name, model.category, model.base_credits, model.billing] | csv }}
{% endfor %}"""

_PROJECT = """\
# pyproject.toml
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "rivya-prices"
version = "1.0"
dependencies = ["rivya-codegen"]

[project.entry-points."rivya_codegen.artefacts"]
prices = "rivya_prices"

[tool.hatch.build.targets.wheel]
packages = ["rivya_prices"]"""

_FOLDER = "rivya-codegen generate --templates extra"
_INSTALL = """\
pip install ./rivya-prices
rivya-codegen --version
rivya-codegen generate"""

_SCOPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "package": ((), ("package",)),
    "model": (("{id}", "{module}"), ("package", "model")),
    "job model": (("{id}", "{module}"), ("package", "model")),
    "chat model": (("{id}", "{module}"), ("package", "model")),
    "page": (("{id}", "{module}", "{locale}"), ("package", "model", "page")),
}

STABLE: Mapping[str, tuple[str, ...]] = {
    "package": ("version", "models", "categories", "catalog", "openapi"),
    "model": (
        "id",
        "display_name",
        "category",
        "name",
        "module",
        "class_name",
        "base_credits",
        "billing",
        "bound",
        "headline",
        "summary",
        "prompt",
        "params",
        "references",
        "deprecated",
        "source_url",
        "reviewed",
        "is_chat",
        "request_schema",
        "vectors",
        "catalog",
    ),
    "parameter": (
        "wire",
        "name",
        "kind",
        "required",
        "default",
        "options",
        "minimum",
        "maximum",
        "step",
        "min_length",
        "max_length",
        "items",
        "description",
    ),
    "page": ("locale", "title", "summary", "sections"),
}
"""What templates of others may rely on: attributes of the classes of `python/ir.py` and `docs/ir.py`, by their names in lower case."""


def extending_page(locale: str) -> Page:
    """Return the page about own templates and plugins in a locale."""
    say = partial(phrase, locale=locale)
    sections = (
        Section(say("extending.trust"), (say("extending.trust_about"),)),
        Section(say("extending.override"), (say("extending.override_about"),)),
        Section(
            say("extending.folder"),
            (say("extending.folder_about"),),
            listings=(_listing("yaml", _TABLE), _listing("jinja", _TEMPLATE), _listing("bash", _FOLDER)),
        ),
        Section(
            say("extending.plugin"),
            (say("extending.plugin_about"), say("extending.plugin_rules")),
            listings=(_listing("toml", _PROJECT), _listing("bash", _INSTALL)),
        ),
        Section(say("extending.scopes"), (say("extending.scopes_about"),), tables=(_scope_table(locale),)),
        Section(say("extending.stable"), (say("extending.stable_about"),), tables=(_stable_table(locale),)),
    )
    return Page(Fragment(locale), say("extending.title"), say("extending.summary"), sections)


def _listing(language: str, text: str) -> Listing:
    return Listing(Fragment(language), text)


def _scope_table(locale: str) -> Table:
    rows = tuple(
        (Cell(codes=(scope,)), Cell(codes=fields) if fields else Cell(prose=Fragment("-")), Cell(codes=variables))
        for scope, (fields, variables) in _SCOPES.items()
    )
    return Table(tuple(phrase(f"extending.column_{name}", locale) for name in ("scope", "fields", "variables")), rows)


def _stable_table(locale: str) -> Table:
    rows = tuple((Cell(codes=(owner,)), Cell(codes=names)) for owner, names in STABLE.items())
    return Table(tuple(phrase(f"extending.column_{name}", locale) for name in ("value", "attributes")), rows)
