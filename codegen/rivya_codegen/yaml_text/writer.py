"""The YAML text of a spec: lists of options on one line in double quotes, all else in blocks, nothing ever wrapped."""

from __future__ import annotations

import re
from typing import Any

import yaml

from ..text.json_data import is_list, is_object
from .reader import Path, source_text

FIRST_LINE = "# yaml-language-server: $schema=../schema/model.schema.json\n"

_FLOW = frozenset(
    (
        *("inputs", "modes", "options", "mime_types", "roles", "duration_token", "errors", "undocumented"),
        *("reasoning_effort", "path"),
    )
)
_PLAIN = re.compile(r"\w(?:[^\x00-\x1f:#]|:(?=\S)|(?<! )#)*")
_NUMBER = re.compile(r"0o[0-7]+|[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
"""What YAML 1.2 takes for a number and 1.1 does not, among others."""
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_TAG = "tag:yaml.org,2002:"
_RESOLVER: Any = yaml.SafeLoader("")  # YAML 1.1, the reading with the most surprises


class _Dumper(yaml.SafeDumper):
    """Indents the items of a list below its key, and leaves characters of all planes as they are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        escaped = _ESCAPED.sub(lambda match: _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}", text)
        self.write_indicator(f'"{escaped}"', need_whitespace=True)


def emit(data: dict[str, Any], path: Path = ()) -> str:
    """Return the YAML text of a mapping that stands at a path of a spec."""
    untyped: Any = yaml
    text: str = untyped.serialize(_node(data, path), Dumper=_Dumper, width=float("inf"), allow_unicode=True)
    return text


def emit_spec(data: dict[str, Any]) -> str:
    """Return the text of a whole spec file."""
    return FIRST_LINE + emit(data)


def _node(value: Any, path: Path) -> yaml.Node:
    """Return the value with the style that each part of it is written in."""
    if is_object(value):
        pairs = [(_text(key), _node(item, (*path, key))) for key, item in value.items()]
        in_line = not value or path[:2] == ("references", "combinations")
        return yaml.MappingNode(f"{_TAG}map", pairs, flow_style=in_line)
    if is_list(value):
        words = path and path[-1] in _FLOW and path[0] != "examples" and all(isinstance(item, str) for item in value)
        items = [_quoted(item) if words else _node(item, (*path, at)) for at, item in enumerate(value)]
        return yaml.SequenceNode(f"{_TAG}seq", items, flow_style=bool(words) or not value)
    if isinstance(value, str):
        return _text(value)
    text = "null" if value is None else str(source_text(value))  # numbers keep the characters they were read with
    return yaml.ScalarNode(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)), text)


def _quoted(text: str) -> yaml.Node:
    return yaml.ScalarNode(f"{_TAG}str", text, style='"')


def _text(text: str) -> yaml.Node:
    """Return the text in double quotes unless every YAML reader takes the bare characters for that very string."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    looks_bare = _PLAIN.fullmatch(text) and not _NUMBER.fullmatch(text) and text == text.strip()
    bare = tag == f"{_TAG}str" and looks_bare and text.isprintable()
    return yaml.ScalarNode(tag, text) if bare else _quoted(text)
