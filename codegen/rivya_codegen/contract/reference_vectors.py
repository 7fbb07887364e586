"""Test vectors for reference media: kinds, number, combinations, MIME types and sizes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..spec.references import DurationRange, FileLimit, References, fits_combination, kinds_at, measures_of, role_limits
from ..spec.values import size_in_bytes
from .conditions import reference_item
from .file_samples import MEASURED_TYPES, edge_cases, fitting_measures, ranges_of
from .reference_schema import allowed_mime_types

Case = tuple[str, str, Any, list[str]]

_MIME_TYPES = {"image": "image/png", "video": "video/mp4", "audio": "audio/mpeg"}
_LIMIT = "referenceMediaItems"


def _items(counts: Mapping[Any, int]) -> list[dict[str, Any]]:
    return [reference_item(kind, number + 1) for kind, count in counts.items() for number in range(count)]


def reference_cases(spec: ModelSpec, platform: PlatformSpec) -> Iterator[Case]:
    """Yield lists of references that keep to and that break each part of the rule."""
    references = spec.references
    if references is None:
        yield "references-not-taken", _LIMIT, _items({"image": 1}), ["references-not-taken"]
        return
    kinds = tuple(references.files)
    yield "reference-no-url", f"{_LIMIT}.shape", [{"kind": kinds_at(references, 0)[0]}], ["missing-parameter"]
    if references.role_files:
        yield from _role_cases(references, platform)
        return
    for kind in kinds or _MIME_TYPES:
        counts = {kind: 1}
        if not reference_problems(references, counts):
            yield f"reference-{kind}", f"{_LIMIT}.kind", _items(counts), []
        yield from _mime_cases(references, kind, platform)
        yield from _duration_cases(references, kind)
    for kind in (kind for kind in _MIME_TYPES if kinds and kind not in kinds):
        yield f"reference-{kind}-refused", f"{_LIMIT}.kind", _items({kind: 1}), ["reference-kind"]
    if not kinds or len(kinds) == len(_MIME_TYPES):
        yield "reference-unknown-kind", f"{_LIMIT}.kind", _items({"text": 1}), ["reference-kind"]
    yield from _count_cases(references, kinds or ("image",))


def _role_cases(references: References, platform: PlatformSpec) -> Iterator[Case]:
    """Yield as many files as there are roles, one of which at a time is wrong for its position."""
    rows, limit = role_limits(references), f"{_LIMIT}.role_files"
    items = [reference_item(kinds_at(references, index)[0], index + 1) for index in range(len(rows))]
    yield "references-most", f"{_LIMIT}.max_files", items, []
    yield "references-too-many", f"{_LIMIT}.max_files", [*items, items[-1]], ["too-many-references"]
    for index, (role, row) in enumerate(zip(references.roles, rows, strict=True)):
        before = items[:index]
        other = next((kind for kind in _MIME_TYPES if row and kind != row[0]), None)
        if row is None or references.combinations:
            continue
        yield f"role-{role}", f"{limit}.{role}.kind", items[: index + 1], []
        if other is not None:
            yield f"role-{role}-kind", f"{limit}.{role}.kind", [*before, reference_item(other)], ["reference-kind"]
        for name in allowed_mime_types(row[1].mime_types or [], platform):
            yield f"role-{role}-{name}", f"{limit}.{role}.mime_types", [*before, reference_item(row[0], 1, name)], []
        if row[1].mime_types:
            wrong = [*before, reference_item(row[0], 1, "text/plain")]
            yield f"role-{role}-mime-type", f"{limit}.{role}.mime_types", wrong, ["file-type"]
        for end, item, problems in _durations(row[0], row[1].seconds):
            yield f"role-{role}-seconds-{end}", f"{limit}.{role}.seconds.{end[-3:]}", [*before, item], problems


def _mime_cases(references: References, kind: Any, platform: PlatformSpec) -> Iterator[Case]:
    limit = references.files.get(kind)
    if limit is None or not limit.mime_types or reference_problems(references, {kind: 1}):
        return
    for mime_type in allowed_mime_types(limit.mime_types, platform):
        yield f"reference-{kind}-{mime_type}", f"{_LIMIT}.{kind}.mime_types", [reference_item(kind, 1, mime_type)], []
    yield (
        f"reference-{kind}-mime-type",
        f"{_LIMIT}.{kind}.mime_types",
        [reference_item(kind, 1, "text/plain")],
        ["file-type"],
    )


def _duration_cases(references: References, kind: Any) -> Iterator[Case]:
    """Yield items that state how long their files last: exactly, as no encoder has a part in it."""
    seconds = references.files[kind].seconds if kind in references.files else None
    if not reference_problems(references, {kind: 1}):
        for end, item, problems in _durations(kind, seconds):
            yield f"reference-{kind}-seconds-{end}", f"{_LIMIT}.{kind}.seconds.{end[-3:]}", [item], problems


def _durations(kind: str, seconds: DurationRange | None) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    for end, outside in (("min", -1), ("max", 1)):
        bound = getattr(seconds, end, None)
        if bound is not None:
            yield end, reference_item(kind) | {"durationSeconds": bound}, []
            beyond = reference_item(kind) | {"durationSeconds": bound + outside}
            yield f"beyond-{end}", beyond, ["file-out-of-range"]


def _count_cases(references: References, kinds: tuple[Any, ...]) -> Iterator[Case]:
    most = references.max_files
    if most is not None:
        full = next((row for row in references.combinations if sum(row.values()) == most), None) or {kinds[0]: most}
        if not reference_problems(references, full):
            yield "references-most", f"{_LIMIT}.max_files", _items(full), []
        yield "references-too-many", f"{_LIMIT}.max_files", _items({kinds[0]: most + 1}), ["too-many-references"]
    for number, row in enumerate(references.combinations, 1):
        limit = f"{_LIMIT}.combinations"
        yield f"combination-{number}", limit, _items(row), []
        for kind in kinds:
            over = {**row, kind: row.get(kind, 0) + 1}
            problems = reference_problems(references, over)
            if problems:
                yield f"combination-{number}-{kind}", limit, _items(over), problems


def reference_problems(references: References, counts: Mapping[Any, int]) -> list[str]:
    """Return the codes for these numbers of files: too many at all, else in no allowed combination."""
    if references.max_files is not None and sum(counts.values()) > references.max_files:
        return ["too-many-references"]
    rows = references.combinations
    return ["reference-combination"] if rows and not fits_combination(rows, counts) else []


def file_vectors(spec: ModelSpec, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    """Yield files at and over each size limit, and of types that are and are not allowed."""
    if spec.references is None or spec.references.role_files:  # a file is right or wrong by its position
        return
    for kind, limit in spec.references.files.items():
        yield from _files_of(kind, limit, platform)
    yield from _total_files(spec.references, platform)


def _total_files(references: References, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    """Yield a file that is larger than all files together may be."""
    if references.max_total_size is None:
        return
    megabyte = platform.files.megabyte.value
    kind, limit = next(iter(references.files.items()), ("image", FileLimit()))
    mime_type = platform.main_type((limit.mime_types or [_MIME_TYPES[kind]])[0])
    size = size_in_bytes(references.max_total_size, megabyte) + 1
    alone = ["file-too-large"] if limit.max_size and size > size_in_bytes(limit.max_size, megabyte) else []
    measures = fitting_measures(kind, ranges_of(limit)) if measures_of(limit) else None
    problems = [*alone, "files-too-large"]
    yield _file("files-too-large", f"{_LIMIT}.max_total_size", (kind, mime_type, size, measures), problems)


def _files_of(kind: str, limit: FileLimit, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    allowed = limit.mime_types or [_MIME_TYPES[kind]]
    signed = [main for name in allowed if (main := platform.main_type(name))]
    measures = fitting_measures(kind, ranges_of(limit)) if measures_of(limit) else None
    most = size_in_bytes(limit.max_size, platform.files.megabyte.value) if limit.max_size else None
    some = _size(measures, most)
    if most is not None:
        where = f"{_LIMIT}.{kind}.max_size"
        yield _file(f"{kind}-largest", where, (kind, signed[0], most, measures), [])
        yield _file(f"{kind}-too-large", where, (kind, signed[0], most + 1, measures), ["file-too-large"])
    if limit.mime_types:
        where = f"{_LIMIT}.{kind}.mime_types"
        for name in signed:
            yield _file(f"{kind}-{name}", where, (kind, name, some, measures), [])
        refused = [name for name, row in platform.media_types.items() if row.kind == kind and name not in signed]
        for name in refused[:1]:
            yield _file(f"{kind}-{name}-refused", where, (kind, name, some, None), ["file-type"])
        yield _file(f"{kind}-not-media", where, (kind, "text/plain", some, None), ["file-signature"])
    measured = next((name for name in signed if name in MEASURED_TYPES), None)
    for measure, end, found in edge_cases(kind, limit) if measured is not None else ():
        if found is not None and (most is None or kind != "audio" or _size(found, None) <= most):
            problems = ["file-out-of-range"] if end.startswith("beyond") else []
            file = (kind, measured, _size(found, most), found)
            yield _file(f"{kind}-{measure}-{end}", f"{_LIMIT}.{kind}.{measure}.{end[-3:]}", file, problems)


def _size(measures: Mapping[str, Any] | None, most: int | None) -> int:
    """Return how many bytes a file with some measures has: of a sound, a thousand a second will do."""
    size: int = 4096 + math.ceil(1000 * (measures or {}).get("seconds", 0))
    return size if most is None else min(size, most)


def _file(name: str, limit: str, file: tuple[str, Any, int, Any], problems: list[str]) -> dict[str, Any]:
    kind, mime_type, size, measures = file
    row = {"name": name, "limit": limit, "kind": kind, "mime_type": mime_type, "bytes": size, "problems": problems}
    told = mime_type in MEASURED_TYPES
    return row | ({} if measures is None else {"measures": measures} if told else {"warnings": ["file-not-measured"]})
