"""YAML as this project reads it: positions for everything, and no scalar that changes its meaning.

A plain scalar is a number, boolean or null only where JSON would say so (the JSON schema of YAML 1.2); all else is
a string, so `1:1`, `no`, `on` and `2026-05-11` are what they look like. A number keeps the characters it was
written with, so that a field for text reads `0.50` as "0.50" and a field for numbers reads it as 0.5.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import yaml

from ..problems.problem import Location, Problem, ProblemsFound, stop_at
from ..text.invisible import CONTROL, CONTROL_CODE, control_at, control_character
from ..text.json_data import DEEPEST
from ..words.messages import words

Path = tuple[str | int, ...]

_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOADER: Any = type("Loader", (_FASTEST,), {"yaml_implicit_resolvers": {}})
"""The fast one, where it is there, which leaves types to us; both count positions in characters."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
MOST_NODES = 50_000
MOST_DOCUMENTS = 500
"""How many documents are kept: a run reads some texts several times, and what is compared is mostly the same."""
MOST_CONTROL_PROBLEMS = 20
LONGEST_NUMBER = 40
"""The most characters of a number: more, and it is held exactly nowhere."""
LONGEST_TEXT = 10_000
"""The most characters of any other scalar: many times what a page says in one place."""


class WrittenInt(int):
    """An integer that remembers its characters."""

    source: str


class WrittenFloat(float):
    """A decimal number that remembers its characters."""

    source: str


def source_text(value: object) -> object:
    """Return the characters of an unquoted scalar; anything else is returned as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (WrittenInt, WrittenFloat)):
        return value.source
    return value


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed YAML file: plain data, and the position of every key and value by its path.

    It is one for all who read the text, so nobody changes it.
    """

    file: str
    data: Any
    values: Mapping[Path, Location]
    keys: Mapping[Path, Location]

    def is_number(self, path: Path) -> bool:
        """Return whether the value at a path is a number, without quotes around it."""
        value = self.data
        for part in path:
            value = value[part]
        return isinstance(value, WrittenInt | WrittenFloat)

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return the position of the value at a path (or of its key), or of the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Location(self.file, 1, 1))


def _location(file: str, mark: Any) -> Location:
    """Return the place of a mark of the YAML library, which counts from 0 and may be missing."""
    return Location(file, mark.line + 1, mark.column + 1) if mark is not None else Location(file)


class _Reader:
    """Turns the nodes of one file into data; gathers positions and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.values: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.problems: list[Problem] = []

    def location(self, node: yaml.Node) -> Location:
        return _location(self.file, node.start_mark)

    def read(self, node: yaml.Node, path: Path) -> Any:
        self.values[path] = self.location(node)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.location(key_node), "yaml-key-not-text"))
                continue
            key = self._text(key_node)
            if key in seen:
                self.problems.append(Problem(self.location(key_node), "yaml-duplicate-key", {"key": key}))
            seen.add(key)
            self.keys[(*path, key)] = self.location(key_node)
            yield key, self.read(value_node, (*path, key))

    def _text(self, node: yaml.Node) -> str:
        text = str(node.value)
        found = control_character(text)  # behind an escape: `read_yaml` refuses those that are written out
        if found:
            self.problems.append(Problem(self.location(node), CONTROL_CODE, found))
        if len(text) > LONGEST_TEXT:
            detail = words("characters", bound=f"{LONGEST_TEXT:,}")
            self.problems.append(Problem(self.location(node), "spec-too-long", {"detail": detail}))
        return text

    def _scalar(self, node: yaml.Node) -> object:
        text = self._text(node)
        if getattr(node, "style", None):  # quoted or a block: always a string
            return text
        if text in _WORDS:
            return _WORDS[text]
        kind = WrittenInt if _INTEGER.fullmatch(text) else WrittenFloat if _FLOAT.fullmatch(text) else None
        if kind is None:
            return text
        if len(text) > LONGEST_NUMBER or not math.isfinite(float(text)):
            shortened = text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}…"
            self.problems.append(Problem(self.location(node), "yaml-number", {"value": shortened}))
            return 0
        number = kind(text)
        number.source = text
        return number


def _refused_events(text: str, file: str) -> Iterator[Problem]:
    """Yield problems that must be found before the text is made into nodes, which follows it down recursively.

    An alias would let a file unfold without end; a spec says what it says in place.
    """
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
        if number > MOST_NODES:
            yield Problem(_location(file, event.start_mark), "yaml-too-many", {"maximum": f"{MOST_NODES:,}"})
            return
        if isinstance(event, yaml.AliasEvent):
            yield Problem(_location(file, event.start_mark), "yaml-alias", {"anchor": event.anchor})
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield Problem(_location(file, event.start_mark), "yaml-too-deep", {"depth": DEEPEST})
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def control_problems(text: str, file: str) -> list[Problem]:
    """Return a problem for each line of a file with a control character written out, as far as anybody reads them."""
    return list(islice(_written_out(text.replace("\r\n", "\n"), file), MOST_CONTROL_PROBLEMS))


def _written_out(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        match = CONTROL.search(line)
        if match:
            yield Problem(Location(file, number, match.start() + 1), CONTROL_CODE, control_at(line, match.start()))


@lru_cache(maxsize=1)  # who edits a text asks for its nodes and its data in turn
def composed(text: str) -> yaml.Node | None:
    """Return the root of the nodes of a text. Raises `YAMLError` where it is no YAML."""
    return yaml.compose(text, Loader=LOADER)  # pyright: ignore[reportUnknownMemberType]


@lru_cache(MOST_DOCUMENTS)
def read_yaml(text: str, file: str) -> Document:
    """Return the document in `text` (named `file` in problems). Raises `ProblemsFound` with what is wrong as YAML."""
    stop_at(control_problems(text, file))
    try:
        stop_at(_refused_events(text, file))
        node = composed(text)
    except yaml.MarkedYAMLError as error:
        place = _location(file, error.problem_mark or error.context_mark)
        detail = error.problem or error.context or "unreadable"
        raise ProblemsFound([Problem(place, "yaml-syntax", {"detail": detail})]) from error
    except (yaml.YAMLError, RecursionError) as error:
        detail = str(error).splitlines()[0]
        raise ProblemsFound([Problem(Location(file, 1, 1), "yaml-syntax", {"detail": detail})]) from error
    if node is None:
        raise ProblemsFound([Problem(Location(file, 1, 1), "yaml-empty")])
    reader = _Reader(file)
    data = reader.read(node, ())
    stop_at(reader.problems)
    return Document(file, data, reader.values, reader.keys)
