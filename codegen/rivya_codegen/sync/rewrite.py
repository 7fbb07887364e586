"""From differences to the texts of specs: only the lines they are about change, and what hangs on them follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..checks.conditions import check_conditions
from ..checks.examples import rejected_parts
from ..checks.subject import Subject
from ..contract.contract import Contract
from ..contract.schema import REFERENCES_KEY
from ..problems.problem import ProblemsFound, stop_at
from ..source.inputs import TextFile
from ..source.parse import parse_file
from ..spec.facts import PARTS, reserved_credits
from ..spec.model import ModelSpec, ModelText
from ..spec.placeholder import PLACEHOLDER, placeholder
from ..spec.platform import PlatformSpec
from ..spec.prune import prune
from ..spec.references import FileLimit
from ..spec.skeleton import skeleton
from ..text.json_data import Data, is_object, nested, value_at
from ..yaml_text import editor
from ..yaml_text.reader import Path, read_yaml
from .compare import ChangedModel, Difference, dotted
from .descriptions import described, without_gone_options
from .entry import Entry, OneOf

_PARAMETER = (
    *("type", "python_name", "required", "nullable", "default"),
    *("min", "max", "step", "min_length", "max_length", "options"),
)
_NEEDED = {"select": "options", "array": "items", "object": "fields"}
"""What a parameter of a type cannot do without."""
_OURS = ("python_name", "deprecated", "deprecated_options")
"""What a spec says of a parameter and no catalogue does: it stays where the type changes."""


def new_spec(entry: Entry, platform: PlatformSpec, reviewed: date) -> str:
    """Return the skeleton of a spec with what the catalogue says."""
    facts = {key: _written((key,), value, platform) for key, value in entry.facts.items()}
    facts["params"] = {key: _parameter(stated, None) for key, stated in entry.facts.get("params", {}).items()}
    if "params" not in entry.facts:
        del facts["params"]
    return _with_texts(skeleton(entry.id, facts, platform, reviewed), entry)


def changed_spec(text: str, model: ChangedModel, platform: PlatformSpec) -> tuple[str, list[str]]:
    """Return the text of a spec with the facts of the catalogue, and what else had to go."""
    notes: list[str] = []
    text, rest = _with_new_parameters(text, model.differences)
    for difference in rest:
        text = _apply(text, difference, platform)
        if difference.path == ("credits", "base"):  # the printed response says the price again
            for inside, reserved in reserved_credits(model.spec.examples.response):
                if reserved == difference.old:
                    path = ("examples", "response", *inside)
                    text = editor.put(text, path, difference.new)
                    notes.append(f"{dotted(path)}: {difference.new}, as the base credits")
    text, gone = without_gone_options(_with_texts(text, model.entry))
    text, more = _with_fitting_examples(text, platform)
    return text, [*notes, *gone, *more]


def _with_new_parameters(text: str, differences: Sequence[Difference]) -> tuple[str, list[Difference]]:
    """Return the text with all new parameters, which may be thousands, and the differences that are left."""
    there: Data = _data(text).get("params") or {}
    new = {
        str(row.path[1]): _parameter(row.new, None)
        for row in differences
        if row.path[0] == "params" and len(row.path) == 2 and row.new is not None and row.path[1] not in there
    }
    rest = [row for row in differences if not (row.path[0] == "params" and len(row.path) == 2 and row.path[1] in new)]
    return editor.append(text, ("params",), new, _order), rest


def _apply(text: str, difference: Difference, platform: PlatformSpec) -> str:
    path, new = difference.path, difference.new
    if path[0] == "params" and len(path) == 2 and new is not None:
        value: Any = _parameter(new, difference.old and value_at(_data(text), path))
    else:
        value = value_at(prune(nested(path, _written(path, new, platform))), path)
    if value is None and path != ("input_status",):
        return editor.remove(text, path)
    return editor.put(text, path, value, _order)


def _order(path: Path) -> Sequence[str]:
    if not path:
        return list(ModelSpec.model_fields)
    if path[0] == "params":
        return _PARAMETER if len(path) == 2 else ()
    if path[0] == "text":
        return list(ModelText.model_fields) if len(path) == 2 else ()
    if path[:2] == ("references", "files"):
        return list(FileLimit.model_fields) if len(path) == 3 else ()
    return list(PARTS[str(path[0])].model_fields) if path[0] in PARTS else ()


def _written(path: Path, value: Any, platform: PlatformSpec) -> Any:
    """Return a fact of the catalogue as a spec writes it."""
    if isinstance(value, OneOf):
        return value.values[0]
    if path[-1] == "max_size" and isinstance(value, int):
        return size_text(value, platform.files.megabyte.value)
    if is_object(value):
        return {key: _written((*path, key), item, platform) for key, item in value.items()}
    return value


def size_text(size: int, megabyte: int) -> str:
    """Return a number of bytes as a spec writes it, in the largest unit that needs no fraction, else in KB."""
    kilobyte = round(megabyte**0.5)
    units = {"GB": megabyte * kilobyte, "MB": megabyte, "KB": kilobyte}
    unit = next((unit for unit, factor in units.items() if size and size % factor == 0), "KB")
    number = size / units[unit]
    return f"{number:.10f}".rstrip("0").rstrip(".") + f" {unit}"


def _parameter(stated: Data, before: Data | None) -> Data:
    """Return a parameter as far as the catalogue says it, with a placeholder for what the format needs."""
    needed = _NEEDED.get(stated.get("type", ""))
    kept = {key: value for key, value in (before or {}).items() if key in _OURS}
    parameter = {"type": PLACEHOLDER, **kept, **({needed: PLACEHOLDER} if needed else {}), **stated}
    ordered = sorted(parameter, key=[*_PARAMETER, *parameter].index)
    pruned: Data = prune({key: parameter[key] for key in ordered}, ("params", ""))
    return pruned


def _data(text: str) -> Data:
    data: Data = read_yaml(text, "").data
    return data


def _with_texts(text: str, entry: Entry) -> str:
    """Return the text with a sentence for each parameter that is there, and for no other; new ones are placeholders."""
    data = _data(text)
    params = data.get("params", {})
    keys = dict(described(params)) if is_object(params) else {}
    for locale in data.get("text", {}):
        here: Path = ("text", locale, "params")
        there: Data = value_at(data, here) or {}
        missing = {key: placeholder(entry.descriptions.get(key)) for key in keys if key not in there}
        text = editor.append(text, here, missing, _order)
        for key in there:
            if key not in keys:
                text = editor.remove(text, (*here, key))
        rule: Path = ("text", locale, "reference_rule")
        if data.get("references") and value_at(data, rule) is None:
            text = editor.put(text, rule, PLACEHOLDER, _order)
        elif data.get("references") is None:
            text = editor.remove(text, rule)
    return text


def _with_fitting_examples(text: str, platform: PlatformSpec) -> tuple[str, list[str]]:
    """Return the text without what the new facts refuse of its requests: a parameter, else the whole request."""
    notes: list[str] = []
    # With placeholders for facts, or rules about parameters that are gone, `validate` has to speak first.
    try:
        spec, document = parse_file(TextFile("", "", text), ModelSpec)
        contract = Contract(spec, platform)
        stop_at(check_conditions(Subject(contract, document)))
    except ProblemsFound:
        return text, notes
    for name in ("minimal", "reference"):
        for path in _refused(contract.schema, getattr(spec.examples, name)):
            text = editor.remove(text, ("examples", name, *path))
            notes.append(f"{dotted(('examples', name, *path))}: taken out, it no longer fits")
    return text, notes


def _refused(schema: Data, request: Data | None) -> list[Path]:
    """Return what to take out of a request so that it is accepted; the empty path is the whole request."""
    refused = list(rejected_parts(schema, request)) if request is not None else []
    keys = {path[1] for path in refused if path[:1] == ("params",) and len(path) > 1}
    if request is None or not refused:
        return []
    left = {**request, "params": {key: value for key, value in request.get("params", {}).items() if key not in keys}}
    whole = REFERENCES_KEY in keys or not keys or any(rejected_parts(schema, left))
    return [()] if whole else [("params", key) for key in sorted(map(str, keys))]
