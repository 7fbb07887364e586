"""What is wrong with a page, and how problems quote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from ..problems.problem import Location, Problem, ProblemsFound, did_you_mean
from ..text.invisible import show_hidden

_LONGEST_QUOTE = 80
_MOST_PROBLEMS = 19


class Findings:
    """The problems of one page; a page with very many of them is not a page, so reading stops early."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.whole = Location(file)
        self._problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether there are as many problems as anybody reads."""
        return len(self._problems) >= _MOST_PROBLEMS

    def add(self, location: Location, code: str, **parameters: object) -> None:
        """Note a problem."""
        if not self.full:
            self._problems.append(Problem(location, code, parameters))

    def twice(self, location: Location, what: str, first: Location) -> None:
        """Complain about what a page says again."""
        self.add(location, "page-twice", what=what, line=first.line)

    def refuse(self, location: Location, code: str, **parameters: object) -> NoReturn:
        """Note the problem that ends the reading of the page, and raise `ProblemsFound`."""
        self.add(location, code, **parameters)
        raise ProblemsFound(self.problems())

    def problems(self) -> list[Problem]:
        """Return the problems found so far; the last one says so where reading stopped early."""
        rest = [Problem(Location(self.file), "page-many-problems", {"count": _MOST_PROBLEMS})] if self.full else []
        return [*self._problems, *rest]


def shorten(text: str) -> str:
    """Return a text that is short enough to be quoted in a problem, on one line, with nothing hidden in it."""
    line = show_hidden(" ".join(text[: 4 * _LONGEST_QUOTE].split()))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def listed(words: Iterable[str]) -> str:
    """Return words as problems list them."""
    return ", ".join(f'"{word}"' for word in words)


def hint(word: str, known: Iterable[str]) -> str:
    """Return the `did you mean` of a word; a long text is no slip of a known word."""
    return did_you_mean(word, known) if len(word) <= _LONGEST_QUOTE else ""
