"""Single files of specs: what an import or a `sync` starts from is one spec, as it stands, and the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath

from ..problems.problem import Location, Problem, ProblemsFound
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..words.messages import words
from ..yaml_text.reader import Path
from .inputs import TextFile, decoded, display_name, read_bytes, read_file
from .parse import parse_file
from .settings import PLATFORM


@dataclass(frozen=True, slots=True)
class Draft:
    """A spec as it stands: its text, its value, and where each fact of it comes from."""

    text: str
    spec: ModelSpec
    locate: Callable[[Path], Location]


def load_draft(path: FilePath) -> tuple[Draft | None, list[Problem]]:
    """Return the spec in a file; none and no problem where there is no such file."""
    name = display_name(path)
    if not path.exists():
        return None, []
    try:
        text = decoded(read_bytes(path), name)
    except ProblemsFound as found:
        return None, found.problems
    spec, document, problems = parse_file(TextFile(name, path.name, text), ModelSpec)
    if spec is None or document is None:
        return None, problems
    return Draft(text, spec, document.locate), []


def load_platform(specs: FilePath) -> tuple[PlatformSpec | None, list[Problem]]:
    """Return the platform spec; none and no problem where the folder has none."""
    path = specs / PLATFORM
    if not path.exists():
        return None, []
    try:
        file = read_file(path)
    except ProblemsFound as found:
        return None, found.problems
    platform, _, problems = parse_file(file, PlatformSpec)
    return platform, problems


def require_platform(specs: FilePath) -> PlatformSpec:
    """Return the platform spec; `ProblemsFound` where there is none or it is wrong."""
    platform, problems = load_platform(specs)
    if platform is None:
        place = Location(display_name(specs / PLATFORM))
        raise ProblemsFound(problems or [Problem(place, "file-missing", {"advice": words("advice-platform")})])
    return platform
