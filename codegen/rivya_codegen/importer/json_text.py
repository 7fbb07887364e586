"""JSON as a page prints it, read exactly: numbers keep their characters, doubled keys and NaN are errors."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any

from ..text.json_data import is_deep, is_object
from ..yaml_text.reader import LONGEST_NUMBER, WrittenFloat, WrittenInt

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_OUTSIDE_STRINGS = re.compile(
    r'"(?:\\.|[^"\\\n])*"?'  # an open string goes on to its end
    r"|[，：；\u00a0\u2007\u202f\u3000]|(?P<curly>“[^“”\"\\\n]{0,2000}”)|(?P<nothing>//[^\n]*|/\*[^*]{0,500}\*/"
    r"|,(?=\s*[}\]]))"
)
_HALF_WIDTH = {"，": ",", "：": ":", "；": ";", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u3000": " "}
_NUMBERED = re.compile(r"\s*(\d+)(.*)", re.DOTALL)
_DEEPEST = 30
_TOO_DEEP = f"nested deeper than {_DEEPEST} levels"


class JsonError(ValueError):
    """Says what is wrong with a JSON text, and at which character."""

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(detail)
        self.position = position


def written_number(text: str) -> int | float | None:
    """Return the number that a text is, with its characters kept; none where it is no finite number."""
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None:
        return None
    number = WrittenFloat(text) if match["rest"] else WrittenInt(text)
    number.source = text
    return number if math.isfinite(number) else None


def _number(text: str) -> int | float:
    number = written_number(text)
    if number is None:
        raise ValueError(f"{text[:LONGEST_NUMBER]} is not a usable number")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise ValueError(f'the key "{next(key for key, count in counts.items() if count > 1)}" stands twice')
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_number)


def read_json_object(text: str, start: int = 0) -> tuple[dict[str, Any], int]:
    """Return the JSON object that begins at `start`, and where it ends; `JsonError` where there is none."""
    try:
        return _decode(text, start)
    except JsonError as error:
        # Twice, as a comma is the last one only where no comment follows it.
        mended = _OUTSIDE_STRINGS.sub(_mended, _OUTSIDE_STRINGS.sub(_mended, text[start:]))
        if mended == text[start:]:
            raise
        try:
            value, end = _decode(mended, 0)
        except JsonError:
            raise error from None
        return value, start + end


def _mended(match: re.Match[str]) -> str:
    """Return what a text of the same length means outside of strings: JSON has no comments and one kind of quotes."""
    text = match.group()
    if match["nothing"]:
        return " " * len(text)
    return f'"{text[1:-1]}"' if match["curly"] else _HALF_WIDTH.get(text, text)


def without_line_numbers(text: str) -> str:
    """Return preformatted text without the numbers of its lines, where each line has its own in front."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    matches = [match for line in lines if (match := _NUMBERED.match(line))]
    numbered = 1 < len(lines) == len(matches) and all(match[1] == str(at) for at, match in enumerate(matches, 1))
    return "\n".join(match[2] for match in matches) if numbered else text


def _decode(text: str, start: int) -> tuple[dict[str, Any], int]:
    try:
        value, end = _DECODER.raw_decode(text, start)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise JsonError(error.msg, error.pos) from None
    except UnicodeEncodeError:
        raise JsonError("a \\u escape stands for half a character", start) from None
    except RecursionError:
        raise JsonError(_TOO_DEEP, start) from None
    except ValueError as error:
        raise JsonError(str(error), start) from None
    if not is_object(value):
        raise JsonError("not a JSON object", start)
    if is_deep(value, _DEEPEST):
        raise JsonError(_TOO_DEEP, start)
    return value, end
