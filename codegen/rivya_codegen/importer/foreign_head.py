"""What stands above the facts of a page in an unknown language, or partly in one: title, summary, badges in known labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..page_labels import Labels
from .foreign_words import find_name
from .frame import is_chrome, is_title
from .head import find_badges
from .tokens import Cell, Token

_MOST_LINES = 60
"""How far above the facts a title is looked for: navigation may stand before it."""
_LIKE_THE_ID = 0.6
"""How like its id a name must be: `GPT-5.2` and `gpt-5-2-chat` are 0.71."""
_MOST_BADGES = 4
_LONGEST_BADGE = 80
_API = re.compile(r"\s*\bAPI\b")


@dataclass(frozen=True, slots=True)
class ForeignHead:
    """The lines above the facts in known labels, and what their words do not tell."""

    tokens: list[Token]
    guessed: frozenset[str]


def translate_head(lines: Sequence[Cell], model_id: str, labels: Labels) -> ForeignHead:
    """Return the title, the summary and the badges; what stands above the title is left out."""
    lines = [line for line in lines[-_MOST_LINES:] if not is_chrome(line.text)]
    on_badges = {"availability", "input_status", "category"}
    at = _title(lines, model_id)
    if at is None:
        return ForeignHead(list(lines), frozenset(on_badges))
    name, likeness = find_name(lines[at].text, model_id)
    known = likeness >= _LIKE_THE_ID
    text = name if known else _API.split(lines[at].text)[0] or lines[at].text
    title = replace(lines[at], text=text + labels.label("page.title_suffix"))
    summary, rest = list(lines[at + 1 : at + 2]), list(lines[at + 2 :])
    if summary and find_badges(labels, lines[at + 1 :])[0]:
        summary, rest = [], list(lines[at + 1 :])
    guessed = set() if known else {"name"}
    if not find_badges(labels, rest)[0]:
        guessed |= {"availability", "input_status"}
        short = len(rest) <= _MOST_BADGES and all(len(line.text) <= _LONGEST_BADGE for line in rest)
        rest = [] if short else rest
    return ForeignHead([title, *summary, *rest], frozenset(guessed))


def _title(lines: Sequence[Cell], model_id: str) -> int | None:
    """Return which line is the title: in known words, or like the id of the model, or with the word API in it."""
    known = [at for at, line in enumerate(lines) if is_title(line.text)]
    if known:
        return known[-1]
    likeness = [find_name(line.text, model_id)[1] for line in lines]
    best = max(likeness, default=0.0)
    if best >= _LIKE_THE_ID:
        return max(at for at, value in enumerate(likeness) if value == best)
    named = [at for at, line in enumerate(lines[:-1]) if "API" in line.text and len(line.text) <= _LONGEST_BADGE]
    return named[-1] if named else None
