"""A spec with places still to be filled in, read as far as it goes: those are filled or left out, the rest stays.

What is known of such a spec can be judged although the rest is not: a range is reversed whatever the summary will say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from ..problems.problem import Location, Problem, collected
from ..spec.model import ModelSpec
from ..spec.placeholder import CODE, PLACEHOLDER, is_placeholder, placeholders
from ..spec.platform import PlatformSpec
from ..text.json_data import is_object
from ..yaml_text.reader import Document, Path, read_yaml
from .inputs import TextFile
from .load import Source
from .parse import ParsedModel, parse_file

_FILLED: dict[Path, Any] = {
    ("availability",): "available",
    ("input_status",): None,
    ("credits", "billing"): "FIXED",
    ("credits", "base"): 0,
}
"""What stands for a fact that a spec cannot do without and that no rule compares with another."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A spec that has placeholders where the format wants facts, as far as it can be judged."""

    model: ParsedModel
    places: frozenset[Location]
    """Where something was filled or left out; what is said against it says nothing."""


def is_unfinished(file: TextFile) -> bool:
    """Return whether something in a spec is still to be filled in, and nothing else is wrong with its form."""
    found: list[Problem] = []
    if PLACEHOLDER in file.text:
        with collected(found):
            _, document = parse_file(file, ModelSpec)
            return next(placeholders(document.data), None) is not None
    return bool(found) and all(problem.code == CODE for problem in found)


def without_skeletons(source: Source, is_known: Callable[[str], bool]) -> tuple[Source, tuple[str, ...]]:
    """Return what there is without new models that nobody has described yet, and the names of their files.

    A model that `is_known` by its id already does not go because something in its spec is to be filled in.
    """
    new = [file for file in source.models if not is_known(PurePosixPath(file.path).stem)]
    skeletons = [file for file in new if is_unfinished(file)]
    kept = tuple(file for file in source.models if file not in skeletons)
    if not kept:
        return source, ()
    return replace(source, models=kept), tuple(file.display for file in skeletons)


def read_unfinished(file: TextFile, platform: PlatformSpec) -> Unfinished | None:
    """Return what can be judged of an unfinished spec; none where it has no form even then."""
    document = read_yaml(file.text, file.display)
    data: dict[str, Any] = deepcopy(document.data)
    paths = list(_fill_placeholders(data, platform))
    places = frozenset(document.locate(path, key=key) for path in paths for key in (False, True))
    try:
        spec = ModelSpec.model_validate(data)
    except ValueError:
        return None
    if spec.category not in platform.categories:
        return None
    filled = Document(document.file, data, document.values, document.keys)
    return Unfinished(ParsedModel(spec, filled, file.path), places)


def _fill_placeholders(data: dict[str, Any], platform: PlatformSpec) -> Iterator[Path]:
    """Fill or take out each placeholder but those in texts, which are texts; yield the places."""
    for path in [path for path in placeholders(data) if path[0] != "text"]:
        if path in _FILLED:
            _put(data, path, _FILLED[path])
            yield path
        elif path == ("category",):
            is_chat = is_object(data.get("chat"))
            data["category"] = next((name for name, row in platform.categories.items() if row.is_chat == is_chat), "")
            yield from (path, ("chat",), ("params",), ("files_api",))
        elif path[0] == "inputs":
            data["inputs"] = ["text", "file", "url"]
            yield ("inputs",)
        elif path == ("files_api",):
            data["files_api"] = "required_for_reference_modes" if data.get("references") else "not_required"
            yield path
        elif path[0] == "params" and path[2:] == ("type",) and (kind := _type_of(data["params"][path[1]])):
            _put(data, path, kind)
        elif path[0] == "params" and len(path) > 1:
            yield from _without_parameter(data, str(path[1]))
        elif path != ("id",):
            _put(data, path, None, remove=True)
            yield path


def _type_of(parameter: dict[str, Any]) -> str | None:
    """Return the type that the other facts of a parameter are facts of."""
    known = {"options": "select", "min": "number", "max": "number", "step": "number", "max_length": "text"}
    return next((kind for key, kind in known.items() if key in parameter), None)


def _without_parameter(data: dict[str, Any], key: str) -> Iterator[Path]:
    """Take out a parameter of which not all is known, and what hangs on it."""
    params = data.get("params")
    if is_object(params):
        params.pop(key, None)
    data.pop("conditions", None)
    data.pop("examples", None)
    yield from (("params", key), ("undocumented",), ("deprecated",))
    for locale, text in data.get("text", {}).items() if is_object(data.get("text")) else ():
        if is_object(text):
            text.pop("conditions", None)
            for texts in filter(is_object, (text.get("params"), text.get("options"))):
                for name in [name for name in texts if name == key or name.startswith(f"{key}.")]:
                    del texts[name]
            yield ("text", locale, "params", key)


def _put(data: Any, path: Path, value: Any, *, remove: bool = False) -> None:
    for part in path[:-1]:
        data = data[part]
    if remove and is_object(data):
        data.pop(str(path[-1]), None)
    elif remove:
        data[:] = [item for item in data if not is_placeholder(item)]
    else:
        data[path[-1]] = value
