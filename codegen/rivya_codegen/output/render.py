"""From the frozen picture to text: Jinja in its strictest setting, one call per row of the artefact table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from traceback import walk_tb
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from ..docs.guides import PAGES, is_guide
from ..docs.ir import Docs
from ..problems.problem import Location, Problem, describe, did_you_mean, nearest
from ..python.ir import Model, Package
from ..source.inputs import TextFile
from ..source.settings import MANIFEST
from ..text.fragments import FILTERS, Fragment
from ..text.portable_paths import is_plain, one_name
from .artefacts import ARTEFACTS, PLUGIN, PROJECT, PYTHON, Artefact, Scope

_ALIKE = 0.85
"""How much of the name of a page is that of a built-in one where it is taken for a slip, from 0 to 1."""


class _Compiled(jinja2.BytecodeCache):
    """What templates were compiled to in this process: half of a run with small specs goes there."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@jinja2.pass_context  # so that no filter is applied while templates are compiled, which is before texts become shapes
def _only_fragments(_: Context, value: object) -> str:
    if isinstance(value, jinja2.Undefined):
        return str(value)  # which fails with the name
    if not isinstance(value, Fragment):
        raise TypeError(f"{type(value).__name__} {value!r} is printed without a filter")
    return value


def environment(templates: Mapping[str, TextFile]) -> jinja2.Environment:
    """Return the environment: undefined is an error, and nothing but a `Fragment` can be printed."""
    loader = jinja2.FunctionLoader(lambda name: (templates[name].text, name, None) if name in templates else None)
    jinja = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_only_fragments,
        optimized=False,
        bytecode_cache=_COMPILED,
    )
    jinja.filters.clear()
    for name, function in FILTERS.items():
        jinja.filters[name] = function
    return jinja


def render(
    package: Package,
    docs: Docs,
    templates: Mapping[str, TextFile],
    added: Sequence[Artefact] = (),
    copied: Sequence[str] = (),
) -> tuple[dict[str, str], list[Problem]]:
    """Return the text of every output by path, or what is wrong with the templates; `copied` outputs have none."""
    jinja = environment(templates)
    artefacts = (*ARTEFACTS, *added)
    rendered = (path for artefact in artefacts for path, _ in _paths_and_contexts(artefact, package, docs))
    shared = {"shipped": _shipped((*copied, *rendered)), "changelog": docs.changelog}
    problems = list(_unknown_templates(templates, artefacts, docs))
    outputs: dict[str, str] = {}
    makers = _Makers((*copied, MANIFEST))
    for artefact in artefacts:
        try:
            template = jinja.get_template(artefact.template, globals=shared)
            for path, context in _paths_and_contexts(artefact, package, docs):
                maker = context["guide"].template if "guide" in context else artefact.template
                place = artefact.place or Location(_display(templates, maker))
                if not is_plain(path):
                    problems.append(Problem(place, "artefact-path", {"value": json.dumps(path, ensure_ascii=False)}))
                if owner := makers.add(path, maker):
                    problems.append(Problem(place, "artefact-taken", {"value": path, "owner": owner}))
                outputs[path] = template.render(context)
        except jinja2.TemplateSyntaxError as error:
            place = Location(_display(templates, error.name or artefact.template), error.lineno, 1)
            problems.append(Problem(place, "template-failed", {"detail": error.message}))
        except BaseException as error:  # a template may do anything wrong; its author gets the line, never a traceback
            if type(error) is KeyboardInterrupt:
                raise
            name, line = _place_of(error, templates) or (artefact.template, 1)
            place = Location(_display(templates, name), line, 1)
            problems.append(Problem(place, "template-failed", {"detail": describe(error)}))
    return outputs, problems


def _shipped(outputs: Sequence[str]) -> Mapping[str, list[str]]:
    """Return what the package is built from: the files of its source distribution, and of them those of the wheel."""
    files = sorted({path.removeprefix(f"{PROJECT}/") for path in outputs if path.startswith(f"{PROJECT}/")})
    return {"sdist": files, "wheel": [path for path in files if f"{PROJECT}/{path}".startswith((f"{PYTHON}/", PLUGIN))]}


class _Makers:
    """Who makes which output, and where two of them would stand in the place of one.

    Upper and lower case and all normal forms count as the same, as on many file systems; so do a module and a package
    of its name, of which Python sees the package alone.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, tuple[str, str]] = {}
        """What counts as the same name → the name, and who made something in it first."""
        for path in taken:
            self.add(path, path)

    def add(self, path: str, maker: str) -> str | None:
        """Note an output, and return who makes it, or something in its place, already."""
        key = one_name(path)
        module = f"{key.removesuffix('/__init__.py')}.py" if key.endswith("/__init__.py") else key
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        owners = [self.files[place] for place in (key, module, *map(one_name, parents)) if place in self.files]
        owners += [self.folders[key][1]] if key in self.folders else []
        for parent in parents:
            name, owner = self.folders.setdefault(one_name(parent), (parent, maker))
            owners += [owner] if name != parent else []
        self.files.setdefault(key, maker)
        self.files.setdefault(module, maker)
        return owners[0] if owners else None


def _paths_and_contexts(artefact: Artefact, package: Package, docs: Docs) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the outputs of an artefact by their path, each with the variables of its template."""
    for fields, variables in _variables(artefact.scope, package.models, docs):
        yield artefact.output.format(**fields), {"package": package, **variables}


def _variables(scope: Scope, models: Sequence[Model], docs: Docs) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Yield, for each output of a scope, the fields of its path and the variables of its template."""
    if scope is Scope.PACKAGE:
        yield {}, {}
    elif scope is Scope.GUIDE:
        for guide in docs.guides:
            yield {"locale": guide.locale, "name": guide.name}, {"guide": guide, **guide.variables}
    for model in models:
        fields = {"id": model.id, "module": model.module}
        if scope in (Scope.MODEL, Scope.CHAT_MODEL if model.is_chat else Scope.JOB_MODEL):
            yield fields, {"model": model}
        for page in docs.models[model.id] if scope is Scope.PAGE else ():
            yield {**fields, "locale": page.locale}, {"model": model, "page": page}


def _unknown_templates(
    templates: Mapping[str, TextFile], artefacts: Sequence[Artefact], docs: Docs
) -> Iterator[Problem]:
    known = sorted({artefact.template for artefact in artefacts} | {guide.template for guide in docs.guides})
    for name, file in templates.items():
        if name not in known and not is_guide(name) and not name.rpartition("/")[2].startswith("_"):
            parameters = {"hint": did_you_mean(name, known), "allowed": ", ".join(known)}
            yield Problem(Location(file.display), "template-unknown", parameters)
    for guide in docs.guides:
        other = None if guide.name in PAGES else nearest(guide.name, PAGES, _ALIKE)
        if other is not None:
            yield Problem(Location(_display(templates, guide.template)), "page-alike", {"other": other})


def _display(templates: Mapping[str, TextFile], name: str) -> str:
    return templates[name].display if name in templates else name


def _place_of(error: BaseException, templates: Mapping[str, TextFile]) -> tuple[str, int] | None:
    """Return the template, maybe an included one, and the line of an error: the frames of Jinja name both."""
    frames = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
    return next((frame for frame in reversed(list(frames)) if frame[0] in templates), None)
