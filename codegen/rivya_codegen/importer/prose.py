"""What sentences of a page say in passing of its facts: how many characters and files, how large, from where to where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .numbers import CHARACTERS, MULTIPLIERS, Number, western, whole_numbers, written_numbers

_DIGITS_WITH_MARKS = r"(?<![0-9A-Za-z_.,:/-])[0-9]+(?:[,.' ][0-9]{3})*(?:[.,][0-9]+)?"
_NUMBER = re.compile(rf"{_DIGITS_WITH_MARKS}(?![0-9])")
_SIZE = re.compile(rf"{_DIGITS_WITH_MARKS} ?(?:[KMG]i?B|[KMG]o)\b")
_DIGITS = re.compile(r"[0-9](?:[0-9]|[,.' _](?=[0-9]))*")
_SPAN = re.compile(
    r"(?<![0-9A-Za-z_.,:/-])(-?[0-9]+(?:\.[0-9]+)?) ?(?:up to|to|-|–|—|…|\.\.\.?|~|〜|～|至|到) ?(-?[0-9]+(?:\.[0-9]+)?)(?![0-9A-Za-z_:/-]|[.,][0-9])"
)
_BETWEEN = re.compile(
    r"(?:between|zwischen|介於|介于) ?(-?[0-9]+(?:\.[0-9]+)?) ?(?:and|und|和|與|与) ?(-?[0-9]+(?:\.[0-9]+)?)(?![0-9])",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:(?P<most>at most|no more than|not exceed|maximum(?: of)?|max\.?|up to|最多|最大|最長|上限(?:為|为)?|不超過|不超过)"
    r"|at least|no less than|minimum(?: of)?|min\.?|至少|最少|最小|最低)"
    r"[ :]{0,2}(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)(?![0-9.,]*[0-9A-Za-z%:×/-]| ?(?:decimal|digit|place|word|char|file|time|位))",
    re.IGNORECASE,
)
_BY_DEFAULT = re.compile(r"(?<![\w.:#-])([\w.:#-]*[\w#])(?: s(?:econds?)?)? by default", re.IGNORECASE)
_DEFAULT = re.compile(
    r"(?:\bdefaults?(?: (?:value|to|is|of))*|\b(?:if|when) (?:omitted|left out|not set|not given)[,:]?(?: it is)?"
    r"|預設(?:值)?為?|默认(?:值)?为?)[ :=]*[\"'`「“]?((?!:)[\w.:#-]*[\w#])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[0-9a-z]+(?:[:.,/'-][0-9a-z]+)*")
_JOINED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""The letters of scripts without spaces between words: `5万字`; the `k` of `500 ký tự` begins a word of its own."""


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


_GLUED = _any_of(word for word in MULTIPLIERS if _JOINED.match(word[-1]))
_APART = _any_of(word for word in MULTIPLIERS if not _JOINED.match(word[-1]))
_MULTIPLIER = re.compile(rf"\s?({_GLUED}(?![a-z0-9])|{_APART}(?![^\W_]))", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<![第百千0-9])([0-9]+|[一二兩两三四五六七八九]?十[一二三四五六七八九]?|[一二兩两三四五六七八九]) ?"
    r"[張张個个份段支部則条條件幅枚本]? ?(?:參考|参考|可選|可选)?"
    r"(圖片|图片|圖像|图像|影像|画像|影片|視頻|视频|動画|音訊|音频|音檔|檔案|文件|素材|ファイル)"
)
_ENGLISH = re.compile(r"\b(?:the|is|are|where|when|items?|not?)\b")
_CHINESE = re.compile("[的請请與与和]")
_FEWEST = 100
_OTHER_UNITS = ("token", "word", "byte", "kb", "mb", "line", "page", "wort", "wörter", "palabra", "mots", "單詞", "詞")
_ADJECTIVES = 2
_UNITS = tuple(CHARACTERS)
_SHORT = 3
"""The length of the words that other words have in them, such as `tys`."""

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NAMED = {word: number for number, word in enumerate(_WORDS)} | {
    f"{ten}-{_WORDS[one]}" if one else ten: 10 * at + one for at, ten in enumerate(_TENS, 2) for one in range(10)
}
_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九十")} | {"兩": 2, "两": 2}
_NOUNS: Mapping[str, str] = {
    **dict.fromkeys(
        ["image", "images", "picture", "pictures", "photo", "photos", "圖片", "图片", "圖像", "图像", "影像", "画像"],
        "image",
    ),
    **dict.fromkeys(["video", "videos", "clip", "clips", "影片", "視頻", "视频", "動画"], "video"),
    **dict.fromkeys(["audio", "audios", "track", "tracks", "音訊", "音频", "音檔"], "audio"),
    **dict.fromkeys(
        ["file", "files", "reference", "references", "item", "items", "檔案", "文件", "素材", "ファイル"], "file"
    ),
}
_NO_ADJECTIVES = frozenset(
    [
        "and",
        "or",
        "to",
        "per",
        "of",
        "in",
        "for",
        "with",
        "is",
        "kb",
        "mb",
        "gb",
        "kib",
        "mib",
        "gib",
        "ko",
        "mo",
        "go",
        "second",
        "seconds",
        "s",
        "sec",
        "minute",
        "minutes",
        "px",
        "pixels",
        "megapixels",
        "mp",
        "fps",
        "percent",
        "times",
        "character",
        "characters",
        "credits",
        "bytes",
        "megabytes",
    ]
)


