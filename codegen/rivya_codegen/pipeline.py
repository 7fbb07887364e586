"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .artefact_tables import parse_tables
from .artefacts import RUNTIME, TYPES
from .checks import check
from .format import format_python
from .load import MANIFEST, Settings, Source, display_name, load_source
from .lower import lower
from .lower.pages import lower_pages
from .manifest import make_manifest, read_manifest, sha256, stale_files
from .parse import Parsed, parse_source
from .problems import Location, Problem, ProblemsFound
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


def read_specs(settings: Settings, amend: Amend | None = None) -> tuple[Source, Parsed]:
    """Load, parse and check. Raises `ProblemsFound` with everything that is wrong."""
    source, problems = load_source(settings)
    source = amend(source) if amend else source
    parsed, found = parse_source(source)
    problems += found
    if parsed is not None:
        problems += check(parsed)
        if not source.models and not problems:
            problems.append(Problem(Location(display_name(settings.specs / "models")), "specs-empty"))
    _stop_at(problems)
    if parsed is None:
        raise ProblemsFound(problems)
    return source, parsed


def run(settings: Settings, amend: Amend | None = None) -> Result:
    """Return what the specs generate. Raises `ProblemsFound` with everything that is wrong."""
    source, parsed = read_specs(settings, amend)
    texts = _render_all(source, parsed)
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"{RUNTIME}/{path}": content for path, content in source.runtime.items()}
    files[MANIFEST] = make_manifest(source, files, fingerprint(parsed.wire), parsed.release.version)
    files = dict(sorted(files.items()))
    return Result(files, changed_files(source.previous, files), stale_files(source, files), source)


def _render_all(source: Source, parsed: Parsed) -> dict[str, str]:
    added, problems = parse_tables(source.tables, source.templates)
    _stop_at(problems)
    unchanged = _unchanged_types(source, parsed)
    with ThreadPoolExecutor(1) as beside:  # only waits for the process that makes the types
        making = beside.submit(generate_types, parsed.wire) if unchanged is None else None
        texts, problems = render(lower(parsed), lower_pages(parsed), source.templates, added)
        if making is not None:
            texts[TYPES], found = making.result()
            problems += found
    _stop_at(problems)
    formatted, problems = format_python(texts)
    _stop_at(problems)
    return formatted | ({TYPES: unchanged} if unchanged is not None else {})


def _unchanged_types(source: Source, parsed: Parsed) -> str | None:
    """Return the wire types of the last run where their schemas are the same and nobody touched the file."""
    manifest = read_manifest(source.previous)
    if manifest.get("types_fingerprint") != fingerprint(parsed.wire):
        return None
    return _intact(source, manifest["outputs"].get(TYPES))


def _intact(source: Source, expected: str | None) -> str | None:
    content = source.previous.get(TYPES)
    return content.decode() if content is not None and sha256(content) == expected else None
