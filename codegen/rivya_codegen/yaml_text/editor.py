"""Edits of a YAML text that touch only the lines they are about: comments, order and all other bytes stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from ..text.json_data import value_at
from .reader import Path, composed, read_yaml
from .writer import emit

Order = Callable[[Path], Sequence[str]]
"""Gives the order of the keys of the mapping at a path."""

_Pair = tuple[yaml.ScalarNode, yaml.Node]


def remove(text: str, path: Path) -> str:
    """Return the text without the entry at a path; no entry, no change."""
    mapping = _mapping(text, path[:-1])
    pair = _pair(mapping, path[-1])
    if mapping is None or pair is None:
        return text
    if mapping.flow_style or len(mapping.value) == 1:
        left = {key: value for key, value in _data(text, path[:-1]).items() if key != path[-1]}
        return put(text, path[:-1], left)
    key: int = pair[0].start_mark.index
    start = text.rfind("\n", 0, key) + 1
    return text[:start] + text[_next_line(text, _end(text, pair[1])) :]


def put(text: str, path: Path, value: Any, order: Order = lambda _path: ()) -> str:
    """Return the text with the value at a path, replaced where it is or added where `order` says."""
    if not path:
        return emit(value)
    mapping = _mapping(text, path[:-1])
    if mapping is None:  # there is nothing to add to yet: add the parent with this one entry
        return put(text, path[:-1], {path[-1]: value}, order)
    pair = _pair(mapping, path[-1])
    if mapping.flow_style:
        return put(text, path[:-1], {**_data(text, path[:-1]), path[-1]: value}, order)
    if pair is None:
        return _insert(text, mapping, path, value, order(path[:-1]))
    start: int = pair[0].start_mark.index
    end = _end(text, pair[1])
    return text[:start] + _entry(text, path, value, pair[0].start_mark.column).rstrip() + text[end:]


def append(text: str, path: Path, entries: Mapping[str, Any], order: Order = lambda _path: ()) -> str:
    """Return the text with new entries behind those of the mapping at a path, in one step however many they are."""
    mapping = _mapping(text, path) if entries else None
    if mapping is None or mapping.flow_style:
        return put(text, path, {**_data(text, path), **entries}, order) if entries else text
    column: int = mapping.value[0][0].start_mark.column
    lines = _indented(text, emit(dict(entries), path), column)
    at = _next_line(text, _end(text, mapping))
    lead = "\n" if at and text[at - 1] != "\n" else ""
    return text[:at] + lead + " " * column + lines + text[at:]


def _insert(text: str, mapping: yaml.MappingNode, path: Path, value: Any, order: Sequence[str]) -> str:
    """Add an entry after the one that comes before it in the order, or as the first one."""
    keys = {str(key.value): item for key, item in mapping.value}
    before = order[: order.index(str(path[-1]))] if path[-1] in order else list(keys)
    previous = next((keys[key] for key in reversed(before) if key in keys), None)
    first: yaml.ScalarNode = mapping.value[0][0]
    column: int = first.start_mark.column
    top: int = first.start_mark.index
    at = text.rfind("\n", 0, top) + 1 if previous is None else _next_line(text, _end(text, previous))
    entry = " " * column + _entry(text, path, value, column)
    lead = "\n" if at and text[at - 1] != "\n" else ""
    return text[:at] + lead + entry + text[at:]


def _entry(text: str, path: Path, value: Any, column: int) -> str:
    """Return the lines of an entry; the first one without its indentation."""
    return _indented(text, emit({str(path[-1]): value}, path[:-1]), column)


def _indented(text: str, lines: str, column: int) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{newline}{' ' * column}".join(lines.rstrip("\n").split("\n")) + newline


def _mapping(text: str, path: Path) -> yaml.MappingNode | None:
    """Return the mapping at a path, with positions in characters; none where it is missing or empty."""
    node = composed(text)
    for key in path:
        pair = _pair(node, key)
        node = pair[1] if pair else None
    return node if isinstance(node, yaml.MappingNode) and node.value else None


def _pair(node: yaml.Node | None, key: str | int) -> _Pair | None:
    pairs: list[_Pair] = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == key), None)


def _data(text: str, path: Path) -> dict[str, Any]:
    return dict(value_at(read_yaml(text, "").data, path) or {})


def _end(text: str, node: yaml.Node) -> int:
    """Return where the content of a node ends; the end mark of a block lies behind the comments that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        return _end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    end: int = node.end_mark.index
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return len(text[:end].rstrip()) if is_block else end


def _next_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1
