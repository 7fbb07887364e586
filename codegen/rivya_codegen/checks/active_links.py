"""Links that can run a script, carry a page in themselves or open a file, however they are written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_ALLOWED = frozenset({"http", "https", "mailto"})
_LAYERS = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
"""The backslash that Markdown drops."""

_TARGET = re.compile(
    r"""(?:\]\(\s*(?:<\s*)?|<\s*|\b(?:href|src|action|formaction|srcdoc|xlink:href|data)\s*=\s*(?:["']\s*)?"""
    r"""|\burl\(\s*(?:["']\s*)?)([a-z][a-z0-9+.-]*):(?=\S)""",
    re.IGNORECASE,
)
"""The scheme of what stands where only a link can: in Markdown, in an attribute of HTML, in CSS."""

_ANYWHERE = re.compile(
    r"(?<![\w+.-])(?:(?:javascript|vbscript|livescript|jscript)\s*:\s*(?=[\w(/'\"`%+!\[{])"
    r"(?=(?:(?!script\s*:)[^\s(=/.`])*[(=/.`])"  # as far as the next scheme, which is looked at by itself
    r"|data:(?:[\w.+-]+/[\w.+-]+)?(?:;[\w.+=-]+)*,"
    r"|data:[\w.+-]+/[\w.+-]+;"
    r"|(?:file|filesystem|blob|view-source|jar|ms-\w+|intent):(?=/|https?:|[\w.-]+://)"
    r"|(?:about|chrome|resource)://)",
    re.IGNORECASE,
)
"""Schemes that are active wherever they stand, with what makes them a link and no word before a colon."""


def find_active_link(text: str) -> str | None:
    """Return the active link in a text, as it reads with its encodings undone; none where there is none."""
    for layer in _layers(text):
        match = next((m for m in _TARGET.finditer(layer) if m.group(1).lower() not in _ALLOWED), None)
        start = match.start(1) if match else None
        if start is None and (match := _ANYWHERE.search(layer)):
            start = match.start()
        if start is not None:
            return re.split(r"[\s<>]", layer[start:], maxsplit=1)[0]
    return None


def _layers(text: str) -> Iterator[str]:
    """Yield the text as it is, and as it reads when its entities and percent signs are undone once, twice, …

    A browser drops line ends and tabs inside of an address; elsewhere they stand between words.
    """
    inner: str | None = text if re.search("[:&%]", text) else None
    for _ in range(_LAYERS):
        if inner is None:
            return
        layer = _ESCAPE.sub("", inner)
        yield _CONTROL.sub(" ", layer)
        yield _CONTROL.sub("", layer)
        undone = unquote(html.unescape(layer))
        inner = undone if undone != layer else None
