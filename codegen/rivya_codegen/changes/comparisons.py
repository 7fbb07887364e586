"""What a difference between two specs is, and the few ways in which two values can differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from ..spec.diff import ABSENT, differences
from ..text.json_data import is_list, is_object

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
Table = Mapping[str, Compare]


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


def compare_fields(table: Table, old: object, new: object) -> Iterator[Finding]:
    """Yield what the rows of a table find in the fields of two objects."""
    for name, compare in table.items():
        yield from (finding.under(name) for finding in compare(getattr(old, name), getattr(new, name)))


def changed(rule: str) -> Compare:
    """Any difference is of one rule."""

    def compare(old: Any, new: Any) -> Iterator[Finding]:
        if old != new:
            yield found(rule, old, new)

    return compare


def narrowed(rule: str) -> Compare:
    """Any difference is of one rule, at the smallest part that has all of it."""

    def compare(old: Any, new: Any) -> Iterator[Finding]:
        if old == new:
            return
        before, after = _parts(old), _parts(new)
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if type(old) is type(new) and len(keys) == 1 and (is_object(old) or len(before) == len(after)):
            yield from (finding.under(keys[0]) for finding in compare(before.get(keys[0]), after.get(keys[0])))
        else:
            yield found(rule, old, new)

    return compare


def _parts(value: Any) -> Mapping[str | int, Any]:
    return dict(value.items() if is_object(value) else enumerate(value) if is_list(value) else ())


def ordered(falls: str, rises: str) -> Compare:
    """A number goes down or up."""

    def compare(old: Any, new: Any) -> Iterator[Finding]:
        if old != new:
            yield found(falls if new < old else rises, old, new)

    return compare


def at_most(narrowed: str, widened: str) -> Compare:
    """An upper limit; none is further out than any."""
    return _bound(narrowed, widened, 1)


def at_least(narrowed: str, widened: str) -> Compare:
    """A lower limit; none is further out than any."""
    return _bound(narrowed, widened, -1)


def _bound(narrowed: str, widened: str, outwards: int) -> Compare:
    def compare(old: Any, new: Any) -> Iterator[Finding]:
        if old == new:
            return
        narrows = new is not None and (old is None or (new - old) * outwards < 0)
        yield found(narrowed if narrows else widened, old, new)

    return compare


def members(removed: str, added: str, reordered: str = "order-changed") -> Compare:
    """A list whose members count one by one, and whose order says something only to readers."""

    def compare(old: Iterable[Any] | None, new: Iterable[Any] | None) -> Iterator[Finding]:
        before, after = list(old or ()), list(new or ())
        yield from (found(removed, value, None) for value in dict.fromkeys(before) if value not in after)
        yield from (found(added, None, value) for value in dict.fromkeys(after) if value not in before)
        if before != after and set(before) == set(after):
            yield found(reordered, before, after)

    return compare


def entries(removed: str, added: str, table: Table) -> Compare:
    """A mapping: keys that go and come, and what differs below those that stay."""

    def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
        yield from (found(removed, old[key], None, key) for key in old if key not in new)
        yield from (found(added, None, new[key], key) for key in new if key not in old)
        yield from each(table)(old, new)

    return compare


def each(table: Table) -> Compare:
    """A mapping: what differs below the keys that both have."""

    def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
        for key in (key for key in old if key in new):
            yield from (finding.under(key) for finding in compare_fields(table, old[key], new[key]))

    return compare


def part(table: Table) -> Compare:
    """A mapping with fixed keys."""

    def compare(old: Any, new: Any) -> Iterator[Finding]:
        yield from compare_fields(table, old, new)

    return compare


def known(lost: str, gained: str) -> Compare:
    """A capability: yes, no, or the vendor does not say (which callers may have relied on)."""
    rules: dict[tuple[bool | None, bool | None], str] = {(True, None): "undocumented", (None, True): "documented"}

    def compare(old: bool | None, new: bool | None) -> Iterator[Finding]:
        if old != new:
            yield found(rules.get((old, new), lost if new is False else gained), old, new)

    return compare


def leaves(rule: str) -> Compare:
    """Nested text: each text that differs is a finding of its own."""

    def compare(old: Any, new: Any) -> Iterator[Finding]:
        for path, before, after in differences(old, new):
            yield found(rule, None if before is ABSENT else before, None if after is ABSENT else after, *path)

    return compare


def deprecation(old: Any, new: Any) -> Iterator[Finding]:
    """Find that something is announced to go, no longer is, or under other terms."""
    if old != new:
        rule = "announced" if old is None else "withdrawn" if new is None else "changed"
        yield found(f"deprecation-{rule}", old, new)
