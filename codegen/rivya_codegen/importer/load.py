"""The first end of an import that touches the disk: pages by name, the spec there is already, the platform they belong to."""

from __future__ import annotations

from pathlib import Path as FilePath

from ..inputs import decoded, display_name, largest, read_bytes, read_named, read_text
from ..load import TextFile
from ..messages import words
from ..parse import parse_file
from ..platform_spec import PlatformSpec
from ..problems import Location, Problem, ProblemsFound
from ..spec import ModelSpec
from .fetch import fetch_page, is_address, shown_address
from .merge import Draft
from .tokens import Findings


def load_input(name: str) -> tuple[str, bytes]:
    """Return how problems call a page, and its bytes: of an address, a file, or - for standard input.

    Raises:
        ProblemsFound: The page cannot be read, or is larger than inputs may be.
    """
    return (shown_address(name), fetch_page(name)) if is_address(name) else read_named(name)


def load_page(content: str | bytes, findings: Findings) -> str | None:
    """Return the text of a page with plain line ends, or none where it is no text of a page."""
    place = findings.whole
    if len(content) > largest():
        findings.add(place, "input-too-large", maximum=f"{largest():,}")
        return None
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        text.encode("utf-8")
    except UnicodeError as error:
        findings.add(place, "page-binary", detail=f"no UTF-8 at byte {getattr(error, 'start', 0)}")
        return None
    if "\0" in text:
        findings.add(place, "page-binary", detail=f"a NUL at character {text.index(chr(0))}")
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.add(place, "page-empty")
        return None
    return text


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
    path = specs / "platform.yaml"
    if not path.exists():
        return None, []
    try:
        file = TextFile(display_name(path), path.name, read_text(path))
    except ProblemsFound as found:
        return None, found.problems
    platform, _, problems = parse_file(file, PlatformSpec)
    return platform, problems


def require_platform(specs: FilePath) -> PlatformSpec:
    """Return the platform spec; `ProblemsFound` where there is none or it is wrong."""
    platform, problems = load_platform(specs)
    if platform is None:
        place = Location(display_name(specs / "platform.yaml"))
        raise ProblemsFound(problems or [Problem(place, "file-missing", {"advice": words("advice-platform")})])
    return platform
