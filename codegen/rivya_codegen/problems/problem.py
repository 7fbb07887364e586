"""Problems as values: what is wrong in an input, where, and what to do about it.

What is read alone, such as a file, raises all of its problems together (`ProblemsFound`); whoever reads many gathers them
(`collected`), so that the command line can print all of them, sorted.
The text of a code and what explains it come from `words/<locale>/problems.yaml`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from ..text.invisible import one_line, show_hidden
from ..words.messages import fill, words
from ..words.rules import rules

_MOST_WORDS = 200
_LONGEST_WORD = 200
_MOST_SHOWN = 50
_LONGEST_ERROR = 500
_NUMBERS = re.compile(r"[0-9]{1,9}(?::[0-9]{1,9})?")
_NEAR = 0.15
"""By which part of it a number may differ from the one that may be meant."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1, and are 0 where the whole file is meant."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: a code of `words/<locale>/problems.yaml` with its parameters, and the place."""

    location: Location
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object], compare=False)

    def message(self, locale: str = "en") -> str:
        """Return the text of the problem in a locale of the catalogue, with nothing hidden in it."""
        return show_hidden(fill(rules()[self.code].message[locale], self.parameters, locale))

    def line(self, locale: str = "en") -> str:
        """Return the problem as one line, in the form that editors read: place, severity, text, code."""
        return f"{show_hidden(str(self.location))}: error: {self.message(locale)} [{self.code}]"

    def __str__(self) -> str:
        return self.line()


class ProblemsFound(Exception):
    """Ends a run: the problems are printed and nothing is written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set_of(problems))
        super().__init__("\n".join(map(str, self.problems)))


@contextmanager
def collected(problems: list[Problem]) -> Generator[None]:
    """Add to `problems` what ends the block, so that all of them can be named."""
    try:
        yield
    except ProblemsFound as found:
        problems += found.problems


def stop_at(problems: Iterable[Problem]) -> None:
    """Raise `ProblemsFound` with the problems, if there are any."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions (same place, code and text)."""
    return list({(str(problem)): problem for problem in problems}.values())


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ` (did you mean "…"?)` for the allowed word that is one slip away, else nothing."""
    other = nearest(word, allowed)
    return words("hint", word=other) if other is not None else ""


def nearest(word: str, allowed: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the allowed word that is one slip away; of numbers and ratios the one that is nearly as much.

    Only so much is compared that a thousand problems about a thousand words end soon.
    """
    candidates = [other for other in islice(allowed, _MOST_WORDS) if len(other) <= _LONGEST_WORD]
    numbers = [other for other in candidates if _NUMBERS.fullmatch(other) and other.count(":") == word.count(":")]
    if numbers and _NUMBERS.fullmatch(word):
        begin, size = word.partition(":")[0], _ratio(word)
        near = [other for other in numbers if abs(_ratio(other) - size) <= _NEAR * size]
        if near:
            return min(near, key=lambda other: (other.partition(":")[0] != begin, abs(_ratio(other) - size)))
        candidates = [other for other in candidates if other not in numbers]
    close = difflib.get_close_matches(word, candidates, n=1, cutoff=likeness) if len(word) <= _LONGEST_WORD else []
    return close[0] if close else None


def _ratio(numbers: str) -> float:
    over, _, below = numbers.partition(":")
    return float(over) / (float(below or 1) or 1)


def describe(error: BaseException) -> str:
    """Return the class and the text of an error of code that is not ours, which may fail at both, on one line."""
    try:
        text = f"{type(error).__name__}: {error}"
        text = str.encode(text, "utf-8", "backslashreplace").decode()[:_LONGEST_ERROR]
        return one_line(text)
    except BaseException:  # whatever it is, its owner gets named
        return "an error that cannot say what it is"


def list_words(allowed: Iterable[str]) -> str:
    """Return what is allowed as a list, and only its beginning where it is long."""
    words = list(allowed)
    rest = f", … ({len(words)})" if len(words) > _MOST_SHOWN else ""
    return ", ".join(words[:_MOST_SHOWN]) + rest
