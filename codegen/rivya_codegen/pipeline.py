"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from .artefact_tables import parse_tables
from .artefacts import RUNTIME, TYPES, Artefact
from .checks import check
from .code_shape import compile_problems, shape_problems, types_problems
from .format import format_python
from .fragments import only_shapes
from .inputs import display_name
from .load import MANIFEST, Settings, Source, load_source
from .lower import lower
from .lower.pages import lower_pages
from .manifest import make_manifest, read_manifest, sha256, stale_files
from .parse import Parsed, parse_source, parse_wire
from .problems import Location, Problem, ProblemsFound
from .proofs import Unproven
from .render import render
from .wire_types import fingerprint, generate_types
from .write import changed_files


@dataclass(frozen=True, slots=True)
class Result:
    """What a run would write: all files, those that differ from the output folder, and those to remove."""

    files: dict[str, bytes]
    changed: dict[str, bytes]
    stale: list[str]
    source: Source


Amend = Callable[[Source], Source]
"""What is to be written to the specs only when everything fits."""


def _stop_at(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise ProblemsFound(found)


def read_specs(settings: Settings) -> tuple[Source, Parsed]:
    """Load, parse and check. Raises `ProblemsFound` with everything that is wrong."""
    source, problems = load_source(settings)
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
    source = amend(source) if amend else source
    with ThreadPoolExecutor(1) as beside:  # waits for the process that makes the types, the longest part of a run
        types = beside.submit(_make_types, source)
        parsed = _read(settings, source, problems)
        texts = _render_all(source, parsed, types)
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"{RUNTIME}/{path}": content for path, content in source.runtime.items()}
    files[MANIFEST] = make_manifest(source, files, fingerprint(parsed.wire), parsed.release.version)
    files = dict(sorted(files.items()))
    return Result(files, changed_files(source.previous, files), stale_files(source, files), source)


def _render_all(source: Source, parsed: Parsed, types: Future[tuple[str, list[Problem]]]) -> dict[str, str]:
    added, problems = parse_tables(source.tables, source.templates)
    _stop_at(problems)
    texts, problems = _render(source, parsed, added)
    made, found = types.result()
    _stop_at([*problems, *found])
    formatted, problems = format_python(texts | {TYPES: made})
    _stop_at(problems)
    _prove_code(source, formatted, texts, lambda: _render(source, parsed, added))
    return formatted


def _render(source: Source, parsed: Parsed, added: Sequence[Artefact]) -> tuple[dict[str, str], list[Problem]]:
    try:
        return render(lower(parsed), lower_pages(parsed), source.templates, added)
    except Unproven as error:  # a text of the specs that has no form in some place; templates name their own
        return {}, [Problem(Location("specs"), "template-failed", {"detail": str(error)})]


def _prove_code(
    source: Source,
    formatted: Mapping[str, str],
    texts: Mapping[str, str],
    render_again: Callable[[], tuple[dict[str, str], list[Problem]]],
) -> None:
    """Stop where an output is no code, or a text has become code; what lies in the output folder was proven before."""
    new = {
        path: text
        for path, text in formatted.items()
        if path.endswith(".py") and text.encode() != source.previous.get(path)
    }
    rendered = {path: texts[path] for path in new if path in texts}
    _stop_at(compile_problems(rendered))
    _stop_at(compile_problems(new))  # the formatter moves imports
    if rendered:
        with only_shapes():
            harmless, problems = render_again()
        _stop_at([*problems, *shape_problems(rendered, harmless)])
    if TYPES in new:
        _stop_at(types_problems(TYPES, new[TYPES]))


def _make_types(source: Source) -> tuple[str, list[Problem]]:
    """Return the wire types: those of the last run where their schemas are the same and nobody touched the file."""
    wire, problems = parse_wire(source.wire)
    if problems:  # which `_read` names, with all others
        return "", []
    manifest, content = read_manifest(source.previous), source.previous.get(TYPES)
    same = manifest.get("types_fingerprint") == fingerprint(wire)
    if content is not None and same and sha256(content) == manifest["outputs"].get(TYPES):
        return content.decode(), []
    return generate_types(wire)
