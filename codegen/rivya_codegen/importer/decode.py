"""From the bytes of a page to its text."""

from __future__ import annotations

from ..source.inputs import largest
from .findings import Findings


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
