"""Single files of specs: what an import or a `sync` starts from is one spec, as it stands, and the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath

from ..problems.problem import Location, ProblemsFound
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


def load_draft(path: FilePath) -> Draft | None:
    """Return the spec in a file; none where there is no such file. Raises `ProblemsFound` where it is wrong."""
    if not path.exists():
        return None
    name = display_name(path)
    text = decoded(read_bytes(path), name)
    spec, document = parse_file(TextFile(name, path.name, text), ModelSpec)
    return Draft(text, spec, document.locate)


def load_platform(specs: FilePath) -> PlatformSpec | None:
    """Return the platform spec; none where the folder has none. Raises `ProblemsFound` where it is wrong."""
    return parse_file(read_file(specs / PLATFORM), PlatformSpec)[0] if (specs / PLATFORM).exists() else None


def require_platform(specs: FilePath) -> PlatformSpec:
    """Return the platform spec. Raises `ProblemsFound` where there is none or it is wrong."""
    if platform := load_platform(specs):
        return platform
    raise ProblemsFound([missing(specs / PLATFORM, "advice-platform")])
