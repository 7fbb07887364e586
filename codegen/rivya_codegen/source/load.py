"""Reads specs into memory, and for a run the templates, the runtime and the last output as well."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound, collected
from ..words.messages import words
from .inputs import TextFile, display_name, read_file, unix_ends
from .lock import locked
from .plugins import ARTEFACT_TABLE, Plugin, installed_plugins, read_plugins
from .previous import Previous, load_previous
from .settings import (
    BUILT_IN_TEMPLATES,
    LEAVING,
    MANIFEST,
    MODELS,
    PLATFORM,
    RELEASE,
    RELEASES,
    RUNTIME,
    SPEC_FILES,
    WIRE,
    Settings,
    is_saved,
)

MISPLACED = "spec-misplaced"
_YAML = SPEC_FILES[MODELS]
_ENDINGS = (*_YAML, *SPEC_FILES[WIRE])
_NAMES = (PLATFORM, RELEASE, "changes-ignore.yaml")
_PLACES: Mapping[str, tuple[str, ...]] = {
    **SPEC_FILES,
    RELEASES: _YAML,
    "schema": (".json",),  # which `schema` writes for editors
}
"""The folders in that of the specs that hold files, and how the names of the files in them end."""
_ALLOWED = (*_NAMES, f"{MODELS}/<id>.yaml", f"{WIRE}/<name>.json", f"{RELEASES}/<version>.yaml")


@dataclass(frozen=True, slots=True)
class Source:
    """The specs as texts, of a folder or of a git revision: all that looking at them needs."""

    platform: TextFile | None = None
    models: tuple[TextFile, ...] = ()
    wire: tuple[TextFile, ...] = ()
    release: TextFile | None = None
    """The version of the package."""
    releases: tuple[TextFile, ...] = ()
    """What each release changed."""
    problems: tuple[Problem, ...] = ()
    """What of them cannot be read."""

    @classmethod
    def of(cls, files: Mapping[str, TextFile]) -> Source:
        """Return the specs that are in files, by their path in the folder of the specs."""

        def inside(folder: str) -> tuple[TextFile, ...]:
            return tuple(file for path, file in files.items() if path.startswith(f"{folder}/"))

        return cls(files.get(PLATFORM), inside(MODELS), inside(WIRE), files.get(RELEASE), inside(RELEASES))


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run reads, and where; everything after `load` is a function of it."""

    settings: Settings
    source: Source
    templates: Mapping[str, TextFile]
    tables: tuple[TextFile, ...]
    """The tables of added artefacts, those of plugins first."""
    plugins: Mapping[str, str]
    """The installed plugins: id → version."""
    runtime: Mapping[str, bytes]
    previous: Previous = field(default_factory=Previous)


def load_source(specs: Path) -> Source:
    """Read the specs in a folder; what cannot be read is a problem of the source."""
    source, problems = Source(), list[Problem]()
    with _gathering(problems, specs), reading(specs):
        if not specs.is_dir():
            raise ProblemsFound([missing(specs, "advice-specs")])
        source = Source.of(_read(_spec_paths(specs), specs, problems))
        if not (specs / PLATFORM).exists():
            problems.append(missing(specs / PLATFORM, "advice-platform"))
        elif source.platform:
            problems += _misplaced(specs)
    return replace(source, problems=tuple(problems))


def load_inputs(settings: Settings) -> tuple[Inputs, list[Problem]]:
    """Read everything a run needs; what cannot be read is a problem. The code of installed plugins runs here."""
    plugins, problems = installed_plugins(), list[Problem]()
    inputs = Inputs(settings, Source(), {}, (), {plugin.id: plugin.version for plugin in plugins}, {})
    with _gathering(problems, settings.output), locked(settings.output, alone=False):
        source = load_source(settings.specs)
        problems += source.problems
        templates, tables = _load_templates(settings.templates, plugins, problems)
        previous = load_previous(settings.output)
        inputs = Inputs(settings, source, templates, tables, inputs.plugins, load_runtime(), previous)
    return inputs, problems


