"""The shape that a request asks for, read from whatever parameters a model has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

WORDS = {"square": (1, 1), "landscape": (16, 9), "portrait": (9, 16)}
RATIO = re.compile(r"([1-9]\d{0,3}):([1-9]\d{0,3})")
DURATION_KEYS = frozenset({"duration", "duration_seconds", "length_seconds", "seconds", "n_frames"})
LONGEST_SECONDS = 300.0
NAMED = re.compile(r"(square|landscape|portrait)(?:_hd)?(?:_([1-9]\d?)_([1-9]\d?))?")


def asked_aspect(params: Mapping[str, Any]) -> tuple[int, int]:
    """Return the first aspect ratio among the values, as width and height; square when there is none."""
    aspects = (_aspect(value) for value in params.values() if isinstance(value, str))
    return next(filter(None, aspects), (1, 1))


def asked_seconds(params: Mapping[str, Any], default: float) -> float:
    """Return how long the result should be, from the first parameter that says it; at most five minutes."""
    for key, value in params.items():
        snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()
        if snake in DURATION_KEYS and (seconds := _seconds(value)):
            return min(seconds, LONGEST_SECONDS)
    return default


def asked_words(params: Mapping[str, Any]) -> frozenset[str]:
    """Return the values that are words, in lower case: the name of a format is among them when one was asked for."""
    return frozenset(value.lower() for value in params.values() if isinstance(value, str))


def _seconds(value: object) -> float:
    """Return a positive number of seconds such as `5`, `"5"` or `"8s"`; 0 for anything else."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)s?", str(value))
    return float(found[1]) if found else 0


def _aspect(value: str) -> tuple[int, int] | None:
    if ratio := RATIO.fullmatch(value):
        return int(ratio[1]), int(ratio[2])
    named = NAMED.fullmatch(value.lower())
    if named is None:
        return None
    if named[2] is None:
        return WORDS[named[1]]
    # `portrait_16_9` names the ratio of the landscape that is turned upright.
    short, long = sorted((int(named[2]), int(named[3])))
    return (short, long) if named[1] == "portrait" else (long, short)


def pixels(aspect: tuple[int, int], longer_side: int) -> tuple[int, int]:
    """Return the size in pixels of a picture with this aspect ratio."""
    width, height = (max(1, round(longer_side * side / max(aspect))) for side in aspect)
    return width, height
