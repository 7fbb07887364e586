"""The whole run, one direction, one effect:

    specs/ ─load→ Source ─parse→ Parsed ─check→ ok ─lower→ Package ─render→ {path: text} ─format→ Result ─→ write | check | diff

Every stage returns values; problems are gathered and end the run before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from .artefact_tables import parse_tables
from .artefacts import RUNTIME, TYPES, Artefact
from .cache import known, note
from .checks import check
from .format import format_python
from .load import MANIFEST, Settings, Source, display_name, load_source, unix_ends
from .lower import lower
from .lower.pages import lower_pages
from .manifest import generator_fingerprint, make_manifest, sha256, stale_files, untrusted_entries
from .parse import Parsed, parse_source, parse_wire
from .previous import read_outputs
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
    untrusted: list[str]
    """What the manifest lists although nothing of ours makes it; it is not removed."""

    @property
    def different(self) -> dict[str, bytes]:
        """The outputs with another content than what is there: neither the manifest nor line ends count."""
        ends = self.other_ends
        return {path: content for path, content in self.changed.items() if path != MANIFEST and path not in ends}

    @property
    def other_ends(self) -> list[str]:
        """The files that differ in their line ends alone."""
        previous = self.source.previous
        return [
            path for path, content in self.changed.items() if path in previous and unix_ends(previous[path]) == content
        ]


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
    problems += _misplaced(settings)
    source = amend(source) if amend else source
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
    return Result(files, changed_files(source.previous, files), stale, source, untrusted)


def _misplaced(settings: Settings) -> Iterator[Problem]:
    """Yield a problem where the output folder is one of the inputs, or holds one: they are not disposable."""
    output = settings.output.resolve()
    for folder in (settings.specs, settings.templates):
        if folder and output in (folder.resolve(), *folder.resolve().parents):
            yield Problem(Location(display_name(settings.output)), "output-inputs", {"value": display_name(folder)})


def _render_all(
    source: Source, parsed: Parsed, types: Future[tuple[str, list[Problem]]], added: Sequence[Artefact]
) -> dict[str, str]:
    copied = (TYPES, *(f"{RUNTIME}/{path}" for path in source.runtime))
    texts, problems = render(lower(parsed), lower_pages(parsed), source.templates, added, copied)
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
    content = source.previous.get(TYPES)
    if content is not None and known(_types_fact(wire, content)):
        return content.decode(), []
    return generate_types(wire)


def _types_fact(wire: Mapping[str, Mapping[str, Any]], content: bytes) -> tuple[str, ...]:
    return "types", generator_fingerprint(), fingerprint(wire), sha256(content)
