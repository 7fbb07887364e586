"""The first end that touches the disk: reads specs, templates, the runtime and the last manifest into memory."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound
from ..words.messages import words
from .inputs import TextFile, display_name, read_text, unix_ends
from .lock import locked
from .misplaced import misplaced
from .plugins import ARTEFACT_TABLE, Plugin, installed_plugins, read_plugins
from .previous import load_previous
from .settings import (
    BUILT_IN_TEMPLATES,
    LEAVING,
    MODELS,
    RELEASE,
    RELEASES,
    RUNTIME,
    SPEC_FILES,
    WIRE,
    Settings,
    is_saved,
)

_YAML = SPEC_FILES[MODELS]


@dataclass(frozen=True, slots=True)
class Source:
    """All that a run reads; everything after `load` is a function of it."""

    platform: TextFile | None
    models: tuple[TextFile, ...]
    wire: tuple[TextFile, ...]
    templates: Mapping[str, TextFile]
    runtime: Mapping[str, bytes]
    previous: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The files that the last run wrote, as far as they are still there, and its manifest."""
    strays: tuple[str, ...] = ()
    """What lies in the output folder beside them."""
    tables: tuple[TextFile, ...] = ()
    """The tables of added artefacts, those of plugins first."""
    plugins: Mapping[str, str] = field(default_factory=dict[str, str])
    """The installed plugins: id → version."""
    release: TextFile | None = None
    """The version of the package."""
    releases: tuple[TextFile, ...] = ()
    """What each release changed."""


def load_source(settings: Settings) -> tuple[Source, list[Problem]]:
    """Read everything a run needs; what cannot be read is a problem."""
    try:
        with locked(settings.output, alone=False), reading(settings.specs):
            return _load_source(settings)
    except ProblemsFound as found:
        return Source(None, (), (), {}, {}), found.problems
    except (OSError, RuntimeError) as error:  # a folder without permission, a loop of links
        place = Location(str(getattr(error, "filename", None) or settings.specs))
        detail = {"detail": getattr(error, "strerror", None) or str(error)}
        return Source(None, (), (), {}, {}), [Problem(place, "file-not-readable", detail)]


def leavings(folder: Path) -> list[Path]:
    """Return the folders that a run has left in one that it wrote to, or in its models, because it was killed."""
    found = (child for place in (folder, folder / MODELS) if place.is_dir() for child in place.iterdir())
    return sorted(
        child for child in found if child.name.startswith(LEAVING) and child.is_dir() and not child.is_symlink()
    )


@contextmanager
def reading(*folders: Path) -> Generator[None]:
    """Keep others from writing to folders meanwhile.

    Raises:
        ProblemsFound: A run that wrote to one of them was killed, so that new and old files may be mixed there.
    """
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(locked(folder, alone=False))
        left = [Problem(Location(display_name(path)), "run-unfinished") for each in folders for path in leavings(each)]
        if left:
            raise ProblemsFound(left)
        yield


def _load_source(settings: Settings) -> tuple[Source, list[Problem]]:
    problems: list[Problem] = []
    specs = settings.specs
    if not specs.is_dir():
        advice = words("advice-specs")
        return Source(None, (), (), {}, {}), [
            Problem(Location(display_name(specs)), "file-missing", {"advice": advice})
        ]
    platform_file = specs / "platform.yaml"
    if not platform_file.exists():
        problems.append(
            Problem(Location(display_name(platform_file)), "file-missing", {"advice": words("advice-platform")})
        )
    platform = list(_read([platform_file] if platform_file.exists() else [], specs, problems))
    models = tuple(_read(_saved(specs / MODELS, *_YAML), specs, problems))
    wire = tuple(_read(_saved(specs / WIRE, *SPEC_FILES[WIRE]), specs, problems))
    release_file = specs / RELEASE
    release = list(_read([release_file] if release_file.exists() else [], specs, problems))
    releases = tuple(_read(_saved(specs / RELEASES, *_YAML), specs, problems))
    problems += misplaced(specs) if platform else ()
    plugins = installed_plugins()
    previous, strays = load_previous(settings.output)
    templates, tables = _load_templates(settings.templates, plugins, problems)
    source = Source(
        platform[0] if platform else None,
        models,
        wire,
        templates,
        load_runtime(),
        previous,
        strays,
        tables,
        {plugin.id: plugin.version for plugin in plugins},
        release[0] if release else None,
        releases,
    )
    return source, problems


def _saved(folder: Path, *endings: str, pattern: str = "*") -> list[Path]:
    """Return the files with such endings, without hidden ones: locks and unsaved texts of editors."""
    return sorted(path for path in folder.glob(pattern) if is_saved(path.name, *endings))


def input_files(settings: Settings) -> list[Path]:
    """Return the files that a run reads and that people edit, as far as they are there."""
    specs = settings.specs
    files = [path for name in ("platform.yaml", RELEASE) if (path := specs / name).exists()]
    files += [path for folder in (MODELS, RELEASES) for path in _saved(specs / folder, *_YAML)]
    files += _saved(specs / WIRE, *SPEC_FILES[WIRE])
    files += _templates_of(settings.templates) if settings.templates else []
    return [*files, *_jinja(BUILT_IN_TEMPLATES)]


LISTING_FILES = (".py", ".toml", ".yml")


def _jinja(folder: Path) -> list[Path]:
    """Return the templates of a folder, and the files that its docs pages show."""
    return [*_saved(folder, ".jinja", pattern="**/*"), *_saved(folder, *LISTING_FILES, pattern="docs/code/**/*")]


def _read(paths: list[Path], root: Path, problems: list[Problem]) -> Iterator[TextFile]:
    for path in paths:
        name = display_name(path)
        try:
            yield TextFile(name, path.relative_to(root).as_posix(), read_text(path))
        except ProblemsFound as found:
            problems += found.problems


def _load_templates(
    override: Path | None, plugins: Iterable[Plugin], problems: list[Problem]
) -> tuple[dict[str, TextFile], tuple[TextFile, ...]]:
    """Return the templates by name, and the tables of added artefacts: those of plugins, then that of the folder."""
    if override and not override.is_dir():
        advice = words("advice-templates")
        problems.append(Problem(Location(display_name(override)), "file-missing", {"advice": advice}))
    built_in = _read(_jinja(BUILT_IN_TEMPLATES), BUILT_IN_TEMPLATES, problems)
    files = {file.path: file for file in built_in}
    for file in read_plugins(plugins, problems):
        if files.setdefault(file.path, file) is not file:
            problems.append(Problem(Location(file.display), "template-taken", {"value": file.path}))
    if override:
        own = _templates_of(override)
        if not own and override.is_dir():
            place = Location(f"{display_name(override)}/*.jinja")
            problems.append(Problem(place, "file-missing", {"advice": words("advice-templates")}))
        files |= {file.path: file for file in _read(own, override, problems)}
    tables = [path for path in files if path.rpartition("/")[2] == ARTEFACT_TABLE]
    return files, tuple(files.pop(path) for path in tables)


def _templates_of(folder: Path) -> list[Path]:
    table = folder / ARTEFACT_TABLE
    return [*([table] if table.exists() else []), *_jinja(folder)]


def load_runtime() -> dict[str, bytes]:
    """Return the hand-written client library, path → bytes, as it is copied into the package."""
    files = sorted(path for path in RUNTIME.rglob("*") if path.suffix in {".py", ".json"} or path.name == "py.typed")
    return {path.relative_to(RUNTIME).as_posix(): unix_ends(path.read_bytes()) for path in files}
