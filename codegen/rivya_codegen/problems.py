"""Problems as values: what is wrong in an input, where, and what to do about it.

Every stage before `write` returns problems instead of raising; the command line prints all of them, sorted.
The text of a code comes from `messages.yaml`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

MESSAGES_FILE = Path(__file__).parent / "messages.yaml"


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
    """One thing that is wrong: a code of `messages.yaml` with its parameters, and the place."""

    location: Location
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object], compare=False)

    def message(self, locale: str = "en") -> str:
        """Return the text of the problem in a locale of the catalogue."""
        return spec_messages()[self.code][locale].format_map(self.parameters)

    def __str__(self) -> str:
        return f"{self.location}: error: {self.message()} [{self.code}]"


class ProblemsFound(Exception):
    """Ends a run: the problems are printed and nothing is written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set_of(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def lines(self) -> list[str]:
        """Return what to print: a line for each problem, and how many there are."""
        count = len(self.problems)
        return [*map(str, self.problems), f"{count} problem{'s' if count > 1 else ''}; nothing was written."]


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions (same place, code and text)."""
    return list({(str(problem)): problem for problem in problems}.values())


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ` (did you mean "…"?)` for the allowed word that is one slip away, else nothing."""
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""


@cache
def _catalogue() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    catalogue: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.load(MESSAGES_FILE.read_text("utf-8"), loader)
    return catalogue


def spec_messages() -> Mapping[str, Mapping[str, str]]:
    """Return the messages about specs and pages: code → locale → text."""
    return _catalogue()["spec"]


def request_messages() -> Mapping[str, Mapping[str, str]]:
    """Return the messages about requests, which the generated package carries: code → locale → text."""
    return _catalogue()["request"]
