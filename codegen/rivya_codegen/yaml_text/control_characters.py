"""Control characters as problems: the same finding for every input, at the place where its text becomes data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from ..problems.problem import Location, Problem
from ..text.invisible import CONTROL, control_at, control_character

CONTROL_CODE = "text-control-character"

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[\[\]{},:]|[^\s"\[\]{},:]+')  # an open string goes on to its end
_MOST = 20


def control_problems(text: str, file: str) -> list[Problem]:
    """Return a problem for each line of a file with a control character written out, as far as anybody reads them."""
    return list(islice(_written_out(text.replace("\r\n", "\n"), file), _MOST))


def json_problems(text: str, file: str) -> list[Problem]:
    """Return the same for a JSON file, and a problem for each string that has a control character as an escape."""
    return control_problems(text, file) or (list(islice(_escaped(text, file), _MOST)) if "\\" in text else [])


def _written_out(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        match = CONTROL.search(line)
        if match:
            yield Problem(Location(file, number, match.start() + 1), CONTROL_CODE, control_at(line, match.start()))


def json_tokens(text: str, file: str) -> Iterator[tuple[Location, str]]:
    """Yield each token of a JSON file with its place."""
    line, start, counted = 1, 0, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", counted, match.start())
        start = max(start, text.rfind("\n", counted, match.start()) + 1)
        counted = match.start()
        yield Location(file, line, match.start() - start + 1), match.group()


def json_strings(text: str, file: str) -> Iterator[tuple[Location, str]]:
    """Yield each string of a JSON file, keys too, with its place."""
    return ((place, _decoded(token)) for place, token in json_tokens(text, file) if token.startswith('"'))


def _escaped(text: str, file: str) -> Iterator[Problem]:
    for place, string in json_strings(text, file):
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
