"""Rules about text that reaches tools and agents: nothing hidden, no active links, no instructions to an assistant.

Whatever a spec says ends up in docs, docstrings and schemas, which editors and language models read. So every string
of a spec counts, keys, option values and examples too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from ..problems.problem import Problem
from ..source.parse import Parsed
from ..text.invisible import HIDDEN_CODE, hidden_character, show_hidden, texts
from ..yaml_text.reader import Document
from .active_links import find_active_link
from .instructions import find_instruction
from .subject import Subject

_SHOWN = 80


def check_hostile_text(subject: Subject) -> Iterator[Problem]:
    """No text of a model spec is hostile."""
    yield from _check(subject.document)


def check_hostile_platform(parsed: Parsed) -> Iterator[Problem]:
    """No text of the platform spec, of a release or of a wire type is hostile."""
    releases = (release.document for release in parsed.releases)
    for document in (parsed.platform_document, *releases, *parsed.wire_documents):
        yield from _check(document)


def _check(document: Document) -> Iterator[Problem]:
    for path, is_key, text in texts(document.data):
        yield from (Problem(document.locate(path, key=is_key), code, found) for code, found in _findings(text))


@cache  # the specs repeat their keys and options hundreds of times
def _findings(text: str) -> tuple[tuple[str, dict[str, object]], ...]:
    return tuple((code, found) for code, find in _RULES if (found := find(text)) is not None)


def _quoting(find: Callable[[str], str | None]) -> Callable[[str], dict[str, object] | None]:
    def parameters(text: str) -> dict[str, object] | None:
        found = find(text)
        if found is None:
            return None
        line = show_hidden(" ".join(found.split()))
        return {"text": line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"}

    return parameters


_RULES: tuple[tuple[str, Callable[[str], dict[str, object] | None]], ...] = (
    (HIDDEN_CODE, hidden_character),
    ("text-active-link", _quoting(find_active_link)),
    ("text-instruction", _quoting(find_instruction)),
)
