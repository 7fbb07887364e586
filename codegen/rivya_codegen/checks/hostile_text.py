"""Rules about text that reaches tools and agents: nothing hidden, no active links, no instructions to an assistant.

Whatever a spec says ends up in docs, docstrings and schemas, which editors and language models read. So every string
of a spec counts, keys, option values and examples too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from ..data import is_list, is_object
from ..hidden import hidden_characters, show_hidden
from ..parse import Parsed
from ..problems import Problem
from ..yaml_source import Document, Path
from .active_links import find_active_link
from .instructions import find_instruction
from .subject import Subject

_CONTEXT = 24
_SHOWN = 80


def check_hostile_text(subject: Subject) -> Iterator[Problem]:
    """No text of a model spec is hostile."""
    yield from _check(subject.document)


def check_hostile_platform(parsed: Parsed) -> Iterator[Problem]:
    """No text of the platform spec is hostile."""
    yield from _check(parsed.platform_document)


def _check(document: Document) -> Iterator[Problem]:
    for path, is_key, text in _texts(document.data, ()):
        yield from (Problem(document.locate(path, key=is_key), code, found) for code, found in _findings(text))


@cache  # the specs repeat their keys and options hundreds of times
def _findings(text: str) -> tuple[tuple[str, dict[str, object]], ...]:
    return tuple((code, found) for code, find in _RULES if (found := find(text)) is not None)


def _texts(data: object, path: Path) -> Iterator[tuple[Path, bool, str]]:
    """Yield every key and every string in the data: its path, whether it is a key, and the text."""
    if isinstance(data, str):
        yield path, False, data
    elif is_object(data):
        for key, value in data.items():
            yield (*path, key), True, key
            yield from _texts(value, (*path, key))
    elif is_list(data):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))


def _hidden_character(text: str) -> dict[str, object] | None:
    at, name = next(hidden_characters(text), (0, ""))
    if not name:
        return None
    return {"count": at + 1, "name": name, "before": show_hidden(text[max(at - _CONTEXT, 0) : at])}


def _quoting(find: Callable[[str], str | None]) -> Callable[[str], dict[str, object] | None]:
    def parameters(text: str) -> dict[str, object] | None:
        found = find(text)
        if found is None:
            return None
        line = show_hidden(" ".join(found.split()))
        return {"text": line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"}

    return parameters


_RULES: tuple[tuple[str, Callable[[str], dict[str, object] | None]], ...] = (
    ("text-hidden-character", _hidden_character),
    ("text-active-link", _quoting(find_active_link)),
    ("text-instruction", _quoting(find_instruction)),
)
