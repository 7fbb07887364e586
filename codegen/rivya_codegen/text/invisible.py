"""Characters that a reader does not see: control characters, which no input may have, and marks without a shape.

They can end a line, steer a terminal, make a text look like another one, and carry words past a reviewer to tools and
agents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .json_data import is_list, is_object

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""C0 but tab and line break, DEL, C1, the separators of lines and paragraphs, and halves of characters."""

CONTROL_CODE = "text-control-character"
HIDDEN_CODE = "text-hidden-character"
"""The codes of problems that name such a character."""

_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that show nothing
_JOINED_SCRIPTS = range(0x0590, 0x1C80)  # from Hebrew to Lepcha: in most of these, joiners are part of the spelling
_CONTEXT = 24


def hidden_character(text: str) -> dict[str, object] | None:
    """Return what a problem says of the first hidden character in a text, or none where it has none."""
    at, name = next(hidden_characters(text), (0, ""))
    return {"count": at + 1, "name": name, "before": show_hidden(text[max(at - _CONTEXT, 0) : at])} if name else None


def control_character(text: str) -> dict[str, object] | None:
    """Return what a problem says of the first control character in a text, or none where it has none."""
    match = CONTROL.search(text)
    return None if match is None else control_at(text, match.start())


def control_at(text: str, at: int) -> dict[str, object]:
    """Return what a problem says of the control character at a position: its number, and the text before it."""
    before = text[max(at - _CONTEXT, 0) : at].rpartition("\n")[2]
    return {"number": f"U+{ord(text[at]):04X}", "before": show_hidden(before)}


def texts(data: Any) -> Iterator[tuple[tuple[str | int, ...], bool, str]]:
    """Yield every key and every string in the data, however deep: its path, whether it is a key, and the text."""
    open_parts: list[tuple[tuple[str | int, ...], bool, Any]] = [((), False, data)]
    while open_parts:
        path, is_key, part = open_parts.pop()
        if isinstance(part, str):
            yield path, is_key, part
            continue
        pairs = part.items() if is_object(part) else enumerate(part) if is_list(part) else ()
        for key, value in reversed(list(pairs)):
            open_parts.append(((*path, key), False, value))
            if isinstance(key, str):
                open_parts.append(((*path, key), True, key))


def hidden_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the position and the name of each hidden character, such as `U+202E RIGHT-TO-LEFT OVERRIDE`.

    Letters of scripts that run from right to left are no such characters, nor are the joiners inside of emoji and of
    words in scripts that need them; control characters are found by `control_character`.
    """
    if text.isascii() or (text.isprintable() and _BLANKS.isdisjoint(text)):
        return
    for at, char in enumerate(text):
        if char in _BLANKS or (unicodedata.category(char) == "Cf" and not _joins(text, at)):
            yield at, f"U+{ord(char):04X} {unicodedata.name(char, 'FORMAT CHARACTER')}"


def show_hidden(text: str) -> str:
    """Return the text on one line, with the number of each character that would not show, such as `<U+202E>`."""
    if text.isprintable() and (text.isascii() or _BLANKS.isdisjoint(text)):
        return text
    characters = list(text)
    for at, char in enumerate(text):
        if char in _BLANKS or not (char.isprintable() or unicodedata.category(char) == "Zs" or _joins(text, at)):
            characters[at] = f"<U+{ord(char):04X}>"
    return "".join(characters)


def one_line(text: str) -> str:
    """Return a text of others on one line, with a blank for whatever is not printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in _JOINERS or not before or not after:
        return False
    emoji = unicodedata.category(before) in {"So", "Sk"} or before == "\ufe0f"
    return emoji or ord(before) in _JOINED_SCRIPTS
