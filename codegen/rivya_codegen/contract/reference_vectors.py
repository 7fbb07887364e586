"""Test vectors for reference media: kinds, number, combinations, MIME types and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..spec.model import ModelSpec, References
from ..spec.platform import PlatformSpec
from ..spec.values import size_in_bytes
from .conditions import reference_item
from .schema import allowed_mime_types

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
    yield "reference-no-url", f"{_LIMIT}.shape", [{"kind": kinds[0] if kinds else "image"}], ["missing-parameter"]
    for kind in kinds or _MIME_TYPES:
        counts = {kind: 1}
        if not reference_problems(references, counts):
            yield f"reference-{kind}", f"{_LIMIT}.kind", _items(counts), []
        yield from _mime_cases(references, kind, platform)
    for kind in (kind for kind in _MIME_TYPES if kinds and kind not in kinds):
        yield f"reference-{kind}-refused", f"{_LIMIT}.kind", _items({kind: 1}), ["reference-kind"]
    if not kinds:
        yield "reference-unknown-kind", f"{_LIMIT}.kind", _items({"text": 1}), ["reference-kind"]
    yield from _count_cases(references, kinds or ("image",))


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
    fits = any(all(count <= row.get(kind, 0) for kind, count in counts.items()) for row in rows)
    return ["reference-combination"] if rows and not fits else []


def file_vectors(spec: ModelSpec, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    """Yield files at and over each size limit, and of types that are and are not allowed."""
    if spec.references is None:
        return
    megabyte = platform.files.megabyte.value
    for kind, limit in spec.references.files.items():
        allowed = limit.mime_types or [_MIME_TYPES[kind]]
        signed = [main for name in allowed if (main := platform.main_type(name))]
        some = min(4096, size_in_bytes(limit.max_size, megabyte)) if limit.max_size else 4096
        if limit.max_size is not None:
            most = size_in_bytes(limit.max_size, megabyte)
            where = f"{_LIMIT}.{kind}.max_size"
            yield _file(f"{kind}-largest", where, (kind, signed[0], most), [])
            yield _file(f"{kind}-too-large", where, (kind, signed[0], most + 1), ["file-too-large"])
        if limit.mime_types:
            where = f"{_LIMIT}.{kind}.mime_types"
            for name in signed:
                yield _file(f"{kind}-{name}", where, (kind, name, some), [])
            refused = [name for name, row in platform.media_types.items() if row.kind == kind and name not in signed]
            for name in refused[:1]:
                yield _file(f"{kind}-{name}-refused", where, (kind, name, some), ["file-type"])
            yield _file(f"{kind}-not-media", where, (kind, "text/plain", some), ["file-signature"])


def _file(name: str, limit: str, file: tuple[str, str, int], problems: list[str]) -> dict[str, Any]:
    kind, mime_type, size = file
    return {"name": name, "limit": limit, "kind": kind, "mime_type": mime_type, "bytes": size, "problems": problems}
