"""Single files of specs: what an import or a `sync` starts from is one spec, as it stands, and the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath

from ..problems.problem import Location, Problem, ProblemsFound, collected
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..yaml_text.reader import Path
from .inputs import TextFile, decoded, display_name, read_bytes, read_file
from .load import missing
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
    name, problems = display_name(path), list[Problem]()
    if path.exists():
        with collected(problems):
            text = decoded(read_bytes(path), name)
            spec, document, problems = parse_file(TextFile(name, path.name, text), ModelSpec)
            if spec is not None and document is not None:
                return Draft(text, spec, document.locate), []
    return None, problems


def load_platform(specs: FilePath) -> tuple[PlatformSpec | None, list[Problem]]:
    """Return the platform spec; none and no problem where the folder has none."""
    problems: list[Problem] = []
    if (specs / PLATFORM).exists():
        with collected(problems):
            platform, _, problems = parse_file(read_file(specs / PLATFORM), PlatformSpec)
            return platform, problems
    return None, problems


def require_platform(specs: FilePath) -> PlatformSpec:
    """Return the platform spec; `ProblemsFound` where there is none or it is wrong."""
    platform, problems = load_platform(specs)
    if platform is None:
        raise ProblemsFound(problems or [missing(specs / PLATFORM, "advice-platform")])
    return platform
