"""The catalogue against the specs: which models are new or gone, and which facts differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..spec.diff import ABSENT, differences
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..text.json_data import is_list
from ..yaml_text.reader import Path
from .entry import Entry, OneOf, entry_of_spec

UNFINISHED = "the whole spec, which is still to be filled in"
"""What cannot be compared of a model whose spec has placeholders for facts."""

_LISTS: Mapping[Path, str] = {("params",): "params", ("references", "files"): "kinds"}
"""Where a key that the catalogue leaves out is gone, unless its list is open: some of it could not be read."""


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
    """What a comparison found. `not_compared` has the models of each place that could not be compared.

    `beside` are the keys of the catalogue that are about no model, which nobody reads.
    """

    new: tuple[Entry, ...]
    gone: tuple[str, ...]
    changed: tuple[ChangedModel, ...]
    same: int
    not_compared: Mapping[str, tuple[str, ...]]
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
    by_id = {spec.id: spec for spec in specs}
    not_compared: dict[str, list[str]] = {UNFINISHED: list(unfinished)} if unfinished else {}
    new: list[Entry] = []
    changed: list[ChangedModel] = []
    same = 0
    for entry in entries:
        if entry.id in unfinished:
            continue
        if entry.id not in by_id:
            new.append(entry)
            _note(not_compared, entry.not_compared, entry.id)
            continue
        own = entry_of_spec(by_id[entry.id], platform)
        facts, left_out = _differences(entry, own)
        _note(not_compared, {*entry.not_compared, *left_out}, entry.id)
        if facts:
            changed.append(ChangedModel(by_id[entry.id], entry, tuple(facts)))
        else:
            same += 1
    gone = sorted((by_id.keys() | set(unfinished)) - {entry.id for entry in entries})
    uncompared = {place: tuple(ids) for place, ids in sorted(not_compared.items())}
    return Comparison(tuple(new), tuple(gone), tuple(changed), same, uncompared)


def _note(not_compared: dict[str, list[str]], places: Iterable[str], model_id: str) -> None:
    for place in places:
        not_compared.setdefault(place, []).append(model_id)


def _differences(entry: Entry, own: Entry) -> tuple[list[Difference], list[str]]:
    """Return what the catalogue says otherwise, and the places of facts that it leaves out."""
    changed: list[Difference] = []
    gone: list[Difference] = []
    left_out: list[str] = []
    for path, old, new in differences(own.facts, entry.facts):
        if new is not ABSENT:
            before = None if old is ABSENT else old
            if not is_same(new, before):
                changed.append(Difference(path, before, new))
        elif path[:-1] in _LISTS:
            if _LISTS[path[:-1]] not in entry.open_lists:
                gone.append(Difference(path, old, None))
        elif old not in (None, [], {}):
            place = dotted(("params[]", *path[2:]) if path[:1] == ("params",) and len(path) > 1 else path)
            left_out.append(f"{place}, where the catalogue leaves it out")
    return changed + gone, left_out


def is_same(new: Any, old: Any) -> bool:
    """Return whether two values are the same fact; the order of a list is none."""
    if isinstance(new, OneOf):
        return old in new.values
    if is_list(new) and is_list(old):
        return sorted(new) == sorted(old)
    return bool(new == old) and isinstance(new, bool) == isinstance(old, bool)


def dotted(path: Path) -> str:
    """Return a path of a spec as people write it."""
    return ".".join(map(str, path))
