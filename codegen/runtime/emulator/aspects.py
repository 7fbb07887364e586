"""The shape that a request asks for, read from whatever parameters a model has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

WORDS = {"square": (1, 1), "landscape": (16, 9), "portrait": (9, 16)}
RATIO = re.compile(r"([1-9]\d{0,3}):([1-9]\d{0,3})")
NAMED = re.compile(r"(square|landscape|portrait)(?:_hd)?(?:_([1-9]\d?)_([1-9]\d?))?")


def asked_aspect(params: Mapping[str, Any]) -> tuple[int, int]:
    """Return the first aspect ratio among the values, as width and height; square when there is none."""
    aspects = (_aspect(value) for value in params.values() if isinstance(value, str))
    return next(filter(None, aspects), (1, 1))


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
