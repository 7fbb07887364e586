"""Somebody else's text where it is shown: one line of bounded length, in which nothing steers a terminal or a log."""

from __future__ import annotations

import re

SHOWN_LENGTH = 500
# C0, DEL and C1; marks that turn the direction of writing; ends of lines and paragraphs; halves of surrogate pairs.
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def without_controls(text: str) -> str:
    """Return a text as one line without control characters, in full."""
    return UNSHOWN.sub(" ", text)


def one_line(said: object, length: int = SHOWN_LENGTH) -> str:
    """Return what somebody said for a message or the log: one line without control characters, cut to a length."""
    text = str(said)
    line = without_controls(text[:length])
    return line if len(text) <= length else f"{line[: length - 1]}…"


def counted(count: float, unit: str) -> str:
    """Return a number with its unit, in the singular or the plural: `1 credit`, `2.5 credits`."""
    return f"{count:g} {unit}" if count == 1 else f"{count:g} {unit}s"
