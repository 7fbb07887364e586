"""The first end of an import that touches the disk: pages by name, the spec there is already, the platform they belong to."""

from __future__ import annotations

import sys
from pathlib import Path as FilePath
from typing import BinaryIO

from ..load import TextFile, display_name
from ..parse import parse_file
from ..platform_spec import PlatformSpec
from ..problems import Location, Problem, ProblemsFound
from ..spec import ModelSpec
from .fetch import LARGEST, fetch_page, is_address
from .merge import Draft
from .tokens import Findings


def load_input(name: str) -> tuple[str, bytes]:
    """Return how problems call a page, and its bytes: of an address, a file, or - for standard input.

    No more than `LARGEST` bytes and one are read, so that endless input ends.

    Raises:
        ProblemsFound: The page cannot be read.
    """
    if is_address(name):
        return name, fetch_page(name)
    if name == "-":
        return "<stdin>", _start_of(sys.stdin.buffer)
    path = FilePath(name)
    try:
        with path.open("rb") as file:
            return display_name(path), _start_of(file)
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise ProblemsFound([Problem(Location(display_name(path)), "file-not-readable", detail)]) from error


def _start_of(stream: BinaryIO) -> bytes:
    return stream.read(LARGEST + 1)


def load_page(content: str | bytes, findings: Findings) -> str | None:
    """Return the text of a page with plain line ends, or none where it is no text of a page."""
    place = findings.whole
    if len(content) > LARGEST:
        findings.add(place, "page-too-large", maximum=LARGEST)
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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, []
    except UnicodeDecodeError:
        return None, [Problem(Findings(name).whole, "file-not-text")]
    except OSError as error:
        return None, [Problem(Findings(name).whole, "file-not-readable", {"detail": error.strerror or str(error)})]
    spec, document, problems = parse_file(TextFile(name, path.name, text), ModelSpec)
    if spec is None or document is None:
        return None, problems
    return Draft(text, spec, document.locate), []


def load_platform(specs: FilePath) -> tuple[PlatformSpec | None, list[Problem]]:
    """Return the platform spec; none and no problem where the folder has none."""
    path = specs / "platform.yaml"
    try:
        file = TextFile(display_name(path), path.name, path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return None, []
    except UnicodeDecodeError:
        return None, [Problem(Location(display_name(path)), "file-not-text")]
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        return None, [Problem(Location(display_name(path)), "file-not-readable", detail)]
    platform, _, problems = parse_file(file, PlatformSpec)
    return platform, problems


def require_platform(specs: FilePath) -> PlatformSpec:
    """Return the platform spec; `ProblemsFound` where there is none or it is wrong."""
    platform, problems = load_platform(specs)
    if platform is None:
        missing = Problem(
            Location(display_name(specs / "platform.yaml")), "file-missing", {"advice": "every run needs it"}
        )
        raise ProblemsFound(problems or [missing])
    return platform
