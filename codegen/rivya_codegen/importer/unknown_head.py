"""Title, summary and badges of a page in an unknown language, or partly in one, in known labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..words.labels import Labels, find_anywhere
from .frame import is_chrome, is_title
from .head import find_badges
from .tokens import Cell

_MOST_LINES = 60
"""How far above the facts a title is looked for: navigation may stand before it."""
_LIKE_THE_ID = 0.6
"""How like its id a name must be: `GPT-5.2` and `gpt-5-2-chat` are 0.71."""
_BADGES = 3
_LONGEST_BADGE = 80
_LONGEST_TITLE = 200
_API = re.compile(r"(?<!\s)\s*\bAPI\b")


def translate_head(lines: Sequence[Cell], model_id: str, labels: Labels) -> tuple[list[Cell], set[str]]:
    """Return the title, the summary and the badges in known labels, and which facts their words do not tell.

    What stands above the title is left out.
    """
    lines = [line for line in lines[-_MOST_LINES:] if not is_chrome(line.text)]
    at = _title(lines, model_id)
    if at is None:
        return lines, {"availability", "input_status", "category"}
    name, likeness = _name_like(lines[at].text, model_id)
    known = likeness >= _LIKE_THE_ID
    text = name if known else _API.split(lines[at].text)[0] or lines[at].text
    title = replace(lines[at], text=text + labels.label("page.title_suffix"))
    summary, rest = list(lines[at + 1 : at + 2]), list(lines[at + 2 :])
    if summary and find_badges(labels, lines[at + 1 :])[0]:
        summary, rest = [], list(lines[at + 1 :])
    guessed: set[str] = set() if known else {"name"}
    if not find_badges(labels, rest)[0]:
        guessed |= {"availability", "input_status"}
        # Badges in unknown words: one line, or one each, the last of which is the category.
        one_each = len(rest) == _BADGES and find_anywhere("category", rest[-1].text)
        rest = [] if len(rest) == 1 or one_each else rest
    return [title, *summary, *rest], guessed


def _title(lines: Sequence[Cell], model_id: str) -> int | None:
    """Return which line is the title: in known words, or like the id of the model, or with the word API in it."""
    known = [at for at, line in enumerate(lines) if is_title(line.text)]
    if known:
        return known[-1]
    likeness = [_name_like(line.text, model_id)[1] for line in lines]
    best = max(range(len(lines)), key=lambda at: (likeness[at], at), default=0)
    if likeness and likeness[best] >= _LIKE_THE_ID:
        shorter = best and len(lines[best - 1].text) < len(lines[best].text)
        return best - 1 if shorter and likeness[best - 1] >= _LIKE_THE_ID else best  # a summary may have the id in it
    named = [at for at, line in enumerate(lines[:-1]) if "API" in line.text and len(line.text) <= _LONGEST_BADGE]
    return named[-1] if named else None


def _name_like(title: str, model_id: str) -> tuple[str, float]:
    """Return the beginning or end of a title, in whole words, that is most like the id of a model, and how like."""
    words = title.split() if len(title) <= _LONGEST_TITLE else []
    sides = [" ".join(part) for end in range(len(words)) for part in (words[:end], words[end:]) if part]
    likeness = {side: SequenceMatcher(None, _bare(side), _bare(model_id), autojunk=False).ratio() for side in sides}
    best = max(likeness, key=lambda side: (likeness[side], len(side)), default=title)
    return best, likeness.get(best, 0)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
