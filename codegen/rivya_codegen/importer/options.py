"""The options of a select: the one way to read a list that the default and the requests of the page bear out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..words.page_words import page_words

_PLAIN = re.compile(r"-?[A-Za-z0-9_#]+(?:[.:-][A-Za-z0-9_#]+)*")
_PLAIN_CHARACTERS = re.compile(r"[A-Za-z0-9_#.:-]+")
_SPAN = re.compile(r"[0-9][A-Za-z]{0,3}-[0-9]")
_NOTE = re.compile(r"([^()（）]*[^()（）\s])\s*[(（]([^()（）]*)[)）]")
_COMMA_SPACE = re.compile(r",\s+|，\s*")
_SEPARATORS = tuple(map(re.compile, ("、", "[;；]", "[/／]", "[|｜]", "•", "·", "・", "\n")))
_BETWEEN_LAST = re.compile(r"\s(?:or|and|oder|und|ou|et|o|y|atau|dan)\s|[或和及與与]|または", re.IGNORECASE)
_BEFORE_LAST = re.compile(r"(?:or|and|oder|und|ou|et|o|y|atau|dan)\s|[或和及與与]|または", re.IGNORECASE)
_QUOTES = ("''", '""', "``", "“”", "‘’", "„“", "«»", "「」", "『』", "**")
_BRACKETS = ("[]", "{}", "()", "【】")
_NOTES = frozenset(page_words("notes"))
_NO_OPTION = _NOTES.union(page_words("no_options"))
_DEFAULT = frozenset(page_words("default_notes"))
_IN_CODE = frozenset(" ,;/|&+=")
_TAKEN_BACK = re.compile(
    r"…|\.\.\.|\b(?:etc|usw|more|others?|also|plus|not?|never|no longer|soon|coming|planned|upcoming|removed|retired|"
    r"unavailable|unsupported|unreleased|disabled|except)\b|[未不無无等另尚]|即將|即将|停用|移除|還有|还有|nicht|bald",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[\w#]+(?:[.:-][\w#]+)*")
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class OptionList:
    """The options of a list, and those that a note of the list calls the default."""

    options: tuple[str, ...]
    defaults: tuple[str, ...] = ()


def read_options(text: str, named: Sequence[str], printed: Iterable[str]) -> OptionList | None:
    """Return the options in a text; none where it may be read in no way, or in more than one.

    Args:
        text: What stands in the column of options.
        named: Options that the page names elsewhere: the default, and the values in its requests.
        printed: Those of them that stand in JSON, where letters other than those of ASCII are meant.
    """
    line = unwrapped(text, _BRACKETS)
    if len(line) > _LONGEST:
        return None
    accepted: dict[tuple[str, ...], OptionList] = {}
    letters = frozenset("".join(printed))
    for at, parts in enumerate(dict.fromkeys(_splits(line))):  # many come to the same
        found = _read(parts, named, letters, usual=at == 0)
        if found:
            accepted.setdefault(found.options, found)
    return next(iter(accepted.values())) if len(accepted) == 1 else None


def read_items(items: Sequence[str], named: Sequence[str], printed: Iterable[str]) -> OptionList | None:
    """Return the options that are set apart on the page, each as code or in a line of its own."""
    if len(items) == 1:
        return read_options(items[0], named, printed)
    return _read(items, named, frozenset("".join(printed)), usual=True, odd=_IN_CODE)


def unquoted(text: str) -> str:
    """Return a value without the quotes or code marks around it."""
    return unwrapped(text, _QUOTES)


def unwrapped(text: str, pairs: Iterable[str]) -> str:
    """Return a text without a pair of marks that stands around all of it and nowhere in it."""
    for pair in pairs:
        inner = text[1:-1]
        if len(text) > len(pair) and text[0] + text[-1] == pair and not any(mark in inner for mark in pair):
            return inner.strip()
    return text


def _splits(line: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to cut a list, each with one kind of separator, the usual one first."""
    yield _last_cut(_COMMA_SPACE.split(line))
    if not _COMMA_SPACE.search(line):
        yield _last_cut(line.split(","))
    for marks in _SEPARATORS:
        parts = marks.split(line)
        yield _last_cut(parts if parts[0].strip() else parts[1:])
    words = line.split()
    if all(any(char.isdigit() for char in word) for word in words):
        yield tuple(words)


def _last_cut(parts: list[str]) -> tuple[str, ...]:
    """Return the parts of a list with the last one cut at an `or`, or freed of it."""
    if not parts:
        return ()
    *first, last = (part.strip() for part in parts)
    opening = _BEFORE_LAST.match(last) if first else None
    return (*first, *([last[opening.end() :].strip()] if opening else _BETWEEN_LAST.split(last)))


def _read(
    parts: Sequence[str],
    named: Sequence[str],
    printed: frozenset[str],
    *,
    usual: bool,
    odd: frozenset[str] = frozenset(),
) -> OptionList | None:
    """Return the options that the parts of a list are; none where one of them is none, or the page names others."""
    matches = [_NOTE.fullmatch(part.strip()) for part in parts]
    items = [unquoted((match[1] if match else part).strip()) for match, part in zip(matches, parts, strict=True)]
    notes = [(match[2].strip().casefold() if match else "") for match in matches]
    named_items = [name for name in named if name in items]
    kind = _Kind(
        odd | {char for name in named_items for char in _odd(name) if char.isascii() or char in printed},
        spans=any(map(_SPAN.search, named_items)),
    )
    usable = all((item in named_items and _odd(item) <= kind.odd) or kind.is_option(item) for item in items)
    sure = usual and len(items) > 1 and list(parts) == items and all(map(_Kind(odd).is_option, items))
    if not usable or len(set(items)) < len(items) or not set(named) <= set(items) or not (sure or named_items):
        return None
    if _changes_the_list(items, notes):
        return None
    return OptionList(tuple(items), tuple(item for item, note in zip(items, notes, strict=True) if note in _DEFAULT))


def _changes_the_list(items: Sequence[str], notes: Sequence[str]) -> bool:
    """Tell whether a note takes its option back, says that there are more, or has another one in it."""
    shapes = {re.sub("[0-9]+", "0", item.casefold()) for item in items if any(map(str.isdigit, item))}
    return any(
        _TAKEN_BACK.search(note)
        or any(word != item.casefold() and re.sub("[0-9]+", "0", word) in shapes for word in _VALUE.findall(note))
        for item, note in zip(items, notes, strict=True)
        if note
    )


def _odd(item: str) -> set[str]:
    return set(_PLAIN_CHARACTERS.sub("", item))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the options of a list may look like, as those show that the page names elsewhere."""

    odd: frozenset[str] = frozenset()
    spans: bool = False

    def is_option(self, item: str) -> bool:
        if item.casefold().strip(".") in _NO_OPTION or (_SPAN.search(item) and not self.spans):
            return False
        odd = _odd(item)
        first, *words = item.casefold().split() or [""]
        if words and odd <= _IN_CODE and (any(map(str.isdigit, first)) or not _NOTES.isdisjoint(words)):
            return False  # a value with a note behind it
        return odd <= self.odd if odd else _PLAIN.fullmatch(item) is not None
