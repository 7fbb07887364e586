"""The first end of `sync`: the catalogue, from a file, standard input or the API, as entries with an id each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.fetch import Wanted, is_address, read_input
from ..source.inputs import decoded
from ..spec.platform import PlatformSpec
from ..spec.values import is_model_id
from ..text.json_data import Data, is_list, is_object, read_json
from ..yaml_text.json_reader import json_problems

_CATALOGUE = Wanted("address-of-catalogue", "application/json")
_OPERATION = "models.list"
_SHOWN = 60


def load_catalogue(name: str, platform: PlatformSpec) -> tuple[list[Data], list[str]]:
    """Return the entries of a catalogue, and the keys beside its list, which nobody reads.

    Args:
        name: A file, `-` for standard input, or the base URL of the API.
        platform: Names the path of the catalogue below the base URL.

    Raises:
        ProblemsFound: It cannot be read, or is not what `GET /api/v1/models` answers with.
    """
    display, content = _content(name, platform)
    text = decoded(content, display)
    body = _json(text, display)
    if not is_object(body) or not is_list(body.get("data")):
        found = f"an object with the keys {', '.join(body) or 'none'}" if is_object(body) else _shown(body)
        raise ProblemsFound([Problem(Location(display), "catalogue-shape", {"found": found})])
    entries: list[Any] = body["data"]
    problems = [*json_problems(text, display), *_entry_problems(entries, display)]
    if problems:
        raise ProblemsFound(problems)
    return entries, sorted(body.keys() - {"object", "data"})


def _content(name: str, platform: PlatformSpec) -> tuple[str, bytes]:
    if is_address(name):
        path = platform.operations[_OPERATION].path
        base = name.rstrip("/")
        name = base if base.endswith(path) else f"{base}{path}"
    return read_input(name, _CATALOGUE)


def _json(text: str, display: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        place = Location(display, getattr(error, "lineno", 1), getattr(error, "colno", 1))
        detail = {"detail": getattr(error, "msg", str(error)), "start": _shown(text[:_SHOWN])}
        raise ProblemsFound([Problem(place, "catalogue-json", detail)]) from error


def _entry_problems(entries: list[Any], display: str) -> Iterator[Problem]:
    place = Location(display)
    if not entries:
        yield Problem(place, "catalogue-empty")
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        model_id = entry.get("id") if is_object(entry) else None
        if not isinstance(model_id, str) or not is_model_id(model_id):
            found = _shown(model_id if is_object(entry) else entry)
            yield Problem(place, "catalogue-entry", {"index": index, "found": found})
        elif model_id in seen:
            yield Problem(place, "catalogue-twice", {"index": index, "value": _shown(model_id)})
        else:
            seen.add(model_id)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
