"""From the frozen picture to text: Jinja in its strictest setting, one call per row of the artefact table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from .artefacts import ARTEFACTS, Artefact, Scope
from .fragments import FILTERS, Fragment
from .ir import Model, Package, Page
from .load import TextFile
from .problems import Location, Problem, did_you_mean

Pages = Mapping[str, tuple[Page, ...]]
"""The docs pages of each model, by model id."""


def _only_fragments(value: object) -> str:
    if not isinstance(value, Fragment):
        raise TypeError(f"{type(value).__name__} {value!r} is printed without a filter")
    return value


def environment(templates: Mapping[str, TextFile]) -> jinja2.Environment:
    """Return the environment: undefined is an error, and nothing but a `Fragment` can be printed."""
    loader = jinja2.DictLoader({name: file.text for name, file in templates.items()})
    jinja = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_only_fragments,
    )
    jinja.filters.clear()
    for name, function in FILTERS.items():
        jinja.filters[name] = function
    return jinja


def render(package: Package, pages: Pages, templates: Mapping[str, TextFile]) -> tuple[dict[str, str], list[Problem]]:
    """Return the text of every output, by path, or what is wrong with the templates."""
    jinja = environment(templates)
    problems = list(_unknown_templates(templates))
    outputs: dict[str, str] = {}
    for artefact in ARTEFACTS:
        try:
            template = jinja.get_template(artefact.template)
            for path, context in _jobs(artefact, package, pages):
                outputs[path] = template.render(context)
        except jinja2.TemplateSyntaxError as error:
            place = Location(_display(templates, error.name or artefact.template), error.lineno, 1)
            problems.append(Problem(place, "template-failed", {"detail": error.message}))
        except Exception as error:  # a template may do anything wrong; its author gets the line, never a traceback
            place = Location(_display(templates, artefact.template), _line_of(error), 1)
            problems.append(Problem(place, "template-failed", {"detail": f"{type(error).__name__}: {error}"}))
    return outputs, problems


def _jobs(artefact: Artefact, package: Package, pages: Pages) -> Iterator[tuple[str, dict[str, Any]]]:
    if artefact.scope is Scope.PACKAGE:
        yield artefact.output, {"package": package}
        return
    if artefact.scope is Scope.GUIDE:
        for page in package.guides[artefact.template]:
            yield artefact.output.format(locale=page.locale, name=page.name), {"package": package, "page": page}
        return
    for model in package.models:
        context: dict[str, Any] = {"package": package, "model": model}
        if artefact.scope is not Scope.PAGE:
            if artefact.scope is Scope.MODEL or model.is_chat == (artefact.scope is Scope.CHAT_MODEL):
                yield _path(artefact, model), context
            continue
        for page in pages[model.id]:
            yield _path(artefact, model, page), {**context, "page": page}


def _path(artefact: Artefact, model: Model, page: Page | None = None) -> str:
    return artefact.output.format(id=model.id, module=model.module, locale=page.locale if page else "")


def _unknown_templates(templates: Mapping[str, TextFile]) -> Iterator[Problem]:
    known = sorted({artefact.template for artefact in ARTEFACTS})
    for name, file in templates.items():
        if name not in known and not name.rpartition("/")[2].startswith("_"):
            parameters = {"hint": did_you_mean(name, known), "allowed": ", ".join(known)}
            yield Problem(Location(file.display), "template-unknown", parameters)


def _display(templates: Mapping[str, TextFile], name: str) -> str:
    return templates[name].display if name in templates else name


def _line_of(error: BaseException) -> int:
    """Return the line of the template in which an error arose: Jinja's frames are called `<template>`."""
    line, frame = 1, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
