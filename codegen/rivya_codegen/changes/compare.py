"""From two spec trees to the changes between them: what is new, what is gone, and what differs in what stayed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..source.parse import Parsed, ParsedModel
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec, Unconfirmed
from ..text.json_data import is_list, is_object
from .comparisons import Finding, Path, Special, compare_parts, found, json_form, members, texts
from .models import compare_model
from .parameters import compare_parameters
from .references import compare_sizes
from .rules import RULES, Rule


def _status(old: int | Unconfirmed[int] | None, new: int | Unconfirmed[int] | None) -> Iterator[Finding]:
    before, after = (status.value if isinstance(status, Unconfirmed) else status for status in (old, new))
    if before != after:
        yield found("error-status-changed", before, after)
    elif isinstance(old, Unconfirmed) and isinstance(new, Unconfirmed):
        findings = texts("text-changed", old.unconfirmed, new.unconfirmed)
        yield from (finding.under("unconfirmed") for finding in findings)
    elif old != new:
        yield found("documented" if isinstance(old, Unconfirmed) else "undocumented", old, new)


def compare_platforms(old: PlatformSpec, new: PlatformSpec) -> Iterator[Finding]:
    """Yield what differs between two platform specs; sizes are read in the units of their side."""
    special: Special = {
        "ErrorSpec.status": _status,
        "ChatSpec.fields": compare_parameters,
        "FileDefaults.max_size": partial(compare_sizes, platforms=(old, new)),
    }
    yield from compare_parts(old, new, special)


_PROSE = ("$comment", "description", "examples")
"""What a schema says to readers alone; its title is the name of a class."""


def compare_wire_type(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what differs between two JSON Schemas of an object of the API: its fields one by one."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if key == "properties" and is_object(before) and is_object(after):
            yield from (finding.under(key) for finding in _compare_properties(before, after))
        elif key == "required":
            findings = members("wire-field-optional", "wire-field-always-there", before, after, "notation-changed")
            yield from (finding.under(key) for finding in findings)
        elif before != after:
            yield found("text-changed" if key in _PROSE else "wire-type-changed", before, after, key)


def _compare_properties(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    yield from (found("wire-field-removed", old[key], None, key) for key in old if key not in new)
    yield from (found("wire-field-added", None, new[key], key) for key in new if key not in old)
    for key in (key for key in old if key in new and old[key] != new[key]):
        meant = [_without_prose(schema) for schema in (old[key], new[key])]
        yield found("wire-field-changed" if meant[0] != meant[1] else "text-changed", old[key], new[key], key)


def _without_prose(schema: object) -> object:
    if is_list(schema):
        return [_without_prose(part) for part in schema]
    if not is_object(schema):
        return schema
    fields = {name: _without_prose(part) for name, part in schema.get("properties", {}).items()}
    rest = {key: _without_prose(value) for key, value in schema.items() if key not in (*_PROSE, "properties")}
    return rest | ({"properties": fields} if fields else {})


PLATFORM = "platform"
_NOT_FACTS = {"id", "name", "python_name", "examples", "source", "text", "undocumented"}
"""What may differ between a model and the same model under another id."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two spec trees: which file, where in it, both values, and the rule that judges it."""

    subject: str
    """`platform`, `models/<id>` or `wire/<title>`."""
    rule: Rule
    path: Path
    old: Any
    new: Any

    @property
    def dotted(self) -> str:
        """The path as it is shown: `params.aspect_ratio.options`."""
        return ".".join(str(part) for part in self.path)


def compare_trees(old: Parsed, new: Parsed) -> list[Change]:
    """Return the changes, by subject (the platform first), the gravest first."""
    found = [
        *_changes(PLATFORM, compare_platforms(old.platform, new.platform)),
        *_compare_all_models(old, new),
        *_compare_wire_types(old.wire, new.wire),
    ]
    return sorted(found, key=lambda row: (row.subject != PLATFORM, row.subject, -row.rule.severity.rank))


def _changes(subject: str, findings: Iterable[Finding]) -> Iterator[Change]:
    for row in findings:
        yield Change(subject, RULES[row.rule], row.path, row.old, row.new)


def _compare_all_models(old: Parsed, new: Parsed) -> Iterator[Change]:
    before, after = _by_id(old.models), _by_id(new.models)
    renamed = dict(_renamed(before, after))
    for model, spec in before.items():
        if model in after:
            findings = compare_model(spec, after[model], (old.platform, new.platform))
            yield from _changes(f"models/{model}", findings)
        elif model not in renamed:
            yield from _changes(f"models/{model}", [found("model-removed", spec.name, None)])
    for model in after.keys() - before.keys() - set(renamed.values()):
        yield from _changes(f"models/{model}", [found("model-added", None, after[model].name)])
    for one, other in renamed.items():
        yield from _changes(f"models/{other}", [found("model-renamed", one, other, "id")])


def _by_id(models: Iterable[ParsedModel]) -> dict[str, ModelSpec]:
    return {model.spec.id: model.spec for model in models}


def _renamed(old: Mapping[str, ModelSpec], new: Mapping[str, ModelSpec]) -> Iterator[tuple[str, str]]:
    """Yield `(old id, new id)` where one model went and one came that has all its facts; doubtful pairs are not."""
    gone = [(model, _facts(spec)) for model, spec in old.items() if model not in new]
    come = [(model, _facts(spec)) for model, spec in new.items() if model not in old]
    for model, facts in gone:
        pairs = [other for other, theirs in come if theirs == facts]
        if len(pairs) == 1 and sum(theirs == facts for _, theirs in gone) == 1:
            yield model, pairs[0]


def _facts(spec: ModelSpec) -> dict[str, Any]:
    return {name: json_form(getattr(spec, name)) for name in ModelSpec.model_fields if name not in _NOT_FACTS}


def _compare_wire_types(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Change]:
    for title in sorted(old.keys() | new.keys()):
        if title not in new:
            findings: Iterable[Finding] = [found("wire-type-removed", title, None)]
        elif title not in old:
            findings = [found("wire-type-added", None, title)]
        else:
            findings = compare_wire_type(old[title], new[title])
        yield from _changes(f"wire/{title}", findings)
