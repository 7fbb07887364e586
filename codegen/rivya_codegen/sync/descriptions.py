"""What a spec says of parameters and of their options beside the limits, as far as these are there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..spec.values import exact_number
from ..text.json_data import Data, is_list, is_object, value_at
from ..yaml_text import editor
from ..yaml_text.reader import Path, read_yaml
from .compare import dotted


def described(params: Data) -> Iterable[tuple[str, Any]]:
    """Yield the path of each parameter and field, with what it is, or its entries are."""
    for key, parameter in params.items():
        entry = parameter
        while is_object(entry) and "items" in entry:
            entry = entry["items"]
        yield key, entry
        fields = entry.get("fields") if is_object(entry) else None
        yield from ((f"{key}.{path}", field) for path, field in described(fields if is_object(fields) else {}))


def without_gone_options(text: str) -> tuple[str, list[str]]:
    """Return the text of a spec without what it says of options that are not there, and notes of what had to go."""
    data: Data = read_yaml(text, "").data
    notes: list[str] = []
    for path in _about_gone_options(data):
        text = editor.remove(text, path)
        notes.append(f"{dotted(path)}: taken out, as there is no such option")
    return text, notes


def _about_gone_options(data: Data) -> Iterator[Path]:
    params: Any = data.get("params")
    known = {path: _options(entry) for path, entry in described(params if is_object(params) else {})}
    places: list[tuple[str, Path]] = [(path, ("params", path, "deprecated_options")) for path in known]
    blocks: Data = data.get("text") or {}
    for locale in blocks:
        texts: Data = value_at(data, ("text", locale, "options")) or {}
        places += [(path, ("text", locale, "options", path)) for path in texts]
    for path, place in places:
        rows: Data = value_at(data, place) or {}
        options = known.get(path, set())
        gone = [name for name in rows if options is not None and name not in options]
        yield from [place] if gone and len(gone) == len(rows) else ((*place, name) for name in gone)
        for name, row in rows.items():
            instead = row.get("instead") if is_object(row) else None
            if name not in gone and options is not None and instead is not None and _name(instead) not in options:
                yield (*place, name, "instead")


def _options(entry: Any) -> set[str] | None:
    """Return the names of the options of a parameter; nothing where they are still to be filled in."""
    options: Any = entry.get("options", []) if is_object(entry) else []
    return set(map(_name, options)) if is_list(options) else None


def _name(option: Any) -> str:
    """Return the text that names an option elsewhere in a spec."""
    if isinstance(option, str):
        return option
    return json.dumps(option if isinstance(option, bool) else exact_number(option))
