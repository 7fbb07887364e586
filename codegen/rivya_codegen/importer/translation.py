"""The words of a page with known labels, as far as they are of an unknown language, translated into known words.

What a language says in words (yes, no, min, max) is learned from rows whose meaning the platform fixes; what cannot be
learned follows from other facts of the page and is named in `Translation.guessed`, so that a merge does not insist on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..words.labels import Labels
from .tokens import Cell, Table, Token
from .unknown_head import translate_head
from .unknown_words import Words, follow_files_api, kind_of_table, translate_fact, translate_table
from .unlabelled import cell_of, text_of


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in known words: its tokens, and the facts that its own words do not tell."""

    tokens: list[Token]
    guessed: frozenset[str]


def fact_values(tokens: Sequence[Token], labels: Labels) -> Iterator[tuple[str, int]]:
    """Yield the facts whose label and value stand above the first section, with the place of the value."""
    at = 0
    while at + 1 < len(tokens):
        text = text_of(tokens[at])
        if text is None or labels.find("section", text):
            return
        name = labels.find("fact", text)
        if name and isinstance(tokens[at + 1], Cell):
            yield name, at + 1
            at += 1
        at += 1


def translate(tokens: Sequence[Token], model_id: str, labels: Labels) -> Translation:
    """Return a page that has known labels in known words."""
    facts = dict(fact_values(tokens, labels))
    kinds: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if isinstance(token, Table) and (kind := kind_of_table(token)):
            kinds.setdefault(kind, at)
    inputs = cell_of(tokens[facts["inputs"]]).words() if "inputs" in facts else ()
    files_api = follow_files_api(inputs, takes_files="limits" in kinds)
    words = Words.learn(token for token in tokens if isinstance(token, Table))
    first = min(facts.values(), default=1) - 1
    head = translate_head([cell_of(token) for token in tokens[:first] if text_of(token)], model_id, labels)
    guessed: set[str] = {"text", *head.guessed}
    out: list[Token] = list(head.tokens)
    names = {at: name for name, at in [*facts.items(), *kinds.items()]}
    for at, token in enumerate(tokens[first:], first):
        if isinstance(token, Table):
            out.append(translate_table(token, names.get(at), labels, words))
        elif at in names:
            text, unsaid = translate_fact(names[at], cell_of(token), files_api, labels)
            guessed |= unsaid
            out += [replace(cell_of(token), text=text)] if text is not None else []
            if text is None:
                out.pop()  # its label
        else:
            out.append(token)
    return Translation(out, frozenset(guessed))
