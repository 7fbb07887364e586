"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package
           ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .checks import check
from .docs.changelog import changelog_sections
from .docs.guides import lower_guides
from .docs.ir import Docs
from .docs.model_page import lower_pages
from .output.added_artefacts import parse_tables
from .output.artefacts import PYTHON, Artefact
from .output.cache import known, note
from .output.code_shape import compile_problems, shape_problems
from .output.format import format_python
from .output.manifest import generator_fingerprint, make_manifest, sha256, untrusted_entries
from .output.render import render
from .output.write import Result, changed_files
from .problems.problem import Location, Problem, ProblemsFound, collected, stop_at
from .python.package import lower_package
from .source.inputs import display_name
from .source.load import Inputs, Source, load_source
from .source.parse import Parsed, parse_source
from .source.previous import read_outputs
from .source.settings import MANIFEST, Settings
from .source.unfinished import without_skeletons
from .text.fragments import only_shapes
from .text.proofs import Unproven


def read_specs(specs: Path) -> Parsed:
    """Return the specs of a folder, checked. Raises `ProblemsFound` with everything that is wrong."""
    return read(load_source(specs), (), specs)


def read(source: Source, problems: Iterable[Problem], specs: Path) -> Parsed:
    """Return specs, checked.

    Args:
        source: The texts.
        problems: What is wrong already.
        specs: The folder of the specs, for messages.

    Raises:
        ProblemsFound: With everything that is wrong.
    """
    found = list(problems)
    with collected(found):
        parsed = parse_source(source)
        found += [*parsed.problems, *check(parsed)]
        if not source.models and not found:
            found.append(Problem(Location(display_name(specs / "models")), "specs-empty"))
        if not found:
            return parsed
    raise ProblemsFound(found)


def run(inputs: Inputs, problems: Iterable[Problem]) -> Result:
    """Return what the inputs generate.

    Args:
        inputs: All that a run reads.
        problems: What could not be read.

    Raises:
        ProblemsFound: With everything that is wrong.
    """
    problems = [*problems, *_misplaced(inputs.settings)]
    inputs, left_out = described(inputs)
    parsed = read(inputs.source, problems, inputs.settings.specs)
    added, problems = parse_tables(inputs.tables, inputs.templates)
    stop_at(problems)
    texts = _render_all(inputs, parsed, added)
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"{PYTHON}/{path}": content for path, content in inputs.runtime.items()}
    files[MANIFEST] = make_manifest(inputs, files, parsed.release.version)
    files = dict(sorted(files.items()))
    present = {**read_outputs(inputs.settings.output, files), **inputs.previous.files}
    previous = replace(inputs.previous, files=present)
    untrusted = untrusted_entries(previous, added, inputs.runtime)
    stale = sorted((previous.listed.keys() & present) - {*files, *untrusted})
    return Result(files, changed_files(present, files), stale, replace(inputs, previous=previous), untrusted, left_out)


def described(inputs: Inputs) -> tuple[Inputs, tuple[str, ...]]:
    """Return the inputs without new models that nobody has described yet, and the names of their files."""
    made = inputs.previous.files
    source, left_out = without_skeletons(inputs.source, lambda model_id: f"schemas/{model_id}.json" in made)
    return replace(inputs, source=source), left_out


def _misplaced(settings: Settings) -> Iterator[Problem]:
    """Yield a problem where the output folder is one of the inputs, or holds one: they are not disposable."""
    output = settings.output.resolve()
    for folder in (settings.specs, settings.templates):
        if folder and output in (folder.resolve(), *folder.resolve().parents):
            yield Problem(Location(display_name(settings.output)), "output-inputs", {"value": display_name(folder)})


def _render_all(inputs: Inputs, parsed: Parsed, added: Sequence[Artefact]) -> dict[str, str]:
    texts, problems = _render(inputs, parsed, added)
    stop_at(problems)
    formatted, problems = format_python(texts)
    stop_at(problems)
    _prove_code(inputs, formatted, texts, lambda: _render(inputs, parsed, added))
    return formatted


def _render(inputs: Inputs, parsed: Parsed, added: Sequence[Artefact]) -> tuple[dict[str, str], list[Problem]]:
    copied = tuple(f"{PYTHON}/{path}" for path in inputs.runtime)
    try:
        return render(lower_package(parsed), lower_docs(parsed, inputs), inputs.templates, added, copied)
    except Unproven as error:  # a text of the specs that has no form in some place; templates name their own
        return {}, [Problem(Location("specs"), "template-failed", {"detail": str(error)})]


def lower_docs(parsed: Parsed, inputs: Inputs) -> Docs:
    """Return the docs pages of the specs, of a runtime and of the templates."""
    guides = lower_guides(parsed, inputs.runtime, inputs.templates)
    return Docs(guides, changelog_sections(parsed.releases, "en"), lower_pages(parsed))


def _prove_code(
    inputs: Inputs,
    formatted: Mapping[str, str],
    texts: Mapping[str, str],
    render_again: Callable[[], tuple[dict[str, str], list[Problem]]],
) -> None:
    """Stop where an output is no code, or a text has become code; what this machine has proven before stays proven."""
    modules = {path: text for path, text in formatted.items() if path.endswith(".py")}
    proven: Mapping[str, bytes] = inputs.previous.files if known(_code_fact(inputs, inputs.previous.files)) else {}
    new = {path: text for path, text in modules.items() if text.encode() != proven.get(path)}
    rendered = {path: texts[path] for path in new if path in texts}
    stop_at(compile_problems(rendered))
    stop_at(compile_problems(new))  # the formatter moves imports
    if rendered:
        with only_shapes():
            harmless, problems = render_again()
        stop_at([*problems, *shape_problems(rendered, harmless)])
    note([_code_fact(inputs, {path: text.encode() for path, text in modules.items()})])


def _code_fact(inputs: Inputs, outputs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the fact that texts are data in these outputs of the templates; a folder from elsewhere proves nothing."""
    templates = sorted((path, sha256(file.text)) for path, file in inputs.templates.items())
    modules = sorted((path, sha256(content)) for path, content in outputs.items() if path.endswith(".py"))
    copied = {f"{PYTHON}/{path}" for path in inputs.runtime}
    rendered = [row for row in modules if row[0] not in copied]
    return "code", generator_fingerprint(), sha256(json.dumps([templates, rendered]))
