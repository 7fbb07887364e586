"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from .artefact_tables import parse_tables
from .artefacts import RUNTIME, TYPES
from .checks import check
from .format import format_python
from .load import MANIFEST, Settings, Source, display_name, load_source
from .lower import lower
from .lower.pages import lower_pages
from .manifest import make_manifest, read_manifest, sha256, stale_files
from .parse import Parsed, parse_source, parse_wire
from .problems import Location, Problem, ProblemsFound
from .render import render
from .unfinished import is_unfinished
from .wire_types import fingerprint, generate_types
from .write import changed_files


@dataclass(frozen=True, slots=True)
class Result:
    """What a run would write: all files, those that differ from the output folder, and those to remove."""

    files: dict[str, bytes]
    changed: dict[str, bytes]
    stale: list[str]
    source: Source
    left_out: tuple[str, ...] = ()
    """The specs of new models that are still to be filled in, as problems show them."""


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
    source, left_out = _without_skeletons(amend(source) if amend else source)
    with ThreadPoolExecutor(1) as beside:  # waits for the process that makes the types, the longest part of a run
        types = beside.submit(_make_types, source)
        parsed = _read(settings, source, problems)
        texts = _render_all(source, parsed, types)
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"{RUNTIME}/{path}": content for path, content in source.runtime.items()}
    files[MANIFEST] = make_manifest(source, files, fingerprint(parsed.wire), parsed.release.version)
    files = dict(sorted(files.items()))
    return Result(files, changed_files(source.previous, files), stale_files(source, files), source, left_out)


def _without_skeletons(source: Source) -> tuple[Source, tuple[str, ...]]:
    """Return what there is to generate from: without new models that nobody has described yet, and their specs.

    A model that is in the output already does not go from it because something in its spec is to be filled in.
    """
    new = [file for file in source.models if f"schemas/{PurePosixPath(file.path).stem}.json" not in source.previous]
    skeletons = [file for file in new if is_unfinished(file)]
    kept = tuple(file for file in source.models if file not in skeletons)
    if not kept:
        return source, ()
    return replace(source, models=kept), tuple(file.display for file in skeletons)


def _render_all(source: Source, parsed: Parsed, types: Future[tuple[str, list[Problem]]]) -> dict[str, str]:
    added, problems = parse_tables(source.tables, source.templates)
    _stop_at(problems)
    texts, problems = render(lower(parsed), lower_pages(parsed), source.templates, added)
    texts[TYPES], found = types.result()
    _stop_at([*problems, *found])
    formatted, problems = format_python(texts)
    _stop_at(problems)
    return formatted


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
