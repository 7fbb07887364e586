"""What a difference between two specs is, and the walk over the fields of the format that finds them.

How a field is judged stands at the rule, in `rules.yaml`; what no row there can say is a function of the other modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from ..spec.diff import ABSENT, differences
from ..text.json_data import is_list, is_object
from .rules import FIELD_RULES, FieldRule

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference: the id of its rule, the path inside the spec, and both values as JSON has them."""

    rule: str
    path: Path = ()
    old: Any = None
    new: Any = None

    def under(self, *path: str | int) -> Finding:
        """Return the finding at a path further out."""
        return replace(self, path=(*path, *self.path))


Compare = Callable[[Any, Any], Iterator[Finding]]
Special = Mapping[str, Compare]
"""Comparisons that no row of the table can say, by class and field: `ModelSpec.prompt`."""

_UNNAMED_LIMIT = FieldRule("narrowed", "limit-narrowed", "limit-widened")
"""How a field is judged that no row names, where its own name says that it is a limit."""


def json_form(value: Any) -> Any:
    """Return a value of a spec as JSON data, without what only repeats a default."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    if isinstance(value, date):
        return value.isoformat()
    if is_object(value):
        return {key: json_form(item) for key, item in value.items()}
    return [json_form(item) for item in value] if is_list(value) else value


def found(rule: str, old: Any, new: Any, *path: str | int) -> Finding:
    """Return a finding with both values as JSON data."""
    return Finding(rule, path, json_form(old), json_form(new))


def nothing(_old: Any, _new: Any) -> Iterator[Finding]:
    """Find nothing: for fields that are compared elsewhere."""
    return iter(())


def compare_parts(old: BaseModel, new: BaseModel, special: Special) -> Iterator[Finding]:
    """Yield what differs between two parts of one class, and between the parts inside of them.

    Args:
        old: The part as it was.
        new: The part as it is.
        special: The comparisons of the fields that no row of the table judges alone.
    """
    for name in type(old).model_fields:
        values = (getattr(old, name), getattr(new, name))
        yield from (finding.under(name) for finding in _compare_field(type(old), name, values, special))


def _compare_field(owner: type[BaseModel], name: str, values: tuple[Any, Any], special: Special) -> Iterator[Finding]:
    names = _names(owner, name)
    compare = next((special[key] for key in names if key in special), None)
    row = next((FIELD_RULES[key] for key in names if key in FIELD_RULES), None)
    if compare is not None:
        yield from compare(*values)
        return
    if row is not None:
        yield from _WAYS[row.way](row, name, *values)
    if all(isinstance(value, BaseModel) for value in values):
        yield from compare_parts(*values, special) if row is None else ()
    elif all(map(is_object, values)) and isinstance(next(iter(values[0].values()), None), BaseModel):
        yield from _compare_entries(*values, special)
    elif row is None:
        row = FIELD_RULES.get(name, _UNNAMED_LIMIT)
        yield from _WAYS[row.way](row, name, *values)


@cache
def _names(owner: type[BaseModel], name: str) -> tuple[str, ...]:
    """Return what a row of the table, or a comparison, may call a field: by each class that has it, or the class alone."""
    classes = [base.__name__ for base in owner.__mro__]
    return (*(f"{base}.{name}" for base in classes), *classes)


def _compare_entries(old: Mapping[str, Any], new: Mapping[str, Any], special: Special) -> Iterator[Finding]:
    for key in (key for key in old if key in new):
        yield from (finding.under(key) for finding in compare_parts(old[key], new[key], special))


def _changed(row: FieldRule, _name: str, old: Any, new: Any) -> Iterator[Finding]:
    """Any difference is of one rule."""
    if old != new:
        yield found(row.rule, old, new)


def _narrowed_down(row: FieldRule, name: str, old: Any, new: Any) -> Iterator[Finding]:
    """Any difference is of one rule, at the smallest part that has all of it."""
    if old == new:
        return
    before, after = _members_by_key(old), _members_by_key(new)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if type(old) is type(new) and len(keys) == 1 and (is_object(old) or len(before) == len(after)):
        inner = _narrowed_down(row, name, before.get(keys[0]), after.get(keys[0]))
        yield from (finding.under(keys[0]) for finding in inner)
    else:
        yield found(row.rule, old, new)


def _members_by_key(value: Any) -> Mapping[str | int, Any]:
    return dict(value.items() if is_object(value) else enumerate(value) if is_list(value) else ())


def _raised(row: FieldRule, _name: str, old: Any, new: Any) -> Iterator[Finding]:
    """A number goes up or down; true is more than false."""
    if old != new:
        yield found(row.rule if new > old else row.mirror, old, new)


def _narrowed(row: FieldRule, name: str, old: Any, new: Any) -> Iterator[Finding]:
    """A limit, lower or upper by its name; none is further out than any."""
    words = {"min": -1, "max": 1}.keys() & name.split("_")
    if not words:
        raise LookupError(f"no row of changes/rules.yaml names the field {name}")
    if old != new:
        outwards = -1 if "min" in words else 1
        narrows = new is not None and (old is None or (new - old) * outwards < 0)
        yield found(row.rule if narrows else row.mirror, old, new)


def members(
    removed: str, added: str, old: Iterable[Any] | None, new: Iterable[Any] | None, reordered: str = "order-changed"
) -> Iterator[Finding]:
    """Yield which members of a list go and come, and that only their order differs, which tells something to readers."""
    before, after = list(old or ()), list(new or ())
    gone = [value for at, value in enumerate(before) if value not in after and value not in before[:at]]
    come = [value for at, value in enumerate(after) if value not in before and value not in after[:at]]
    yield from (found(removed, value, None) for value in gone)
    yield from (found(added, None, value) for value in come)
    if before != after and not gone and not come:
        yield found(reordered, before, after)


def _removed(row: FieldRule, _name: str, old: Any, new: Any) -> Iterator[Finding]:
    """A list whose members count one by one, or a mapping whose keys do."""
    if not is_object(old) or not is_object(new):
        yield from members(row.rule, row.mirror, old, new)
        return
    yield from (found(row.rule, old[key], None, key) for key in old if key not in new)
    yield from (found(row.mirror, None, new[key], key) for key in new if key not in old)


def _lost(row: FieldRule, _name: str, old: bool | None, new: bool | None) -> Iterator[Finding]:
    """A capability: yes, no, or the vendor does not say (which callers may have relied on)."""
    rules: dict[tuple[bool | None, bool | None], str] = {(True, None): "undocumented", (None, True): "documented"}
    if old != new:
        yield found(rules.get((old, new), row.rule if new is False else row.mirror), old, new)


def texts(rule: str, old: Any, new: Any) -> Iterator[Finding]:
    """Yield each text of nested ones that differs."""
    for path, before, after in differences(old, new):
        yield found(rule, None if before is ABSENT else before, None if after is ABSENT else after, *path)


_WAYS: Mapping[str, Callable[[FieldRule, str, Any, Any], Iterator[Finding]]] = {
    "changed": _changed,
    "narrowed_down": _narrowed_down,
    "raised": _raised,
    "narrowed": _narrowed,
    "removed": _removed,
    "lost": _lost,
    "texts": lambda row, _name, old, new: texts(row.rule, old, new),
}
"""The ways of a field to differ, by the word of the table; what is backwards is of the mirror of its rule."""


def deprecation(old: Any, new: Any) -> Iterator[Finding]:
    """Find that something is announced to go, no longer is, or under other terms."""
    if old != new:
        rule = "announced" if old is None else "withdrawn" if new is None else "changed"
        yield found(f"deprecation-{rule}", old, new)
