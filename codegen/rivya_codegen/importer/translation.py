"""The words of a page with known labels, as far as they are of another language, translated into known words.

One word that is not known is a slip, and stays for the reader to complain about; two, or one with letters of another
script, are another language.
What a language says in words (yes, no, min, max) is learned from rows whose meaning the platform fixes; what cannot be
learned follows from other facts of the page, and a merge does not insist on it: `LabelledPage.guessed`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..words.labels import Labels, find_anywhere
from ..words.locales import LOCALE_TABLE
from .frame import is_chrome, is_title
from .page_reader import find_badges
from .tokens import COLUMNS, Cell, Table, Token, cell_of, text_of
from .unknown_words import TableWords, follow_files_api, translate_fact
from .unlabelled import VALUE_GROUPS, LabelledPage, find_id, kind_of_table

_WORDED = ("files_api", "capability", "readiness", "prompt_limit")
_FEWEST_UNKNOWN_WORDS = 2
_ENOUGH_WORDS = 12
_ENGLISH = frozenset({"the", "of", "and", "with", "from", "to", "or", "for", "by", "per", "is"})


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


def translate(tokens: Sequence[Token], model_id: str, labels: Labels) -> LabelledPage:
    """Return a page that has known labels in known words."""
    facts = dict(fact_values(tokens, labels))
    kinds: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if isinstance(token, Table) and (kind := kind_of_table(token)):
            kinds.setdefault(kind, at)
    inputs = cell_of(tokens[facts["inputs"]]).words() if "inputs" in facts else ()
    files_api = follow_files_api(inputs, takes_files="limits" in kinds)
    words = TableWords((token for token in tokens if isinstance(token, Table)), labels)
    first = min(facts.values(), default=1) - 1
    head, guessed = translate_head([cell_of(token) for token in tokens[:first] if text_of(token)], model_id, labels)
    guessed.add("text")
    out: list[Token] = [*head]
    names = {at: name for name, at in [*facts.items(), *kinds.items()]}
    for at, token in enumerate(tokens[first:], first):
        if isinstance(token, Table):
            out.append(words.translate(token, names.get(at)))
        elif at in names:
            text, unknown_facts = translate_fact(names[at], cell_of(token), files_api, labels)
            guessed |= unknown_facts
            if text is None:
                out.pop()  # its label
            else:
                out.append(replace(cell_of(token), text=text))
        else:
            out.append(token)
    return LabelledPage(out, labels, frozenset(guessed))


def translate_mixed(page: LabelledPage) -> LabelledPage:
    """Return a page in known words: the same, where all of it is in the language of its labels."""
    tokens, labels, model_id = page.tokens, page.labels, find_id(page.tokens)
    if model_id is None:
        return page
    unknown = set(_unknown_words(tokens, labels))
    if len(unknown) >= _FEWEST_UNKNOWN_WORDS or any(_is_of_another_script(word, labels.locale) for word in unknown):
        translated = translate(tokens, model_id, labels)
        return replace(translated, guessed=translated.guessed | page.guessed)
    return replace(page, guessed=page.guessed | {"text"}) if _is_other_prose(tokens, labels) else page


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
