"""Text as Markdown and back: exact inverse pairs for prose (`escape`) and for values shown as code (`code`).

Both give one line that survives a table cell: nothing in it ends a cell, opens markup or is trimmed away.
"""

from __future__ import annotations

import re
import unicodedata

_MARKUP = frozenset("\\`*[]<>|~&{}$")
_HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # a reader would drop them or take them for line ends
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|<br\s*/?>|&#([0-9]{1,7});")
_CODE = re.compile(r"`([^`]*)`|<code>(.*?)</code>")
_PIECE = re.compile(rf"`([^`]*)`|<code>((?:[^<\\]|\\.|<br>)*)</code>|{_ESCAPED.pattern}")
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\([^()\s]*\)")


def escape(text: str) -> str:
    """Return `text` as Markdown prose on one line; `unescape` gives it back exactly."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    line = "".join(_escape_at(text, index, edge=not first <= index < last) for index in range(len(text)))
    line = re.sub(r"(?<!#)#+$|^[#+=-]", lambda match: "".join(f"\\{char}" for char in match.group()), line)
    return re.sub(r"^([0-9]{1,9})([.)])", r"\1\\\2", line)


def _escape_at(text: str, index: int, *, edge: bool) -> str:
    char = text[index]
    if char == "\n" and text != char:  # alone on a line, the element would be a block
        return "<br>"
    if edge or unicodedata.category(char) in _HIDDEN:
        return f"&#{ord(char)};"
    if char == "_" and text[index - 1 : index].isalnum() and text[index + 1 : index + 2].isalnum():
        return char  # inside a word it is no markup
    return f"\\{char}" if char in _MARKUP or char == "_" else char


def unescape(markdown: str) -> str:
    """Return the text that `escape` turned into `markdown`."""
    return _ESCAPED.sub(_unescaped, markdown)


def _unescaped(match: re.Match[str]) -> str:
    if match.group(1):
        return match.group(1)
    if match.group(2) is None:
        return "\n"
    number = int(match.group(2))
    return chr(number) if number <= 0x10FFFF else match.group()


def code(text: str) -> str:
    """Return `text` as code in a table cell; a code span where that can hold it, else an HTML element."""
    spannable = text and not any(char in text for char in "`<|")
    if not spannable or any(unicodedata.category(char) in _HIDDEN for char in text):
        return f"<code>{escape(text)}</code>"
    padding = " " if text != text.lstrip(" ") and text != text.rstrip(" ") and text.strip(" ") else ""
    return f"`{padding}{text}{padding}`"


def code_items(markdown: str) -> tuple[str, ...] | None:
    """Return the items of a cell that is nothing but a list of code, else none."""
    items: list[str] = []
    position = 0
    while match := _CODE.match(markdown, position):
        items.append(unescape(match.group(2)) if match.group(1) is None else _span_text(match.group(1)))
        position = match.end()
        if position == len(markdown):
            return tuple(items)
        comma = re.compile(r",\s*").match(markdown, position)
        if comma is None:
            return None
        position = comma.end()
    return None


def _span_text(span: str) -> str:
    if span.startswith(" ") and span.endswith(" ") and span.strip(" "):
        span = span[1:-1]
    return span.replace("\\|", "|")


def shown(markdown: str) -> str:
    """Return what a reader sees of Markdown of ours: code as its content, escapes undone."""
    return _PIECE.sub(_shown, markdown)


def _shown(match: re.Match[str]) -> str:
    span, element = match.group(1), match.group(2)
    return _span_text(span) if span is not None else unescape(match.group() if element is None else element)


def plain(markdown: str) -> str:
    """Return what a reader of the Markdown reads: links as their text, code as its content, escapes undone."""
    items = code_items(markdown)
    if items is not None:
        return ", ".join(items)
    return unescape(_LINK.sub(lambda match: match.group(1), markdown))
