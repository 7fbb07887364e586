"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from .checks import check
from .docs.changelog import changelog_sections
from .docs.guides import lower_guides
from .docs.ir import Docs
from .docs.model_page import lower_pages
from .output.added_artefacts import parse_tables
from .output.artefacts import RUNTIME, TYPES, Artefact
from .output.cache import known, note
from .output.code_shape import compile_problems, shape_problems, types_problems
from .output.format import format_python
from .output.manifest import generator_fingerprint, make_manifest, sha256, stale_files, untrusted_entries
from .output.render import render
from .output.wire_types import fingerprint, generate_types
from .output.write import Result, changed_files
from .problems.problem import Location, Problem, ProblemsFound
from .python.package import lower_package
from .source.inputs import display_name
from .source.load import Source, load_source
from .source.parse import Parsed, parse_source, parse_wire
from .source.previous import read_outputs
from .source.settings import MANIFEST, Settings
from .source.unfinished import without_skeletons
from .text.fragments import only_shapes
from .text.proofs import Unproven

Amend = Callable[[Source], Source]
"""What is to be written to the specs only when everything fits."""


def _stop_at(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise ProblemsFound(found)


def read_specs(settings: Settings, *, skeletons: bool = True) -> tuple[Source, Parsed]:
    """Load, parse and check; new models that nobody has described yet are wrong, or left out as by `run`.

    Raises `ProblemsFound` with everything that is wrong.
    """
    source, problems = load_source(settings)
    if not skeletons:
        source, _ = _without_skeletons(source)
    return source, _read(settings, source, problems)


def _read(settings: Settings, source: Source, problems: list[Problem]) -> Parsed:
    parsed, found = parse_source(source)
    problems += found
    if parsed is not None:
        problems += check(parsed)
        if not source.models and not problems:
            problems.append(Problem(Location(display_name(settings.specs / "models")), "specs-empty"))
    _stop_at(problems)
    if parsed is None:
        raise ProblemsFound(problems)
    return parsed


def run(settings: Settings, amend: Amend | None = None) -> Result:
    """Return what the specs generate. Raises `ProblemsFound` with everything that is wrong."""
    source, problems = load_source(settings)
    problems += _misplaced(settings)
    source, left_out = _without_skeletons(amend(source) if amend else source)
    with ThreadPoolExecutor(1) as beside:  # waits for the process that makes the types, the longest part of a run
        types = beside.submit(_make_types, source)
        parsed = _read(settings, source, problems)
        added, problems = parse_tables(source.tables, source.templates)
        _stop_at(problems)
        texts = _render_all(source, parsed, types, added)
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"{RUNTIME}/{path}": content for path, content in source.runtime.items()}
    note([_types_fact(parsed.wire, files[TYPES])])
    files[MANIFEST] = make_manifest(source, files, parsed.release.version)
    files = dict(sorted(files.items()))
    source = replace(source, previous={**read_outputs(settings.output, files), **source.previous})
    stale, untrusted = stale_files(source, files, added), untrusted_entries(source, added)
    return Result(files, changed_files(source.previous, files), stale, source, untrusted, left_out)


def _without_skeletons(source: Source) -> tuple[Source, tuple[str, ...]]:
    return without_skeletons(source, lambda model_id: f"schemas/{model_id}.json" in source.previous)


def _misplaced(settings: Settings) -> Iterator[Problem]:
    """Yield a problem where the output folder is one of the inputs, or holds one: they are not disposable."""
    output = settings.output.resolve()
    for folder in (settings.specs, settings.templates):
        if folder and output in (folder.resolve(), *folder.resolve().parents):
            yield Problem(Location(display_name(settings.output)), "output-inputs", {"value": display_name(folder)})


def _render_all(
    source: Source, parsed: Parsed, types: Future[tuple[str, list[Problem]]], added: Sequence[Artefact]
) -> dict[str, str]:
    texts, problems = _render(source, parsed, added)
    made, found = types.result()
    _stop_at([*problems, *found])
    formatted, problems = format_python(texts | {TYPES: made})
    _stop_at(problems)
    _prove_code(source, formatted, texts, lambda: _render(source, parsed, added))
    return formatted


def _render(source: Source, parsed: Parsed, added: Sequence[Artefact]) -> tuple[dict[str, str], list[Problem]]:
    copied = (TYPES, *(f"{RUNTIME}/{path}" for path in source.runtime))
    try:
        return render(lower_package(parsed), lower_docs(parsed, source), source.templates, added, copied)
    except Unproven as error:  # a text of the specs that has no form in some place; templates name their own
        return {}, [Problem(Location("specs"), "template-failed", {"detail": str(error)})]


def lower_docs(parsed: Parsed, source: Source) -> Docs:
    """Return the docs pages of the specs, of a runtime and of the templates."""
    guides = lower_guides(parsed, source.runtime, source.templates)
    return Docs(guides, changelog_sections(parsed.releases, "en"), lower_pages(parsed))


def _prove_code(
    source: Source,
    formatted: Mapping[str, str],
    texts: Mapping[str, str],
    render_again: Callable[[], tuple[dict[str, str], list[Problem]]],
) -> None:
    """Stop where an output is no code, or a text has become code; what this machine has proven before stays proven."""
    modules = {path: text for path, text in formatted.items() if path.endswith(".py")}
    proven: Mapping[str, bytes] = source.previous if known(_code_fact(source, source.previous)) else {}
    new = {path: text for path, text in modules.items() if text.encode() != proven.get(path)}
    rendered = {path: texts[path] for path in new if path in texts}
    _stop_at(compile_problems(rendered))
    _stop_at(compile_problems(new))  # the formatter moves imports
    if rendered:
        with only_shapes():
            harmless, problems = render_again()
        _stop_at([*problems, *shape_problems(rendered, harmless)])
    if TYPES in new:
        _stop_at(types_problems(TYPES, new[TYPES]))
    note([_code_fact(source, {path: text.encode() for path, text in modules.items()})])


def _code_fact(source: Source, outputs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the fact that texts are data in these outputs of the templates; a folder that was handed over proves nothing."""
    templates = sorted((path, sha256(file.text)) for path, file in source.templates.items())
    modules = sorted((path, sha256(content)) for path, content in outputs.items() if path.endswith(".py"))
    rendered = [row for row in modules if not row[0].startswith(f"{RUNTIME}/")]
    return "code", generator_fingerprint(), sha256(json.dumps([templates, rendered]))


def _make_types(source: Source) -> tuple[str, list[Problem]]:
    """Return the wire types: those of the last run where their schemas are the same and nobody touched the file."""
    wire, problems = parse_wire(source.wire)
    if problems:  # which `_read` names, with all others
        return "", []
    content = source.previous.get(TYPES)
    if content is not None and known(_types_fact(wire, content)):
        return content.decode(), []
    return generate_types(wire)


def _types_fact(wire: Mapping[str, Mapping[str, Any]], content: bytes) -> tuple[str, ...]:
    return "types", generator_fingerprint(), fingerprint(wire), sha256(content)
