"""The rule for reference media of an entry: how many files, of which kinds, how large and of which types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..spec.diff import ABSENT
from ..spec.platform import PlatformSpec
from ..spec.values import size_in_bytes
from ..text.json_data import is_list, is_object
from ..yaml_text.paths import Data
from . import catalogue_keys
from .values import Unread, Unreadable, attempt, count, nullable, number, pick, word, words

_PLACE = "reference_media."
_LIMITS = f"{_PLACE}limits[]."


def read_references(raw: Data, facts: Data, unread: Unread, open_lists: set[str], platform: PlatformSpec) -> None:
    """Add what an entry says of reference media to the facts."""
    media = raw.get("reference_media", ABSENT)
    kinds = attempt(words, raw.get("file_kinds", ABSENT), "file_kinds", unread)
    if media is None:
        facts["references"] = None
        if kinds is not ABSENT and kinds:
            unread.note("file_kinds, without reference_media")
        return
    if not is_object(media):
        if media is not ABSENT:
            unread.note("reference_media")
        return
    unread.rest(_PLACE, media, (key for keys in catalogue_keys.REFERENCE_MEDIA.values() for key in keys))
    raw_count = pick(media, catalogue_keys.REFERENCE_MEDIA["max_files"], _PLACE, unread)
    max_files = attempt(nullable(count), raw_count, f"{_PLACE}max_files", unread)
    files = _files(media, kinds, unread, open_lists, platform.files.megabyte.value)
    facts["references"] = {**({} if max_files is ABSENT else {"max_files": max_files}), "files": files}


def _files(media: Data, kinds: Any, unread: Unread, open_lists: set[str], megabyte: int) -> Data:
    """Return the accepted kinds with their limits. The documented list of kinds counts where there are two."""
    limits: dict[str, Data] = {}
    for kind, limit in _limits(pick(media, catalogue_keys.REFERENCE_MEDIA["limits"], _PLACE, unread), unread, megabyte):
        if limits.setdefault(kind, limit) != limit:
            unread.note(f"{_LIMITS[:-1]}, where a kind stands twice")
            limits[kind] = {}
    second = attempt(
        words, pick(media, catalogue_keys.REFERENCE_MEDIA["kinds"], _PLACE, unread), f"{_PLACE}kinds", unread
    )
    if kinds is ABSENT:
        kinds = second
    elif second is not ABSENT and set(second) != set(kinds):
        unread.note(f"{_PLACE}kinds, which contradicts file_kinds")
    if kinds is ABSENT:
        open_lists.add("kinds")
        kinds = list(limits)
    return {kind: limits.get(kind, {}) for kind in kinds}


def _limits(raw: Any, unread: Unread, megabyte: int) -> Iterator[tuple[str, Data]]:
    if is_object(raw):
        raw = [{"kind": kind, **item} if is_object(item) else item for kind, item in raw.items()]
    if not is_list(raw):
        if raw is not ABSENT and raw is not None:
            unread.note(f"{_PLACE}limits")
        return
    for item in raw:
        kind = pick(item, catalogue_keys.FILE_LIMIT["kind"], _LIMITS, unread) if is_object(item) else ABSENT
        if not is_object(item) or attempt(word, kind, f"{_LIMITS}kind", unread) is ABSENT:
            unread.note(_LIMITS[:-1])
            continue
        unread.rest(_LIMITS, item, [key for keys in catalogue_keys.FILE_LIMIT.values() for key in keys])
        yield kind, dict(_limit(item, unread, megabyte))


def _limit(item: Data, unread: Unread, megabyte: int) -> Iterator[tuple[str, Any]]:
    readers: Mapping[str, Callable[[Any], int]] = {
        "max_bytes": count,
        "max_megabytes": lambda value: count(number(value) * megabyte),
        "max_size": lambda value: _bytes(value, megabyte),
    }
    sizes: dict[int | None, None] = {}
    for name, reader in readers.items():
        raw = pick(item, catalogue_keys.FILE_LIMIT[name], _LIMITS, unread)
        sizes[attempt(nullable(reader), raw, f"{_LIMITS}{name}", unread)] = None
    sizes.pop(ABSENT, None)
    if len(sizes) > 1:
        sizes.pop(None, None)
    if len(sizes) > 1:
        unread.note(f"{_LIMITS}max_size, which is said in two ways")
    elif sizes:
        yield "max_size", next(iter(sizes))
    raw = pick(item, catalogue_keys.FILE_LIMIT["mime_types"], _LIMITS, unread)
    types = attempt(nullable(words), raw, f"{_LIMITS}mime_types", unread)
    if types is not ABSENT:
        yield "mime_types", types


def _bytes(value: Any, megabyte: int) -> int:
    """Return a size with its unit in bytes; a bare number has none."""
    try:
        return size_in_bytes(word(value), megabyte)
    except ValueError as error:
        raise Unreadable from error
