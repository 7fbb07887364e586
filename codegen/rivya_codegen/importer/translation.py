"""The words of a page with known labels, as far as they are of another language, translated into known words.

One word that is not known is a slip, and stays for the reader to complain about; two, or one with letters of another
script, are another language.
What a language says in words (yes, no, min, max) is learned from rows whose meaning the platform fixes; what cannot be
learned follows from other facts of the page and is named in `Translation.guessed`, so that a merge does not insist on it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..words.labels import Labels
from ..words.locales import LOCALE_TABLE
from .tokens import Cell, Table, Token, cell_of, text_of
from .unknown_head import translate_head
from .unknown_words import COLUMNS, Words, follow_files_api, kind_of_table, translate_fact, translate_table
from .unlabelled import VALUE_GROUPS, find_id

_WORDED = ("files_api", "capability", "readiness", "prompt_limit")
_FEWEST = 2
_ENOUGH_WORDS = 12
_ENGLISH = frozenset({"the", "of", "and", "with", "from", "to", "or", "for", "by", "per", "is"})


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


def translate_mixed(tokens: Sequence[Token], labels: Labels) -> Translation | None:
    """Return the page in known words; none where all of it is in the language of its labels."""
    model_id = find_id(tokens)
    if model_id is None:
        return None
    unknown = set(_unknown_words(tokens, labels))
    if len(unknown) >= _FEWEST or any(_is_of_another_script(word, labels.locale) for word in unknown):
        return translate(tokens, model_id, labels)
    return Translation(list(tokens), frozenset({"text"})) if _is_other_prose(tokens, labels) else None


def _unknown_words(tokens: Sequence[Token], labels: Labels) -> Iterator[str]:
    facts = dict(fact_values(tokens, labels))
    for name in _WORDED:
        if name in facts:
            text = cell_of(tokens[facts[name]]).text
            word = text.lstrip("0123456789,. ") if name == "prompt_limit" else text
            if not labels.knows(VALUE_GROUPS.get(name, name), word):
                yield word
    for table in tokens:
        kind = kind_of_table(table) if isinstance(table, Table) else None
        if isinstance(table, Table) and kind:
            yield from (cell.text for cell in table.header if not labels.find("column", cell.text))
            at = COLUMNS[kind].index("required") if "required" in COLUMNS[kind] else None
            rows = [row for row in table.rows if at is not None and len(row) == len(table.header)]
            yield from (row[at].text for row in rows if at is not None and not labels.find("answer", row[at].text))


def _is_of_another_script(word: str, locale: str) -> bool:
    """Tell whether a word has a letter that texts in a known language are not written with."""
    known = LOCALE_TABLE[locale].scripts if locale in LOCALE_TABLE else ("",)
    return any(char.isalpha() and not unicodedata.name(char, "").startswith(known) for char in word)


def _is_other_prose(tokens: Sequence[Token], labels: Labels) -> bool:
    """Tell whether the sentences of a page are not in the language of its labels."""
    prose = list(_sentences(tokens, labels))
    letters = [char for text in prose for char in text if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if labels.locale != "en":
        return labels.locale in LOCALE_TABLE and bool(letters) and latin == len(letters)
    words = [word for text in prose for word in text.casefold().split()]
    return 2 * latin < len(letters) or (len(words) >= _ENOUGH_WORDS and _ENGLISH.isdisjoint(words))


def _sentences(tokens: Sequence[Token], labels: Labels) -> Iterator[str]:
    """Yield the summary and the descriptions of parameters."""
    for token in tokens:
        text = text_of(token)
        if text is not None and (labels.find("fact", text) or labels.find("section", text)):
            break
        if text is not None and not labels.is_badges(text) and token is not tokens[0]:
            yield text
    for token in tokens:
        if isinstance(token, Table) and kind_of_table(token) == "parameters":
            yield from (row[-1].text for row in token.rows if row)
