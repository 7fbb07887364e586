"""The YAML text of a spec: lists of options on one line in double quotes, all else in blocks, nothing ever wrapped."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import yaml as pyyaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..text.json_data import is_list, is_object
from .reader import Path, WrittenFloat, WrittenInt

FIRST_LINE = "# yaml-language-server: $schema=../schema/model.schema.json\n"

_FLOW = frozenset(
    {
        "inputs",
        "modes",
        "options",
        "mime_types",
        "roles",
        "duration_token",
        "errors",
        "undocumented",
        "reasoning_effort",
        "path",
    }
)
_PLAIN = re.compile(r"\w(?:[^\x00-\x1f:#]|:(?=\S)|(?<! )#)*")
_ENDLESS = 2**31
_RESOLVER: Any = pyyaml.SafeLoader("")  # YAML 1.1, the reading with the most surprises


class _Representer(RoundTripRepresenter):
    """Writes numbers with the characters they were read with, and null as a word."""


def _represent_number(representer: Any, number: WrittenInt | WrittenFloat) -> Any:
    kind = "int" if isinstance(number, int) else "float"
    return representer.represent_scalar(f"tag:yaml.org,2002:{kind}", number.source)


def _represent_null(representer: Any, _null: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


_Untyped: Any = _Representer  # ruamel.yaml leaves these without types
_Untyped.add_representer(WrittenInt, _represent_number)
_Untyped.add_representer(WrittenFloat, _represent_number)
_Untyped.add_representer(type(None), _represent_null)


def _writer() -> Any:
    writer: Any = YAML()
    writer.Representer = _Representer
    writer.width = _ENDLESS
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    return writer


def emit(data: dict[str, Any], path: Path = ()) -> str:
    """Return the YAML text of a mapping that stands at a path of a spec."""
    stream = StringIO()
    _writer().dump(_styled(data, path), stream)
    return stream.getvalue()


def emit_spec(data: dict[str, Any]) -> str:
    """Return the text of a whole spec file."""
    return FIRST_LINE + emit(data)


def _styled(value: Any, path: Path) -> Any:
    """Return the value with the style that each part of it is written in."""
    if is_object(value):
        styled = CommentedMap((_text(key), _styled(item, (*path, key))) for key, item in value.items())
        return _in_line(styled) if not value or path[:2] == ("references", "combinations") else styled
    if is_list(value):
        if path and path[-1] in _FLOW and path[0] != "examples" and all(isinstance(item, str) for item in value):
            return _in_line(CommentedSeq(DoubleQuotedScalarString(item) for item in value))
        sequence = CommentedSeq(_styled(item, (*path, at)) for at, item in enumerate(value))
        return sequence if value else _in_line(sequence)
    return _text(value) if isinstance(value, str) else value


def _in_line(collection: Any) -> Any:
    collection.fa.set_flow_style()
    return collection


def _text(text: str) -> str:
    """Return the text in double quotes unless every YAML reader takes the bare characters for that very string."""
    tag = _RESOLVER.resolve(pyyaml.ScalarNode, text, (True, False))
    bare = tag == "tag:yaml.org,2002:str" and _PLAIN.fullmatch(text) and text == text.strip()
    return text if bare and text.isprintable() else DoubleQuotedScalarString(text)
