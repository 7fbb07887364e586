"""The rule for reference media of an entry: how many files, of which kinds, how large and of which types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..spec.diff import ABSENT
from ..spec.platform import PlatformSpec
from ..spec.values import size_in_bytes
from ..text.json_data import Data, is_list, is_object
from . import catalogue_keys
from .values import Fields, Unreadable, count, nullable, number, word, words

_PLACE = "reference_media."
_LIMITS = f"{_PLACE}limits[]."


def read_references(
    raw: Data, facts: Data, not_compared: set[str], open_lists: set[str], platform: PlatformSpec
) -> None:
    """Add what an entry says of reference media to the facts."""
    media = raw.get("reference_media", ABSENT)
    kinds = Fields(raw, {"file_kinds": ("file_kinds",)}, "", not_compared).read("file_kinds", words)
    if media is None:
        facts["references"] = None
        if kinds is not ABSENT and kinds:
            not_compared.add("file_kinds, without reference_media")
        return
    if not is_object(media):
        if media is not ABSENT:
            not_compared.add("reference_media")
        return
    fields = Fields(media, catalogue_keys.REFERENCE_MEDIA, _PLACE, not_compared)
    fields.note_others()
    max_files = fields.read("max_files", nullable(count))
    files = _files(fields, kinds, open_lists, platform.files.megabyte.value)
    facts["references"] = {**({} if max_files is ABSENT else {"max_files": max_files}), "files": files}


def _files(media: Fields, kinds: Any, open_lists: set[str], megabyte: int) -> Data:
    """Return the accepted kinds with their limits. The documented list of kinds counts where there are two."""
    limits: dict[str, Data] = {}
    for kind, limit in _limits(media, megabyte):
        if limits.setdefault(kind, limit) != limit:
            media.not_compared.add(f"{_LIMITS[:-1]}, where a kind stands twice")
            limits[kind] = {}
    second = media.read("kinds", words)
    if kinds is ABSENT:
        kinds = second
    elif second is not ABSENT and set(second) != set(kinds):
        media.not_compared.add(f"{_PLACE}kinds, which contradicts file_kinds")
    if kinds is ABSENT:
        open_lists.add("kinds")
        kinds = list(limits)
    return {kind: limits.get(kind, {}) for kind in kinds}


def _limits(media: Fields, megabyte: int) -> Iterator[tuple[str, Data]]:
    raw, not_compared = media.raw("limits"), media.not_compared
    if is_object(raw):
        raw = [{"kind": kind, **item} if is_object(item) else item for kind, item in raw.items()]
    if not is_list(raw):
        if raw is not ABSENT and raw is not None:
            not_compared.add(f"{_PLACE}limits")
        return
    for item in raw:
        fields = Fields(item if is_object(item) else {}, catalogue_keys.FILE_LIMIT, _LIMITS, not_compared)
        kind = fields.read("kind", word)
        if kind is ABSENT:
            not_compared.add(_LIMITS[:-1])
            continue
        fields.note_others()
        yield kind, dict(_limit(fields, megabyte))


def _limit(fields: Fields, megabyte: int) -> Iterator[tuple[str, Any]]:
    readers: Mapping[str, Callable[[Any], int]] = {
        "max_bytes": count,
        "max_megabytes": lambda value: count(number(value) * megabyte),
        "max_size": lambda value: _bytes(value, megabyte),
    }
    sizes = dict.fromkeys(fields.read(name, nullable(reader)) for name, reader in readers.items())
    sizes.pop(ABSENT, None)
    if len(sizes) > 1:
        sizes.pop(None, None)
    if len(sizes) > 1:
        fields.not_compared.add(f"{_LIMITS}max_size, which is said in two ways")
    elif sizes:
        yield "max_size", next(iter(sizes))
    types = fields.read("mime_types", nullable(words))
    if types is not ABSENT:
        yield "mime_types", types


def _bytes(value: Any, megabyte: int) -> int:
    """Return a size with its unit in bytes; a bare number has none."""
    try:
        return size_in_bytes(word(value), megabyte)
    except ValueError as error:
        raise Unreadable from error
