"""Control characters as problems: the same finding for every input, at the place where its text becomes data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from .hidden import CONTROL, control_at, control_character
from .problems import Location, Problem

CONTROL_CODE = "text-control-character"

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"?')  # an open string goes on to its end
_MOST = 20


def control_problems(text: str, file: str) -> list[Problem]:
    """Return a problem for each line of a file with a control character written out, as far as anybody reads them."""
    return list(islice(_written_out(text.replace("\r\n", "\n"), file), _MOST))


def json_problems(text: str, file: str) -> list[Problem]:
    """Return the same for a JSON file, and a problem for each string that has a control character as an escape."""
    return control_problems(text, file) or list(islice(_escaped(text, file), _MOST))


def _written_out(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        match = CONTROL.search(line)
        if match:
            yield Problem(Location(file, number, match.start() + 1), CONTROL_CODE, control_at(line, match.start()))


def _escaped(text: str, file: str) -> Iterator[Problem]:
    for match in _STRING.finditer(text):
        found = control_character(_decoded(match.group())) if "\\" in match.group() else None
        if found:
            before = text[: match.start()]
            place = Location(file, before.count("\n") + 1, match.start() - before.rfind("\n"))
            yield Problem(place, CONTROL_CODE, found)


def _decoded(string: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError:  # no JSON, which is named where the whole is read
        return ""
