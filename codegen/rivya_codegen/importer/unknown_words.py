"""The facts of a page in an unknown language, in the words of a known one: by their figures, or by what else is there."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from ..words.labels import Labels, find_anywhere
from .prose import characters_in, has_one_number
from .tokens import Cell
from .worded_numbers import says_number

_LONGEST_TITLE = 200
_STREAM = re.compile(r"\bSSE\b")


def translate_fact(name: str, cell: Cell, files_api: str, labels: Labels) -> tuple[str | None, set[str]]:
    """Return the text of a fact in known words, none where it says nothing we know, and which facts are guessed.

    `files_api` is what the other parts of the page say of the Files API.
    """
    if name == "files_api":
        return _choice(name, cell, files_api, labels)
    if name == "capability":
        category = _category(cell.text)
        return (labels.label(f"category.{category}"), set()) if category else (cell.text, {"category"})
    if name == "readiness":
        known = find_anywhere(name, cell.text)
        if known is None and not _STREAM.search(cell.text):
            return None, {"chat"}
        return _choice(name, cell, "streaming", labels)[0], set() if known else {"chat"}
    if name == "prompt_limit":
        return _prompt_limit(cell, labels), set()
    return cell.text, set()


def _choice(name: str, cell: Cell, guess: str, labels: Labels) -> tuple[str, set[str]]:
    """Return the label of a known word of any language, else the guess."""
    known = find_anywhere(name, cell.text)
    return labels.label(f"{name}.{known or guess}"), set() if known else {name}


def _category(text: str) -> str | None:
    """Return the category that a word means in any known language, accents aside."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return find_anywhere("category", text) or find_anywhere("category", bare)


def _prompt_limit(cell: Cell, labels: Labels) -> str:
    """Return the limit: a number and a unit, or in words that there is none; a limit in words stays as it is."""
    if find_anywhere("prompt_limit", cell.text) == "none":
        return labels.label("prompt_limit.none")
    found = characters_in(cell.text)
    if len(found) == 1 and has_one_number(cell.text):
        return f"{found[0]} {labels.label('prompt_limit.characters')}"
    return cell.text if says_number(cell.text) else labels.label("prompt_limit.none")


def find_name(title: str, model_id: str) -> tuple[str, float]:
    """Return the name of a model, the beginning or end of its title in whole words that is most like its id, and how like."""
    words = title.split() if len(title) <= _LONGEST_TITLE else []
    sides = [" ".join(part) for end in range(len(words)) for part in (words[:end], words[end:]) if part]
    likeness = {side: SequenceMatcher(None, _bare(side), _bare(model_id), autojunk=False).ratio() for side in sides}
    best = max(likeness, key=lambda side: (likeness[side], len(side)), default=title)
    return best, likeness.get(best, 0)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
