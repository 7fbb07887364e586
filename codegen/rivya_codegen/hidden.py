"""Characters that a reader does not see: bidirectional controls, zero-width characters and other marks without a shape.

They can make a text look like another one, and carry words past a reviewer to tools and agents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that show nothing
_JOINED_SCRIPTS = range(0x0590, 0x1C80)  # from Hebrew to Lepcha: in most of these, joiners are part of the spelling


def hidden_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the position and the name of each hidden character, such as `U+202E RIGHT-TO-LEFT OVERRIDE`.

    Letters of scripts that run from right to left are no such characters, nor are the joiners inside of emoji and of
    words in scripts that need them.
    """
    if text.isascii():
        return
    for at, char in enumerate(text):
        if char in _BLANKS or (unicodedata.category(char) == "Cf" and not _joins(text, at)):
            yield at, f"U+{ord(char):04X} {unicodedata.name(char, 'FORMAT CHARACTER')}"


def show_hidden(text: str) -> str:
    """Return the text with the number of each hidden character in its place, such as `<U+202E>`."""
    shown = list(text)
    for at, name in hidden_characters(text):
        shown[at] = f"<{name.split()[0]}>"
    return "".join(shown)


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] not in _JOINERS or not before or not after:
        return False
    emoji = unicodedata.category(before) in {"So", "Sk"} or before == "\ufe0f"
    return emoji or ord(before) in _JOINED_SCRIPTS
