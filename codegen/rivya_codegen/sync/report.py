"""What a comparison prints: a summary for people, grouped by model, and the same for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from ..source.inputs import display_name
from ..text.json_data import Data, is_list, is_object
from .compare import Comparison, Difference, dotted
from .entry import Entry, OneOf
from .rewrite import size_text


def summary(found: Comparison, folder: FilePath, megabyte: int) -> Iterator[str]:
    """Yield the lines of a summary."""
    for model in found.changed:
        yield model.spec.id
        yield from (f"  {line}" for line in _lines(model.differences, megabyte))
    for entry in found.new:
        yield f"{entry.id}: new"
        yield f"  {_shown(_facts(entry))}"
    for model_id in found.gone:
        file = display_name(folder / "models" / f"{model_id}.yaml")
        yield f"{model_id}: gone from the catalogue"
        yield f"  its spec stays; if the model is withdrawn for good, delete {file} and run rivya-codegen generate"
    if found.not_compared or found.beside:
        yield "not compared:"
        yield from (f"  {place}: {', '.join(ids)}" for place, ids in found.not_compared.items())
        yield from (f"  {_shown(key)}, beside the list of models" for key in found.beside)
    yield _totals(found)


def _totals(found: Comparison) -> str:
    if not found.differs:
        models = len({model_id for ids in found.not_compared.values() for model_id in ids})
        partly = f"; of {_number_of(models, 'model')} not everything could be compared" if models else ""
        return f"no differences: {_number_of(found.same, 'model')}{partly}."
    facts = sum(len(model.differences) for model in found.changed)
    counts = (
        (found.changed, f"{len(found.changed)} changed ({_number_of(facts, 'fact')})"),
        (found.new, f"{len(found.new)} new"),
        (found.gone, f"{len(found.gone)} gone"),
        (found.same, f"{found.same} the same"),
    )
    return f"models: {', '.join(text for there, text in counts if there)}."


def _number_of(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _lines(differences: tuple[Difference, ...], megabyte: int) -> Iterator[str]:
    for difference in differences:
        name, old, new = dotted(difference.path), difference.old, difference.new
        if is_list(old) and is_list(new):
            changes = (("added", new, old), ("removed", old, new))
            parts = [f"{word} {_shown([item for item in here if item not in there])}" for word, here, there in changes]
            yield f"{name}: {_shown(old)} -> {_shown(new)} ({', '.join(part for part in parts if part[-1] != '-')})"
        elif difference.path[-1] == "max_size":
            yield f"{name}: {_size(old, megabyte)} -> {_size(new, megabyte)}"
        else:
            yield f"{name}: {_shown(old)} -> {_shown(new)}"


def _size(size: Any, megabyte: int) -> str:
    return "-" if size is None else size_text(size, megabyte)


def _shown(value: Any) -> str:
    """Return a value as a line shows it; `-` where there is none."""
    if isinstance(value, OneOf):
        return " or ".join(value.values)
    if is_object(value):
        given = {key: item for key, item in value.items() if item is not None and item is not False}
        return ", ".join(f"{key} {_nested(item)}" for key, item in given.items()) or "{}"
    if is_list(value):
        return ", ".join(map(_shown, value)) or "-"
    return (
        "-"
        if value is None
        else value
        if isinstance(value, str) and _is_plain(value)
        else json.dumps(value, ensure_ascii=False)
    )


def _nested(value: Any) -> str:
    return f"({_shown(value)})" if is_list(value) or is_object(value) else _shown(value)


def _is_plain(text: str) -> bool:
    return text.isprintable() and text == text.strip() and text not in ("", "-") and "," not in text


def _facts(entry: Entry) -> Data:
    """Return the facts that tell people which model a new one is."""
    facts = entry.facts
    facts_shown = {"name": facts.get("name"), "category": facts.get("category"), **facts.get("credits", {})}
    return {**facts_shown, "params": list(facts.get("params", {})), "availability": facts.get("availability")}


def report(found: Comparison, written: list[FilePath]) -> Data:
    """Return the comparison as JSON data; sizes are in bytes."""
    return {
        "changed": [
            {
                "id": model.spec.id,
                "differences": [
                    {"path": dotted(row.path), "old": _plain(row.old), "new": _plain(row.new)}
                    for row in model.differences
                ],
            }
            for model in found.changed
        ],
        "new": [{"id": entry.id, "facts": _plain(entry.facts)} for entry in found.new],
        "gone": list(found.gone),
        "same": found.same,
        "not_compared": [{"what": place, "models": list(ids)} for place, ids in found.not_compared.items()],
        "beside": list(found.beside),
        "written": [display_name(path) for path in written],
    }


def _plain(value: Any) -> Any:
    if is_object(value):
        return {key: _plain(item) for key, item in value.items()}
    return (value.values[0] if len(value.values) == 1 else list(value.values)) if isinstance(value, OneOf) else value