def _misplaced(specs: Path) -> Iterator[Problem]:
    """Yield a problem for each file that nobody reads although it looks like a spec; hidden ones are of editors."""
    for folder, folders, names in os.walk(specs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(folder).relative_to(specs).as_posix()
        if MANIFEST in names and inside not in (".", *_PLACES):  # outputs, which may lie among the specs
            folders.clear()
            continue
        for name in sorted(names):
            looks_like_one = is_saved(name.lower(), *_ENDINGS)
            is_read = name in _NAMES if inside == "." else name.endswith(_PLACES.get(inside, ()))
            if looks_like_one and not is_read:
                place = Location(display_name(Path(folder, name)))
                yield Problem(place, MISPLACED, {"allowed": ", ".join(_ALLOWED)})


@contextmanager
def _gathering(problems: list[Problem], folder: Path) -> Generator[None]:
    """Add what ends the reading of a folder to `problems`."""
    try:
        with collected(problems):
            yield
    except (OSError, RuntimeError) as error:  # a folder without permission, a loop of links
        place = Location(str(getattr(error, "filename", None) or folder))
        detail = {"detail": getattr(error, "strerror", None) or str(error)}
        problems.append(Problem(place, "file-not-readable", detail))


def missing(path: Path, advice: str) -> Problem:
    """Return the problem that a file or folder is not there, with a message that says what to do about it."""
    return Problem(Location(display_name(path)), "file-missing", {"advice": words(advice)})


def leftovers(folder: Path) -> list[Path]:
    """Return the folders that a run has left in one that it wrote to, or in its models, because it was killed."""
    found = (child for place in (folder, folder / MODELS) if place.is_dir() for child in place.iterdir())
    return sorted(
        child for child in found if child.name.startswith(LEAVING) and child.is_dir() and not child.is_symlink()
    )


@contextmanager
def reading(folder: Path) -> Generator[None]:
    """Keep others from writing to a folder meanwhile.

    Raises:
        ProblemsFound: A run that wrote to it was killed, so that new and old files may be mixed there.
    """
    with locked(folder, alone=False):
        if left := leftovers(folder):
            raise ProblemsFound(Problem(Location(display_name(path)), "run-unfinished") for path in left)
        yield


def _saved(folder: Path, *endings: str, pattern: str = "*") -> list[Path]:
    """Return the files with such endings, without hidden ones: locks and unsaved texts of editors."""
    return sorted(path for path in folder.glob(pattern) if is_saved(path.name, *endings))


def _spec_paths(specs: Path) -> list[Path]:
    folders = {**SPEC_FILES, RELEASES: SPEC_FILES[MODELS]}
    named = [path for name in (PLATFORM, RELEASE) if (path := specs / name).exists()]
    return [*named, *(path for folder, endings in folders.items() for path in _saved(specs / folder, *endings))]


def input_files(settings: Settings) -> list[Path]:
    """Return the files that a run reads and that people edit, as far as they are there."""
    own = _templates_of(settings.templates) if settings.templates else []
    return [*_spec_paths(settings.specs), *own, *_jinja(BUILT_IN_TEMPLATES)]


LISTING_FILES = (".py", ".toml", ".yml")


def _jinja(folder: Path) -> list[Path]:
    """Return the templates of a folder, and the files that its docs pages show."""
    return [*_saved(folder, ".jinja", pattern="**/*"), *_saved(folder, *LISTING_FILES, pattern="docs/code/**/*")]


def _read(paths: Iterable[Path], root: Path, problems: list[Problem]) -> dict[str, TextFile]:
    """Return the files in a folder, by their path there; what cannot be read goes to `problems`."""
    files: dict[str, TextFile] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        with collected(problems):
            files[name] = read_file(path, name)
    return files


def _load_templates(
    override: Path | None, plugins: Iterable[Plugin], problems: list[Problem]
) -> tuple[dict[str, TextFile], tuple[TextFile, ...]]:
    """Return the templates by name, and the tables of added artefacts: those of plugins, then that of the folder."""
    files = _read(_jinja(BUILT_IN_TEMPLATES), BUILT_IN_TEMPLATES, problems)
    for file in read_plugins(plugins, problems):
        if files.setdefault(file.path, file) is not file:
            problems.append(Problem(Location(file.display), "template-taken", {"value": file.path}))
    if override:
        own = _templates_of(override)
        if not own:
            problems.append(missing(override / "*.jinja" if override.is_dir() else override, "advice-templates"))
        files |= _read(own, override, problems)
    tables = [path for path in files if path.rpartition("/")[2] == ARTEFACT_TABLE]
    return files, tuple(files.pop(path) for path in tables)


def _templates_of(folder: Path) -> list[Path]:
    table = folder / ARTEFACT_TABLE
    return [*([table] if table.exists() else []), *_jinja(folder)]


def load_runtime() -> dict[str, bytes]:
    """Return the hand-written client library, path → bytes, as it is copied into the package."""
    files = sorted(path for path in RUNTIME.rglob("*") if path.suffix in {".py", ".json"} or path.name == "py.typed")
    return {path.relative_to(RUNTIME).as_posix(): unix_ends(path.read_bytes()) for path in files}
