"""The catalogue against the specs: which models are new or gone, and which facts differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..text.json_data import is_list, is_object
from ..yaml_text.paths import Data
from ..yaml_text.reader import Path
from .entry import Entry, OneOf, entry_of_spec

UNFINISHED = "the whole spec, which is still to be filled in"
"""What cannot be compared of a model whose spec has placeholders for facts."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that the catalogue says otherwise; none stands for nothing there. Sizes are in bytes."""

    path: Path
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ChangedModel:
    """A model with its differences."""

    spec: ModelSpec
    entry: Entry
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found. `unread` has the models of each place that could not be compared.

    `beside` are the keys of the catalogue that are about no model, which nobody reads.
    """

    new: tuple[Entry, ...]
    gone: tuple[str, ...]
    changed: tuple[ChangedModel, ...]
    same: int
    unread: Mapping[str, tuple[str, ...]]
    beside: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether there is any difference."""
        return bool(self.new or self.gone or self.changed)


def compare(
    entries: Sequence[Entry], specs: Sequence[ModelSpec], unfinished: Sequence[str], platform: PlatformSpec
) -> Comparison:
    """Compare the entries of a catalogue with the specs.

    Args:
        entries: What the catalogue says.
        specs: What the specs say.
        unfinished: The ids of models whose spec has placeholders for facts; they are not compared.
        platform: The platform of the specs.
    """
    ours = {spec.id: spec for spec in specs}
    unread: dict[str, list[str]] = {UNFINISHED: list(unfinished)} if unfinished else {}
    new: list[Entry] = []
    changed: list[ChangedModel] = []
    same = 0
    for entry in entries:
        if entry.id in unfinished:
            continue
        if entry.id not in ours:
            new.append(entry)
            _note(unread, entry.unread, entry.id)
            continue
        own = entry_of_spec(ours[entry.id], platform)
        _note(unread, {*entry.unread, *_unsaid(entry.facts, own.facts)}, entry.id)
        differences = tuple(_differences(entry, own))
        changed += [ChangedModel(ours[entry.id], entry, differences)] if differences else []
        same += not differences
    there = {entry.id for entry in entries}
    gone = sorted((ours.keys() | set(unfinished)) - there)
    uncompared = {place: tuple(ids) for place, ids in sorted(unread.items())}
    return Comparison(tuple(new), tuple(gone), tuple(changed), same, uncompared)


def _note(unread: dict[str, list[str]], places: Iterable[str], model_id: str) -> None:
    for place in places:
        unread.setdefault(place, []).append(model_id)


def _differences(entry: Entry, own: Entry) -> Iterator[Difference]:
    yield from _compare(entry.facts, own.facts, ())
    theirs, ours = entry.facts.get("params"), own.facts["params"]
    if theirs is not None and "params" not in entry.open_lists:
        yield from _gone(theirs, ours, ("params",))
    theirs, ours = entry.facts.get("references"), own.facts["references"]
    if theirs and ours and "kinds" not in entry.open_lists:
        yield from _gone(theirs["files"], ours["files"], ("references", "files"))


def _gone(theirs: Data, ours: Data, path: Path) -> Iterator[Difference]:
    yield from (Difference((*path, key), ours[key], None) for key in ours if key not in theirs)


def _compare(theirs: Data, ours: Data, path: Path) -> Iterator[Difference]:
    for key, new in theirs.items():
        at, old = (*path, key), ours.get(key)
        if is_object(new) and is_object(old) and new.get("type", old.get("type")) == old.get("type"):
            yield from _compare(new, old, at)
        elif not is_same(new, old):
            yield Difference(at, old, new)


def is_same(new: Any, old: Any) -> bool:
    """Tell whether two values are the same fact; the order of a list is none."""
    if isinstance(new, OneOf):
        return old in new.values
    if is_list(new) and is_list(old):
        return sorted(new) == sorted(old)
    return bool(new == old) and isinstance(new, bool) == isinstance(old, bool)


def _unsaid(theirs: Data, ours: Data, path: Path = ()) -> Iterator[str]:
    """Yield the places of facts that the spec has and the catalogue leaves out; what is gone is a difference."""
    for key, old in ours.items():
        at, new = (*path, key), theirs.get(key)
        if key in theirs:
            if is_object(new) and is_object(old) and new.get("type", old.get("type")) == old.get("type"):
                yield from _unsaid(new, old, at)
        elif old not in (None, [], {}) and path not in (("params",), ("references", "files")):
            yield f"{dotted(('params[]', *at[2:]) if path[:1] == ('params',) else at)}, where the catalogue leaves it out"


def dotted(path: Path) -> str:
    """Return a path of a spec as people write it."""
    return ".".join(map(str, path))