def characters_in(text: str, *, unit: bool = False) -> list[int]:
    """Return how many characters a sentence speaks of; any large number where it has no word for them we know.

    Args:
        text: The sentence.
        unit: Whether only what has a word for characters behind it counts.
    """
    line = western(text)
    found: list[int] = []
    others: list[int] = []
    for match in _NUMBER.finditer(line):
        word, rest = _multiplier(line[match.end() : match.end() + 40])
        numbers = whole_numbers(f"{match.group()} {word}".strip())
        behind = rest.lstrip(" -").casefold()
        (found if behind.startswith(_UNITS) else others).extend(() if behind.startswith(_OTHER_UNITS) else numbers)
    return found if found or unit else [number for number in others if number >= _FEWEST]


def has_one_number(text: str) -> bool:
    """Tell whether a text has the digits of one number in it, rather than of a range or of two."""
    return len(_DIGITS.findall(western(text))) == 1


def is_number_in_words(text: str) -> bool:
    """Tell whether a text says a number, in digits or with a word for a large one."""
    line = western(text).casefold()
    return any(char.isnumeric() for char in line) or any(word in line for word in MULTIPLIERS if len(word) > _SHORT)


def _multiplier(rest: str) -> tuple[str, str]:
    """Return the word behind a number that multiplies it, and what follows."""
    match = _MULTIPLIER.match(rest)
    return (match[1], rest[match.end() :]) if match else ("", rest)


def files_in(text: str) -> dict[str, int]:
    """Return the most files that a rule speaks of, by kind; `file` where it says no kind."""
    most: dict[str, int] = {}
    for kind, number in _files(western(text).casefold()):
        most[kind] = max(most.get(kind, 0), number)
    return most


def kinds_in(text: str) -> set[str] | None:
    """Return the kinds of files that a sentence names; none where it is in a language whose words for them we may lack."""
    line = western(text).casefold()
    if not (_ENGLISH.search(line) if line.isascii() else _CHINESE.search(line)):
        return None
    named = {_NOUNS[word] for word in _WORD.findall(line) if word in _NOUNS}
    named |= {kind for noun, kind in _NOUNS.items() if not noun.isascii() and noun in line}
    return named - {"file"}


def _files(text: str) -> Iterator[tuple[str, int]]:
    words = _WORD.findall(text)
    for at, word in enumerate(words):
        number = _NAMED.get(word, int(word) if word.isdigit() and len(word) < 5 else None)
        behind = words[at + 1 : at + 2 + _ADJECTIVES] if number is not None else []
        for noun in behind:
            if noun in _NOUNS and number is not None:
                yield _NOUNS[noun], number
            if noun in _NOUNS or noun in _NO_ADJECTIVES or noun in _NAMED or not noun.isalpha():
                break
    for numeral, noun in _COUNTED.findall(text):
        yield _NOUNS[noun], int(numeral) if numeral.isdigit() else _chinese(numeral)


def _chinese(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS[tens] if tens else 1) * 10 * bool(ten) + (_NUMERALS[ones] if ones else 0)


def sizes_in(text: str) -> list[str]:
    """Return the file sizes that a sentence speaks of, as it writes them."""
    return _SIZE.findall(western(text))


def spans_in(text: str) -> list[tuple[Number, Number]]:
    """Return the ranges that a sentence speaks of, such as `3 to 15`."""
    line = western(text)
    pairs = [*_SPAN.findall(line), *_BETWEEN.findall(line)]
    found = [(written_numbers(low), written_numbers(high)) for low, high in pairs]
    return [(low[0], high[0]) for low, high in found if len(low) == len(high) == 1]


def limits_in(text: str) -> list[tuple[str, Number]]:
    """Return the limits that a sentence speaks of, each as `min` or `max` and its number."""
    found = [
        ("max" if match["most"] else "min", written_numbers(match["number"]))
        for match in _LIMIT.finditer(western(text))
    ]
    return [(name, numbers[0]) for name, numbers in found if len(numbers) == 1]


def defaults_in(text: str) -> list[str]:
    """Return the words that a sentence calls a default."""
    return [*_DEFAULT.findall(text), *_BY_DEFAULT.findall(text)]
