"""Numbers as people write them, in any script and habit: every value that the characters can stand for.

`10,000` is ten thousand in one country and ten in another. Here it is both; who reads a page settles it by another
place of the page, or refuses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ..text.json_data import is_number
from ..words.page_words import meanings, page_words
from ..yaml_text.reader import WrittenFloat, WrittenInt
from .json_text import written_number

Number = int | float

_LONGEST = 60
_SIGNS = str.maketrans({
    **dict.fromkeys("−－﹣", "-"),
    **dict.fromkeys("’‘ʼ′＇٬", "'"),
    **dict.fromkeys("，،", ","),
    **dict.fromkeys("．٫", "."),
    "＿": "_",
})  # fmt: skip
_BODY = re.compile(r"-?(?P<digits>[0-9]+(?:[,.' _][0-9]+)*|\.[0-9]+)(?P<rest>.*)")
_EXPONENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[,.' _])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")
_MYRIADS = re.compile(r"[1-9][0-9]{0,3}(?:,[0-9]{4})+")
_HALF_GROUPED = re.compile(r"[1-9][0-9]{3,},[0-9]{3,4}")
_PLAIN = re.compile(r"0|[1-9][0-9]*")

_OF_RANGE = re.compile(r"(?<=[0-9])(?: |-)?(seconds?|secs?|s|秒|px|pixels?|fps|bpm|BPM)(?![\w])")
_SPAN = re.compile(
    r"(-?[0-9]{1,12}(?:\.[0-9]{1,9})?) ?(?:to|bis|à|–|—|-|~|〜|～|至|到|…"
    r"|\.\.\.?) ?(-?[0-9]{1,12}(?:\.[0-9]{1,9})?)((?:[,;/] ?[^\W\d].{0,40})?)"
)

MULTIPLIERS: Mapping[str, int] = meanings("multipliers")
"""The words and signs that multiply the number before them."""
CHARACTERS = frozenset(page_words("characters"))
"""The words for characters, which a limit of text is without_unit in."""
CREDITS = frozenset(page_words("credits"))
FILES = frozenset(page_words("files")) | frozenset(meanings("nouns"))
AT_MOST = page_words("at_most")
_OR_LESS = page_words("or_less")
_SIZE_UNITS: Mapping[str, str] = meanings("sizes")


_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NAMED = {word: number for number, word in enumerate(_WORDS)} | {
    f"{ten}-{_WORDS[one]}" if one else ten: 10 * at + one for at, ten in enumerate(_TENS, 2) for one in range(10)
}

_NAMED_WORD = re.compile(r"(?<![\w-])(?!one(?![\w-]))[A-Za-z]{3,9}(?:-[A-Za-z]{3,5})?(?![\w-])")


def in_digits(text: str) -> str:
    """Return an English sentence with its numbers in digits; `one` may be no number."""
    return _NAMED_WORD.sub(lambda match: str(NAMED.get(match.group().casefold(), match.group())), text)


def written_numbers(text: str) -> tuple[Number, ...]:
    """Return every number that a text can stand for, each with the characters a spec has for it; none for no number."""
    if len(text) > _LONGEST:
        return ()
    line = western(text)
    if _EXPONENT.fullmatch(line):
        return (_written(Decimal(line), line),)
    match = _BODY.fullmatch(line)
    times = MULTIPLIERS.get(match["rest"].strip().casefold()) if match and match["rest"] else 1
    if match is None or times is None:
        return ()
    sign = -1 if line.startswith("-") else 1
    values = dict.fromkeys(sign * value * times for value in _values(match["digits"]))
    return tuple(_written(value, line) for value in values)


def whole_numbers(text: str) -> tuple[int, ...]:
    """Return every whole number that a text can stand for; nobody counts in `10.000` that means ten."""
    match = _BODY.fullmatch(western(text)) if len(text) <= _LONGEST else None
    if match and not match["rest"]:
        grouped = _PLAIN.fullmatch(match["digits"]) or _is_grouped(match["digits"])
        return (int(re.sub(r"[^-0-9]", "", match.group())),) if grouped else ()
    return tuple(int(number) for number in written_numbers(text) if Decimal(str(number)) % 1 == 0)


def without_unit(text: str, units: Iterable[str], *, bound: bool) -> str:
    """Return a text without a unit behind its number and, for a bound, without the words that make it one."""
    rest = " ".join(text.split()).rstrip(".。")
    words = list(units)
    if bound:
        rest = _without(_without(rest, AT_MOST, end=False), _OR_LESS, end=True)
    rest = _without(rest, words, end=True)
    return _without(rest, _OR_LESS, end=True) if bound else rest


def as_limits(text: str) -> str:
    """Return a range with `min` and `max` for the words or the dash between its ends, and without the unit of both."""
    units = set(_OF_RANGE.findall(western(text)))
    bare = _OF_RANGE.sub("", western(text)) if len(units) == 1 else text
    span = _SPAN.fullmatch(western(bare))
    return f"min {span[1]} / max {span[2]}{span[3]}" if span else bare


def written_sizes(text: str) -> tuple[str, ...]:
    """Return every file size that a text can stand for, as a spec writes it; none where it has no unit that is one."""
    line = western(without_unit(text, (), bound=True))
    unit = next((unit for unit in sorted(_SIZE_UNITS, key=len, reverse=True) if line.endswith(unit)), None)
    if unit is None:
        return ()
    numbers = (Decimal(str(number)) for number in written_numbers(line.removesuffix(unit)))
    return tuple(f"{number.normalize():f} {_SIZE_UNITS[unit]}" for number in numbers)


def _without(text: str, words: Iterable[str], *, end: bool) -> str:
    folded = text.casefold()
    found = [word for word in words if (folded.endswith(word) if end else folded.startswith(word))]
    word = max(found, key=len, default="") if len(folded) == len(text) else ""
    return (text[: len(text) - len(word)] if end else text[len(word) :]).strip() if word else text


def western(text: str) -> str:
    """Return a text with the digits and marks of any script as those of ASCII; ², ½ and Ⅻ are no digits."""
    if text.isascii():
        return text.strip()
    characters = (
        str(unicodedata.decimal(char)) if char.isdecimal() else " " if unicodedata.category(char) == "Zs" else char
        for char in unicodedata.normalize("NFC", text.strip())
    )
    return "".join(characters).translate(_SIGNS)


def _values(digits: str) -> Iterator[Decimal]:
    """Yield what digits with marks between them can mean: groups of thousands, and a fraction."""
    if _PLAIN.fullmatch(digits):
        yield Decimal(digits)
        return
    if _is_grouped(digits) or _HALF_GROUPED.fullmatch(digits):
        yield Decimal(re.sub(r"[^0-9]", "", digits))
    at = max(digits.rfind("."), digits.rfind(","))
    whole, mark = digits[:at], digits[at : at + 1]
    if (
        mark
        and digits[at + 1 :].isdigit()
        and (_PLAIN.fullmatch(whole or "0") or (_is_grouped(whole) and mark not in whole))
    ):
        yield Decimal(f"{re.sub(r'[^0-9]', '', whole) or 0}.{digits[at + 1 :]}")


def _is_grouped(digits: str) -> bool:
    return any(pattern.fullmatch(digits) for pattern in (_THOUSANDS, _LAKHS, _MYRIADS))


def _written(value: Decimal, source: str) -> Number:
    """Return a number with the characters of its source, where these are JSON and say it plainly."""
    plain = written_number(source)
    if plain is not None and Decimal(str(plain)) == value and (value % 1 or "e" not in source.lower()):
        return plain
    text = f"{value.normalize():f}"
    number = WrittenFloat(text) if "." in text else WrittenInt(text)
    number.source = text
    return number


def same_number(first: object, second: object) -> bool:
    """Tell whether two values are the same number; a boolean and a text are none."""
    numbers = [value for value in (first, second) if is_number(value)]
    return len(numbers) == 2 and Decimal(str(numbers[0])) == Decimal(str(numbers[1]))
