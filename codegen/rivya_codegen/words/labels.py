"""The labels of model pages, per locale: `<locale>/labels.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .locales import LOCALES, read_table, words_of_kind

_MARKS = ": #¶§🔗"  # a colon, and what a heading has beside it to copy its address from

_LONGEST = 100
_SURE = 3


def _read(locale: str, part: str) -> Mapping[str, str]:
    groups = words_of_kind("labels")[locale][part]
    return {f"{group}.{name}": text for group, row in groups.items() for name, text in row.items()}


@cache
def _vendor(locale: str) -> Mapping[str, str]:
    return _read(locale, "vendor")


@cache
def _docs(locale: str) -> Mapping[str, str]:
    return _read(locale, "docs")


def label(name: str, locale: str) -> str:
    """Return the text of a label, such as `fact.prompt_limit`, in a locale."""
    return _vendor(locale).get(name) or _docs(locale)[name]


CategoryWords = tuple[tuple[str, str, str], ...]
"""The category, the locale and the text of each label that a platform has for its categories."""
_category_words: ContextVar[CategoryWords] = ContextVar("category_words", default=())


@contextmanager
def words_of_categories(words: CategoryWords) -> Generator[None, None, None]:
    """Know these labels of categories, which are rows of the platform, while pages are read."""
    token = _category_words.set(words)
    try:
        yield
    finally:
        _category_words.reset(token)


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a vendor's page may use, and the locale that most of them are in."""

    locale: str

    def label(self, name: str) -> str:
        """Return the text of a label, such as `fact.prompt_limit`."""
        return label(name, self.locale)

    def words(self, group: str) -> Mapping[str, str]:
        """Return the labels of a group, such as `section`: name without the group → text."""
        return _words(group, self.locale, _rows(group))

    def find(self, group: str, text: str) -> str | None:
        """Return the name of the label that `text` is, if it is one of the group.

        A vendor's page may have some of its labels in another language than the rest.
        """
        if len(text) > _LONGEST:
            return None
        return _folded_first(group, self.locale, LOCALES, _rows(group)).get(fold(text))

    def knows(self, group: str, text: str) -> bool:
        """Return whether a text is a label of a group in one of the languages whose labels are all known."""
        return any(fold(text) in _folded(group, locale, _rows(group)) for locale in LOCALES)

    def texts(self, group: str) -> Iterable[tuple[str, str]]:
        """Return the texts of a group with their names in every known language."""
        return _folded_anywhere(group, LOCALES, _rows(group)).items()

    def squeezed(self, group: str) -> Iterable[tuple[str, str]]:
        """Return the same squeezed, the longest first, as one badge may begin like another."""
        return _squeezed_anywhere(group, LOCALES, _rows(group))

    def is_badges(self, text: str) -> bool:
        """Return whether a line begins like one of badges, which are glued to each other or set apart."""
        return squeeze(text).startswith(tuple(known for known, _ in self.squeezed("availability")))


def _rows(group: str) -> CategoryWords:
    return _category_words.get() if group == "category" else ()


@cache
def _words(group: str, locale: str, rows: CategoryWords) -> Mapping[str, str]:
    prefix = f"{group}."
    known = {name.removeprefix(prefix): text for name, text in _vendor(locale).items() if name.startswith(prefix)}
    return known | {name: text for name, of, text in rows if of == locale}


@cache
def _folded(group: str, locale: str, rows: CategoryWords = ()) -> Mapping[str, str]:
    return {fold(text): name for name, text in _words(group, locale, rows).items()}


@cache
def _folded_anywhere(group: str, locales: tuple[str, ...], rows: CategoryWords) -> Mapping[str, str]:
    others: Mapping[str, Mapping[str, list[str]]] = read_table(Path(__file__).with_name("other_labels.yaml"))
    also = {fold(text): name for name, texts in others.get(group, {}).items() for text in texts}
    known = [_folded(group, locale, rows) for locale in reversed(locales)]
    return also | {text: name for folded in known for text, name in folded.items()}


@cache
def _squeezed_anywhere(group: str, locales: tuple[str, ...], rows: CategoryWords) -> Iterable[tuple[str, str]]:
    texts = _folded_anywhere(group, locales, rows).items()
    return sorted(((squeeze(text), name) for text, name in texts), key=lambda row: -len(row[0]))


@cache
def _folded_first(group: str, locale: str, locales: tuple[str, ...], rows: CategoryWords) -> Mapping[str, str]:
    return {**_folded_anywhere(group, locales, rows), **_folded(group, locale, rows)}


@lru_cache(maxsize=1024)  # each line of a page is compared with one group after the other
def fold(text: str) -> str:
    """Return the form in which labels are compared: width, case, spaces and a final colon do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(_MARKS)


def squeeze(text: str) -> str:
    """Return a folded text without spaces and separators, to compare badges that are glued or set apart."""
    return re.sub(r"[\s·•|,;:/()、`]+", "", fold(text))


def find_anywhere(group: str, text: str) -> str | None:
    """Return the name of the label of a group that `text` is on the vendor's pages in any locale."""
    return Labels(LOCALES[0]).find(group, text)


def is_heading(text: str) -> bool:
    """Return whether a text is a section heading of the vendor's pages in any locale."""
    return find_anywhere("section", text) is not None


def find_locale(texts: Iterable[str]) -> str | None:
    """Return the locale whose headings and fact labels occur most among the texts; none if hardly any does.

    A text that is the same label in every locale, such as "Files API", tells nothing.
    """
    seen = {fold(text) for text in texts if len(text) <= _LONGEST}
    known = {locale: _headings(locale) for locale in LOCALES}
    common = {text for text in known[LOCALES[0]] if all(text in headings for headings in known.values())}
    scores = {locale: len(seen & (known[locale] - common)) for locale in LOCALES}
    best = max(LOCALES, key=lambda locale: scores[locale])
    return best if scores[best] >= _SURE else None


def _headings(locale: str) -> frozenset[str]:
    return frozenset(text for group in ("section", "fact") for text in _folded(group, locale))
