"""JSON files as this project reads them: positions for everything, no key twice, no number that others would round."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from ..problems.problem import Location, Problem, ProblemsFound, stop_at
from ..text.invisible import CONTROL_CODE, control_character
from ..text.json_data import read_json
from ..words.messages import words
from .reader import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    MOST_CONTROL_PROBLEMS,
    MOST_DOCUMENTS,
    Document,
    Path,
    control_problems,
)

_LARGEST = 2**53
Token = tuple[Location, str]
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[\[\]{},:]|[^\s"\[\]{},:]+')  # an open string goes on to its end


@lru_cache(MOST_DOCUMENTS)
def read_json_file(text: str, file: str) -> Document:
    """Return the document in `text` (named `file` in problems). Raises `ProblemsFound` with what is wrong as JSON."""
    stop_at(json_problems(text, file))
    tokens = list(_tokens(text, file))
    stop_at(_unfit(tokens))
    try:
        data = read_json(text)
    except ValueError as error:
        place = Location(file, getattr(error, "lineno", 1), getattr(error, "colno", 1))
        raise ProblemsFound([Problem(place, "wire-invalid", {"detail": str(error)})]) from error
    reader = _Places(tokens)
    stop_at(reader.problems)
    return Document(file, data, reader.values, reader.keys)


def _unfit(tokens: Iterable[Token]) -> Iterator[Problem]:
    """Yield what must not become data: a text without end, a number that is not held exactly everywhere."""
    for place, token in tokens:
        if token[0] == '"' and len(token) > LONGEST_TEXT and len(_decoded(token)) > LONGEST_TEXT:
            yield Problem(place, "spec-too-long", {"detail": words("characters", bound=f"{LONGEST_TEXT:,}")})
        elif token[0] in "-0123456789IN" and not _is_exact(token):
            shortened = token if len(token) <= LONGEST_NUMBER else f"{token[:LONGEST_NUMBER]}…"
            yield Problem(place, "yaml-number", {"value": shortened})


def _is_exact(token: str) -> bool:
    try:
        value = float(token) if len(token) <= LONGEST_NUMBER else _LARGEST * 2
    except ValueError:  # no number, which is named where the whole is read
        return True
    return -_LARGEST <= value <= _LARGEST and (value != 0 or not re.search("[1-9]", re.split("[eE]", token)[0]))


class _Places:
    """Follows a text that is known to be JSON, and notes where each key and value begins."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.values: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.problems: list[Problem] = []
        self._tokens = iter(tokens)
        self._value((), *next(self._tokens))

    def _value(self, path: Path, place: Location, token: str) -> None:
        self.values[path] = place
        if token in {"{", "["}:
            self._parts(path, is_object=token == "{")

    def _parts(self, path: Path, *, is_object: bool) -> None:
        seen: set[str | int] = set()
        for place, token in self._tokens:
            if token in {"}", "]"}:
                return
            if token == ",":
                continue
            key = str(json.loads(token)) if is_object else len(seen)
            if key in seen:
                self.problems.append(Problem(place, "yaml-duplicate-key", {"key": key}))
            seen.add(key)
            value = (place, token)
            if is_object:
                self.keys[(*path, key)] = place
                next(self._tokens)  # the colon
                value = next(self._tokens)
            self._value((*path, key), *value)


def json_problems(text: str, file: str) -> list[Problem]:
    """Return a problem for each control character of a JSON file, and each string that has one as an escape."""
    return control_problems(text, file) or (
        list(islice(_escaped(text, file), MOST_CONTROL_PROBLEMS)) if "\\" in text else []
    )


def _tokens(text: str, file: str) -> Iterator[Token]:
    """Yield each token of a JSON file with its place."""
    line, start, counted = 1, 0, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", counted, match.start())
        start = max(start, text.rfind("\n", counted, match.start()) + 1)
        counted = match.start()
        yield Location(file, line, match.start() - start + 1), match.group()


def _strings(text: str, file: str) -> Iterator[Token]:
    """Yield each string of a JSON file, keys too, with its place."""
    return ((place, _decoded(token)) for place, token in _tokens(text, file) if token.startswith('"'))


def _escaped(text: str, file: str) -> Iterator[Problem]:
    for place, string in _strings(text, file):
        found = control_character(string)
        if found:
            yield Problem(place, CONTROL_CODE, found)


def _decoded(string: str) -> str:
    if "\\" not in string:
        return string[1:-1]
    try:
        return str(json.loads(string))
    except ValueError:  # no JSON, which is named where the whole is read
        return ""
