"""Patterns of texts: a subset of regular expressions that every engine reads alike, and in linear time.

A pattern is matched against the whole text. It has characters, classes such as `[a-z]` or `[^,]`, groups, alternatives,
and `?`, `*`, `+`, `{2}`, `{2,}`, `{2,5}` behind one of them; a sign with a meaning is taken for itself behind a backslash.
At each place the next character alone has to say how it goes on, as in `[a-z]+(-[a-z]+)*` and not in `[a-z]*a`: then no
engine has to go back and try another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

_SIGNS = frozenset(r".^$*+?{}[]()|\/")
_IN_CLASS = frozenset("[]^-\\")
_LAST = 0x10FFFF
_MOST_REPETITIONS = 1000
_LONGEST = 10_000
"""In characters: of what a pattern with bounded repetitions matches, and of the pattern itself."""
_DEEPEST = 20
_SOME = 1000

Range = tuple[int, int]
"""The first and the last code point."""


class PatternError(ValueError):
    """A pattern is not of the subset.

    Args:
        reason: The word that says why, as the messages have it behind `pattern-`.
        details: What stands in it.
    """

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(frozen=True, slots=True)
class _Characters:
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    ways: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: Pattern
    least: int
    most: int | None


Pattern = _Characters | _Sequence | _Choice | _Repeat


def read_pattern(text: str) -> Pattern:
    """Return what a pattern says. Raises `PatternError` where it is not of the subset."""
    reader = _Reader(text)
    if len(text) > _LONGEST or text.count("(") > _DEEPEST:
        raise PatternError("too-large", most=_LONGEST, groups=_DEEPEST)
    pattern = reader.choice()
    if reader.rest:
        raise PatternError("closes-nothing", sign=reader.rest[0], at=reader.at + 1)
    _check(pattern, [])
    if _length(pattern) > _LONGEST:
        raise PatternError("too-large", most=_LONGEST, groups=_DEEPEST)
    return pattern


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    @property
    def rest(self) -> str:
        """What is not read yet."""
        return self._text[self.at :]

    def choice(self) -> Pattern:
        """Read alternatives, up to the end or a bracket that closes."""
        ways = [self._sequence()]
        while self._take("|"):
            ways.append(self._sequence())
        return ways[0] if len(ways) == 1 else _Choice(tuple(ways))

    def _take(self, sign: str) -> bool:
        taken = self.rest.startswith(sign)
        self.at += len(sign) * taken
        return taken

    def _sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self.rest and self.rest[0] not in "|)":
            parts.append(self._repeated(self._one()))
        return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))

    def _one(self) -> Pattern:
        if self._take("("):
            self._take("?:")
            inner = self.choice()
            if not self._take(")"):
                raise PatternError("group-open")
            return inner
        if self._take("["):
            return self._class()
        code = ord(self._character(_SIGNS))
        return _Characters(((code, code),))

    def _character(self, signs: frozenset[str]) -> str:
        """Read one character, which stands for itself or behind a backslash."""
        place = self.at + 1
        escaped = self._take("\\")
        if not self.rest:
            raise PatternError("ends")
        character = self.rest[0]
        if escaped and character not in signs:
            raise PatternError("escape", sign=f"\\{character}", at=place)
        if not escaped and character in signs - {"/"}:
            raise PatternError("sign", sign=character, at=place)
        self.at += 1
        return character

    def _class(self) -> Pattern:
        others = self._take("^")
        ranges: list[Range] = []
        while not self._take("]"):
            if self.rest[:2] in ("&&", "~~", "||", "--"):  # Python means to give them a meaning
                raise PatternError("sign", sign=self.rest[:2], at=self.at + 1)
            first = ord(self._character(_IN_CLASS))
            last = ord(self._character(_IN_CLASS)) if self._take("-") else first
            if last < first:
                raise PatternError("range", range=f"{chr(first)}-{chr(last)}")
            ranges.append((first, last))
        if not ranges:
            raise PatternError("class-empty")
        return _Characters(tuple(_complement(ranges) if others else ranges))

    def _repeated(self, part: Pattern) -> Pattern:
        bounds: tuple[int, int | None] | None = next((found for sign, found in _REPETITIONS if self._take(sign)), None)
        if bounds is None and self._take("{"):
            inside, closed, _ = self.rest.partition("}")
            least, comma, most = inside.partition(",")
            if not closed or not re.fullmatch("[0-9]{1,4}(,([0-9]{1,4})?)?", inside):
                raise PatternError("brace")
            self.at += len(inside) + 1
            bounds = int(least), int(most) if most else None if comma else int(least)
        if bounds is None:
            return part
        least_, most_ = bounds
        if max(least_, most_ or 0) > _MOST_REPETITIONS or (most_ is not None and (most_ < least_ or most_ == 0)):
            raise PatternError("repetition", most=_MOST_REPETITIONS)
        return _Repeat(part, least_, most_)


_REPETITIONS: Sequence[tuple[str, tuple[int, int | None]]] = (("?", (0, 1)), ("*", (0, None)), ("+", (1, None)))


def _complement(ranges: list[Range]) -> Iterator[Range]:
    start = 0
    for first, last in sorted(ranges):
        if first > start:
            yield start, first - 1
        start = max(start, last + 1)
    if start <= _LAST:
        yield start, _LAST


# --- Whether the next character alone says how it goes on. ------------------------------------------------------------


def _length(pattern: Pattern) -> int:
    """Return how many characters a pattern matches at most, an open repetition counted as its least one."""
    match pattern:
        case _Characters():
            return 1
        case _Sequence(parts):
            return sum(map(_length, parts))
        case _Choice(ways):
            return max(map(_length, ways))
        case _Repeat(part, least, most):
            return _length(part) * max(1, least if most is None else most)


def _may_be_empty(pattern: Pattern) -> bool:
    match pattern:
        case _Characters():
            return False
        case _Sequence(parts):
            return all(map(_may_be_empty, parts))
        case _Choice(ways):
            return any(map(_may_be_empty, ways))
        case _Repeat(part, least, _):
            return least == 0 or _may_be_empty(part)


def _first(pattern: Pattern) -> list[Range]:
    """Return the characters that a pattern can begin with."""
    match pattern:
        case _Characters(ranges):
            return list(ranges)
        case _Sequence(parts):
            return _first_of(parts, [])
        case _Choice(ways):
            return list(chain.from_iterable(map(_first, ways)))
        case _Repeat(part, _, _):
            return _first(part)


def _first_of(parts: Sequence[Pattern], behind: list[Range]) -> list[Range]:
    found: list[Range] = []
    for part in parts:
        found += _first(part)
        if not _may_be_empty(part):
            return found
    return found + behind


def _check(pattern: Pattern, behind: list[Range]) -> None:
    """Raise where two ways can begin with one character; `behind` is what may stand behind the pattern."""
    match pattern:
        case _Sequence(parts):
            for index, part in enumerate(parts):
                _check(part, _first_of(parts[index + 1 :], behind))
        case _Choice(ways):
            seen: list[Range] = list(behind) if _may_be_empty(pattern) else []
            for way in ways:
                _keep_apart(_first(way), seen)
                seen += _first(way)
                _check(way, behind)
        case _Repeat(part, least, most):
            if _may_be_empty(part):
                raise PatternError("repeats-nothing")
            if least != most:
                _keep_apart(_first(part), behind)
            _check(part, behind if most == 1 else [*_first(part), *behind])
        case _Characters():
            pass


def _keep_apart(ones: list[Range], others: list[Range]) -> None:
    for first, last in ones:
        for start, end in others:
            if first <= end and start <= last:
                raise PatternError("two-ways", sign=chr(max(first, start)))


# --- Texts that match. ------------------------------------------------------------------------------------------------


def matching_texts(pattern: Pattern) -> Iterator[str]:
    """Yield texts that match a pattern, of repetitions the short ones first; some may come again."""
    match pattern:
        case _Characters(ranges):
            for first, last in ranges:
                yield from (chr(code) for code in range(first, last + 1) if not 0xD800 <= code <= 0xDFFF)
        case _Sequence(parts):
            yield from map("".join, product(*(list(islice(matching_texts(part), _SOME)) for part in parts)))
        case _Choice(ways):
            yield from chain.from_iterable(map(matching_texts, ways))
        case _Repeat(part, least, most):
            some = list(islice(matching_texts(part), _SOME))
            for times in range(least, (least + _SOME if most is None else most) + 1):
                yield from map("".join, product(some, repeat=times))
