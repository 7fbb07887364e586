"""What sentences of a page say in passing of its facts: how many characters and files, how large, which range.

Large numbers in words, such as `four thousand` and `一万`, are found in many languages and worked out in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from ..spec.values import MediaKind
from ..words.labels import Labels
from ..words.locales import LOCALES
from ..words.page_words import meanings, page_words
from .numbers import AT_MOST, CHARACTERS, MULTIPLIERS, NAMED, Number, western, whole_numbers, written_numbers

_DIGITS_WITH_MARKS = r"(?<![0-9A-Za-z_.,:/-])[0-9]+(?:[,.' ][0-9]{3})*(?:[.,][0-9]+)?"
_NUMBER = re.compile(rf"{_DIGITS_WITH_MARKS}(?![0-9])")
_SIZE = re.compile(rf"{_DIGITS_WITH_MARKS} ?(?:[KMG]i?B|[KMG]o)\b")
_DIGITS = re.compile(r"[0-9](?:[0-9]|[,.' _](?=[0-9]))*")
_SPAN = re.compile(
    r"(?<![0-9A-Za-z_.,:/-])(-?[0-9]+(?:\.[0-9]+)?) ?(?:up to|to|-|–|—|…|\.\.\.?|~|〜|～|至"
    r"|到) ?(-?[0-9]+(?:\.[0-9]+)?)(?![0-9A-Za-z_:/-]|[.,][0-9])"
)
_BETWEEN = re.compile(
    r"(?:between|zwischen|介於|介于) ?(-?[0-9]+(?:\.[0-9]+)?) ?(?:and|und|和|與|与) ?(-?[0-9]+(?:\.[0-9]+)?)(?![0-9])",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:(?P<most>at most|no more than|not exceed|maximum(?: of)?|max\.?|up to|最多|最大|最長|上限(?:為|为)?|不超過|不超过)"
    r"|at least|no less than|minimum(?: of)?|min\.?|至少|最少|最小|最低)"
    r"[ :]{0,2}(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)(?![0-9.,]*[0-9A-Za-z%:×/-]| ?(?:decimal|digit|place|word"
    r"|char|file|time|位))",
    re.IGNORECASE,
)
_COUNT = r"(?:[0-9]{1,15}(?:[.,][0-9]{1,15})?)"
_UNIT = r"(?: ?(?:s|sec|seconds?|px|pixels?|sekunden|秒|個|个))?"
_STEP = re.compile(
    rf"(?:\b(?:steps?|increments?|intervals?|multiples?|schritten|vielfach[a-z]{{1,2}}|pas|incréments|pasos"
    rf"|incrementos|múltiplos?|passos|passi|incrementi|multiplo|stappen|steg) (?:sizes? )?(?:of|von|de|di|van|om) "
    rf"|\b(?:step(?: size)?[:=]|divisible by|teilbar durch|divisible par|divisible por|divisibile per|шагом"
    rf"|кратн[а-я]{{1,2}}|kelipatan) ?"
    rf"|(?:以|被) ?(?={_COUNT}(?:{_UNIT} ?[為为][單单]?位| ?整除))|(?:步進|步进|步長|步长|間隔|间隔|增量)[為为是:]? ?)"
    rf"(?P<behind>{_COUNT})(?![0-9A-Za-z_:/-])"
    rf"|(?<![0-9A-Za-z_.,:/-])(?P<before>{_COUNT})(?:er-schritten| ?刻み| ?[の的]倍[数數]|의 배수|{_UNIT} ?단위|(?: "
    rf"|-){_UNIT} ?(?:steps|increments|intervals)\b)",
    re.IGNORECASE,
)
_VALUE = r"[\w#](?:[.:-]?[\w#]){0,29}"
_OR = r"(?:, (?:or |and |oder |ou |o )?| or | and | oder | und | ou | o | / |/|、| ?[或和] ?)"
_CHOICE = re.compile(
    r"(?:(?P<only>\b(?:only|either|one of|must be|has to be|can be|allowed(?: values)?(?: are)?|nur|entweder"
    r"|seulement|soit|sólo|solo"
    r"|apenas|(?:possible|supported|accepted) values(?: are)?)[: ]{1,2}|(?:只能[是為为]?|[只僅仅]支[援持]|只接受|[僅仅]限|可用值"
    r"|可[選选]值)[:： ]{0,2})"
    rf"|(?:^|[.:;(（：；。] ?))(?P<values>{_VALUE}{_UNIT}(?:{_OR}{_VALUE}{_UNIT}){{1,20}}) ?(?:$|[.;)。；）](?![0-9]))",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![\w./-])[a-z0-9]+(?:[-._][a-z0-9]+)+(?![\w/-])")
_SET_TO = re.compile(
    r"(?:\b(?:set|fixed|keep|equal)(?: (?:it|this))? (?:to|at) "
    r"|[填設设定][成入為为]? ?)[\"'`「“]?([a-z0-9]+(?:[-._][a-z0-9]+)*)(?![\w-]| [a-z])",
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
_LENGTH = re.compile(
    rf"(?:(?P<least>\bat least|\bno (?:fewer|less) than|\bminimum(?: of)?|至少|最少)"
    rf"|{_any_of(AT_MOST)}) ?(?P<number>[0-9][0-9,.' ]{{0,15}}(?:{_any_of(MULTIPLIERS)})?) ?(?:{_any_of(CHARACTERS)})",
    re.IGNORECASE,
)
_MULTIPLIER = re.compile(rf"\s?({_GLUED}(?![a-z0-9])|{_APART}(?![^\W_]))", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<![第百千0-9])([0-9]+|[一二兩两三四五六七八九]?十[一二三四五六七八九]?|[一二兩两三四五六七八九]) ?[張张個个份段支部則条條件幅枚本]? ?(?:參考|参考|可選|可选)?"
    r"(圖片|图片|圖像|图像|影像|画像|影片|視頻|视频|動画|音訊|音频|音檔|檔案|文件|素材|ファイル)"
)
_ENGLISH = re.compile(r"\b(?:the|is|are|where|when|only|carry|carries|with)\b")
_CHINESE = re.compile("[的请請与與和只]")
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|except|unless|neither|nor|none|don't|doesn't|kein[a-z]{0,2}|nicht|ohne|außer|pas|sans"
    r"|sauf|sin"
    r"|excepto|sem|não|exceto|senza|tranne|geen|niet|zonder|ej|inte|utan|utom|нет|не|без|кроме|nie|bez|không|tidak"
    r"|tanpa)\b|[不無无非除]|以外|ない|ไม่|नहीं|없|아니"
)
_AUDIO_CLIP = re.compile(r"\b(?:audio|sound|music|voice)s?(?: (?:clips?|tracks?))?\b")
_LEAST_LIMIT = 100
_OTHER_UNITS = page_words("other_units")
_ADJECTIVES = 2
_CHARACTER_WORDS = tuple(map(str.casefold, CHARACTERS))

_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九十")} | {"兩": 2, "两": 2}
_NOUNS: Mapping[str, str] = meanings("nouns")
_LATIN = 4
"""The least letters of a word of another language that is not likely to be a word of others as well, such as `ses`."""
_KIND_WORDS = {
    text: kind
    for text, kind in [*_NOUNS.items(), *Labels(LOCALES[0]).texts("category")]
    if kind in get_args(MediaKind) and not (text.isascii() and len(text) < _LATIN)
}
_NO_ADJECTIVES = frozenset(page_words("no_adjectives"))


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
        rest = line[match.end() : match.end() + 40]
        times = _MULTIPLIER.match(rest)
        numbers = whole_numbers(f"{match.group()} {times[1]}" if times else match.group())
        behind = rest[times.end() if times else 0 :].lstrip(" -").casefold()
        (found if behind.startswith(_CHARACTER_WORDS) else others).extend(
            () if behind.startswith(_OTHER_UNITS) else numbers
        )
    return found if found or unit else [number for number in others if number >= _LEAST_LIMIT]


def has_one_number(text: str) -> bool:
    """Tell whether a text has the digits of one number in it, rather than of a range or of two."""
    return len(_DIGITS.findall(western(text))) == 1


def files_in(text: str) -> dict[str, int]:
    """Return the most files that a rule speaks of, by kind; `file` where it says no kind."""
    most: dict[str, int] = {}
    for kind, number in _files(western(text).casefold()):
        most[kind] = max(most.get(kind, 0), number)
    return most


def kinds_in(text: str) -> set[str]:
    """Return the kinds of files that a sentence names for all that it says; none where its words leave a doubt.

    A sentence that says what is not, or one kind in a language whose words for the others we may lack, leaves one.
    """
    line = _AUDIO_CLIP.sub("audio", western(text).casefold())
    words = re.findall(r"[^\W\d_]+", line)
    named = {
        kind
        for noun, kind in _KIND_WORDS.items()
        if (any(word.startswith(noun) for word in words) if noun.isascii() else noun in line)
    }
    known = _ENGLISH.search(line) or _CHINESE.search(line) or len(named) > 1
    return named if known and not _NEGATION.search(line) else set()


def _files(text: str) -> Iterator[tuple[str, int]]:
    words = _WORD.findall(text)
    for at, word in enumerate(words):
        number = NAMED.get(word, int(word) if word.isdigit() and len(word) < 5 else None)
        behind = words[at + 1 : at + 2 + _ADJECTIVES] if number is not None else []
        for noun in behind:
            if noun in _NOUNS and number is not None:
                yield _NOUNS[noun], number
            if noun in _NOUNS or noun in _NO_ADJECTIVES or noun in NAMED or not noun.isalpha():
                break
    for numeral, noun in _COUNTED.findall(text):
        tens, ten, ones = numeral.rpartition("十")
        number = (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)
        yield _NOUNS[noun], int(numeral) if numeral.isdigit() else number


def sizes_in(text: str) -> list[str]:
    """Return the file sizes that a sentence speaks of, as it writes them."""
    return _SIZE.findall(western(text))


def spans_in(text: str) -> list[tuple[Number, Number]]:
    """Return the ranges that a sentence speaks of, such as `3 to 15`."""
    line = western(text)
    found = [map(_sure_number, pair) for pair in (*_SPAN.findall(line), *_BETWEEN.findall(line))]
    return [(low[0], high[0]) for low, high in found if low and high]


def _sure_number(text: str) -> tuple[Number, ...]:
    """Return the number that a text is; none where it is none, or may be one or another."""
    numbers = written_numbers(text)
    return numbers if len(numbers) == 1 else ()


def limits_in(text: str) -> list[tuple[str, Number]]:
    """Return the limits that a sentence speaks of, each as `min` or `max` and its number."""
    found = _LIMIT.finditer(western(text))
    return [("max" if match["most"] else "min", number) for match in found for number in _sure_number(match["number"])]


def defaults_in(text: str) -> list[str]:
    """Return the words that a sentence calls a default."""
    return [*_DEFAULT.findall(text), *_BY_DEFAULT.findall(text)]


def lengths_in(text: str) -> list[tuple[str, int]]:
    """Return the lengths that a sentence allows a text, each as `min_length` or `max_length` and its number."""
    return [
        ("min_length" if match["least"] else "max_length", number)
        for match in _LENGTH.finditer(western(text))
        for number in whole_numbers(match["number"].strip())
    ]


def steps_in(text: str) -> list[Number]:
    """Return the steps that a sentence speaks of, such as `in steps of 5`."""
    found = _STEP.finditer(western(text))
    return [number for match in found for number in written_numbers(match["behind"] or match["before"])[:1]]


def choices_in(text: str) -> list[tuple[str, list[str]]]:
    """Return the values that a sentence offers for choice, such as `only 5 or 10`, with the word that says so."""
    found = [(match["only"] or "", match["values"]) for match in _CHOICE.finditer(western(text))]
    return [(only, [re.sub(f"{_UNIT}$", "", word) for word in re.split(_OR, values)]) for only, values in found]


def ids_in(text: str, known: str) -> list[str]:
    """Return the model ids that a sentence names: what it says to set, and what is like an id that is `known`."""
    family = f"{known.partition('-')[0]}-"
    likely = [
        word for word in _ID.findall(text) if word.startswith(family) or ("-" in word and any(map(str.isdigit, word)))
    ]
    return [*_SET_TO.findall(text), *likely]


_LARGE_STEM = re.compile("|".join(map(re.escape, page_words("large_stems"))))
_LARGE = frozenset(page_words("large"))
_SMALLER = frozenset(word for word, size in NAMED.items() if size > 10)
_LONG_CHARACTER_WORDS = tuple(unit for unit in _CHARACTER_WORDS if len(unit) > 2)
_SHORT = 3
"""The length of the words that other words have in them, such as `tys`."""
_MOST_WORDS_BETWEEN = 2
"""The most words between a number and what it counts: `four thousand of those characters`."""
_IN_DIGITS = re.compile(r"[0-9][ ]?[百千万萬億亿백천만억]*")
_HAN_NUMERALS = re.compile(
    r"(?<![第〇零一二三四五六七八九十兩两百千万萬億亿])[〇零一二三四五六七八九十兩两百千万萬億亿]{1,20}"
)
_HANGUL = re.compile(r"(?<!\w)[일이삼사오육칠팔구십백천만억]{1,20} ?(?:글자|자(?![가-힣])|자(?=까지|를|이|입|로))")
_COUNTED_CHARACTERS = re.compile(r" ?[個个]?(?:字元|字符|文字|字)")


def has_worded_number(text: str, *, unit: bool) -> bool:
    """Tell whether a sentence has a large number in words; with `unit`, one with a word for characters behind it."""
    line = western(text).casefold()
    words = re.split(r"[\s-]+", line)
    return any(_is_counted(words, at, unit=unit) for at in range(len(words))) or _has_numerals(line, unit=unit)


def says_number(text: str) -> bool:
    """Tell whether a text says a number, in digits, in words, or before a word for characters."""
    line = western(text).casefold()
    digits = any(char.isnumeric() for char in line) or any(word in line for word in MULTIPLIERS if len(word) > _SHORT)
    return (
        digits
        or has_worded_number(text, unit=False)
        or line.rstrip(". ").endswith(tuple(f" {u}" for u in _CHARACTER_WORDS))
    )


def _is_counted(words: list[str], at: int, *, unit: bool) -> bool:
    word = words[at].strip("\"'.,:;()[]«»“”„")
    large = word in _LARGE or word.endswith("mila") or _LARGE_STEM.search(word) is not None
    if any(map(str.isdigit, word)) or not (large or word in _SMALLER) or (at and words[at - 1][-1:].isdigit()):
        return False
    behind = [
        " ".join(words[start : start + 3]).lstrip("\"'(") for start in range(at + 1, at + 2 + _MOST_WORDS_BETWEEN)
    ]
    counted = any(unit in word for unit in _LONG_CHARACTER_WORDS) or any(
        each.startswith(_CHARACTER_WORDS) for each in behind
    )
    return counted or (large and not unit)


def _has_numerals(line: str, *, unit: bool) -> bool:
    plain = _IN_DIGITS.sub("0", line)
    for match in _HAN_NUMERALS.finditer(plain):
        large = any(char in "百千万萬億亿" for char in match.group())
        if large and (
            _COUNTED_CHARACTERS.match(plain, match.end()) or (not unit and match.group()[0] not in "百千万萬億亿")
        ):
            return True
    return any(any(char in "백천만억" for char in match.group()) for match in _HANGUL.finditer(plain))
