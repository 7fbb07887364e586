"""The first end of an import that touches the disk: the text of a page from its bytes, and the spec there is already."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from ..load import TextFile, display_name
from ..parse import parse_file
from ..problems import Problem
from ..spec import ModelSpec
from .merge import Draft
from .tokens import Findings

_LARGEST = 1_000_000
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def load_page(content: str | bytes, findings: Findings) -> str | None:
    """Return the text of a page with plain line ends, or none where it is no text of a page."""
    place = findings.whole
    if len(content) > _LARGEST:
        findings.add(place, "page-too-large", size=len(content), maximum=_LARGEST)
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
    if _HTML.match(text[:10_000]):
        findings.add(place, "page-html")
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
