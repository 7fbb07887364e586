"""Large numbers in words, such as `four thousand` and `一万`: found in many languages and worked out in none."""

from __future__ import annotations

import re

from ..words.page_words import page_words
from .numbers import CHARACTERS, MULTIPLIERS, NAMED, western

_LARGE_STEM = re.compile("|".join(map(re.escape, page_words("large_stems"))))
_LARGE = frozenset(page_words("large"))
_SMALLER = frozenset(word for word, size in NAMED.items() if size > 10)
_UNITS = tuple(map(str.casefold, CHARACTERS))
_LONG_UNITS = tuple(unit for unit in _UNITS if len(unit) > 2)
_SHORT = 3
"""The length of the words that other words have in them, such as `tys`."""
_BETWEEN = 2
"""The most words between a number and what it counts: `four thousand of those characters`."""
_IN_DIGITS = re.compile(r"[0-9][ ]?[百千万萬億亿백천만억]*")
_NUMERALS = re.compile(
    r"(?<![第〇零一二三四五六七八九十兩两百千万萬億亿])[〇零一二三四五六七八九十兩两百千万萬億亿]{1,20}"
)
_HANGUL = re.compile(r"(?<!\w)[일이삼사오육칠팔구십백천만억]{1,20} ?(?:글자|자(?![가-힣])|자(?=까지|를|이|입|로))")
_NAMED_WORD = re.compile(r"(?<![\w-])(?!one(?![\w-]))[A-Za-z]{3,9}(?:-[A-Za-z]{3,5})?(?![\w-])")
_COUNTED = re.compile(r" ?[個个]?(?:字元|字符|文字|字)")


def has_worded_number(text: str, *, unit: bool) -> bool:
    """Tell whether a sentence has a large number in words; with `unit`, one with a word for characters behind it."""
    line = western(text).casefold()
    words = re.split(r"[\s-]+", line)
    return any(_is_counted(words, at, unit=unit) for at in range(len(words))) or _has_numerals(line, unit=unit)


def says_number(text: str) -> bool:
    """Tell whether a text says a number, in digits, in words, or before a word for characters."""
    line = western(text).casefold()
    digits = any(char.isnumeric() for char in line) or any(word in line for word in MULTIPLIERS if len(word) > _SHORT)
    return digits or has_worded_number(text, unit=False) or line.rstrip(". ").endswith(tuple(f" {u}" for u in _UNITS))


def _is_counted(words: list[str], at: int, *, unit: bool) -> bool:
    word = words[at].strip("\"'.,:;()[]«»“”„")
    large = word in _LARGE or word.endswith("mila") or _LARGE_STEM.search(word) is not None
    if any(map(str.isdigit, word)) or not (large or word in _SMALLER) or (at and words[at - 1][-1:].isdigit()):
        return False
    behind = [" ".join(words[start : start + 3]).lstrip("\"'(") for start in range(at + 1, at + 2 + _BETWEEN)]
    counted = any(unit in word for unit in _LONG_UNITS) or any(each.startswith(_UNITS) for each in behind)
    return counted or (large and not unit)


def _has_numerals(line: str, *, unit: bool) -> bool:
    plain = _IN_DIGITS.sub("0", line)
    for match in _NUMERALS.finditer(plain):
        large = any(char in "百千万萬億亿" for char in match.group())
        if large and (_COUNTED.match(plain, match.end()) or (not unit and match.group()[0] not in "百千万萬億亿")):
            return True
    return any(any(char in "백천만억" for char in match.group()) for match in _HANGUL.finditer(plain))


def in_digits(text: str) -> str:
    """Return an English sentence with its numbers in digits; `one` may be no number."""
    return _NAMED_WORD.sub(lambda match: str(NAMED.get(match.group().casefold(), match.group())), text)
