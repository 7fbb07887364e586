"""What differs between the rules for reference media of two models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..contract.reference_schema import allowed_mime_types
from ..spec.platform import PlatformSpec
from ..spec.references import MEASURES, FileLimit, MeasureRange, References, RoleFile, ends_of, fits_combination
from ..spec.values import MediaKind, size_in_bytes
from .comparisons import Finding, Special, compare_parts, found, members, nothing

Platforms = tuple[PlatformSpec, PlatformSpec]
"""Those of the old and of the new side: their units, other names of media types, and limits where a model has none."""


def compare_references(old: References | None, new: References | None, platforms: Platforms) -> Iterator[Finding]:
    """Yield what differs in what is accepted, each side read with its platform."""
    if old is None or new is None:
        if old != new:
            yield found("references-removed" if new is None else "references-added", old, new)
        return
    special: Special = {
        "References.max_total_size": partial(compare_sizes, platforms=platforms),
        "References.files": partial(_compare_files, platforms=platforms),
        "References.combinations": _compare_combinations,
        "References.role_files": nothing,
    }
    yield from compare_parts(old, new, special)
    if old.roles == new.roles:
        for role in old.roles:
            findings = _compare_role(old.role_files.get(role), new.role_files.get(role), platforms)
            yield from (finding.under("role_files", role) for finding in findings)
    elif old.role_files != new.role_files:
        yield found("roles-changed", old.role_files, new.role_files, "role_files")


def _compare_role(old: RoleFile | None, new: RoleFile | None, platforms: Platforms) -> Iterator[Finding]:
    """Yield what differs between what two sides say of the file of a role alone."""
    if old is None or new is None or old.kind != new.kind:
        if old != new:
            rule = "role-unlimited" if new is None else "role-limited" if old is None else "role-kind-changed"
            yield found(rule, old, new)
    else:
        yield from compare_limits(old, new, platforms)


_MEGABYTE = 2**20
"""Which of two sizes is larger does not depend on the reading of the unit."""

Limits = Mapping[Any, FileLimit]


def _compare_files(old: Limits, new: Limits, platforms: Platforms) -> Iterator[Finding]:
    before, after = old or _limits_of(platforms[0]), new or _limits_of(platforms[1])
    yield from (found("kind-removed", before[kind], None, kind) for kind in before if kind not in after)
    yield from (found("kind-added", None, after[kind], kind) for kind in after if kind not in before)
    for kind in (kind for kind in before if kind in after):
        yield from (finding.under(kind) for finding in compare_limits(before[kind], after[kind], platforms))
    if bool(old) != bool(new):
        yield found("documented" if new else "undocumented", old, new)


def _limits_of(platform: PlatformSpec) -> Limits:
    """Return the limits that hold where a model says none."""
    rows = platform.files.kinds.items()
    return {kind: FileLimit(max_size=row.max_size, mime_types=row.mime_types or None) for kind, row in rows}


def compare_limits(old: FileLimit, new: FileLimit, platforms: Platforms | None) -> Iterator[Finding]:
    """Yield what differs between the limits of files, each read with its platform; with none, as they are written."""
    sizes = compare_sizes(old.max_size, new.max_size, platforms)
    yield from (finding.under("max_size") for finding in sizes)
    for name in MEASURES:
        yield from (finding.under(name) for finding in _compare_ranges(getattr(old, name), getattr(new, name)))
    if bool(old.mime_types) != bool(new.mime_types):
        rule = "mime-types-restricted" if new.mime_types else "mime-types-unrestricted"
        yield found(rule, old.mime_types, new.mime_types, "mime_types")
        return
    rows = zip((old, new), platforms or (None, None), strict=True)
    lists = [allowed_mime_types(row.mime_types or [], side) if side else row.mime_types or [] for row, side in rows]
    if set(lists[0]) == set(lists[1]):
        if old.mime_types != new.mime_types:
            yield found("notation-changed", old.mime_types, new.mime_types, "mime_types")
        return
    findings = members("mime-type-removed", "mime-type-added", lists[0], lists[1])
    yield from (finding.under("mime_types") for finding in findings)


def _compare_ranges(old: MeasureRange | None, new: MeasureRange | None) -> Iterator[Finding]:
    """Yield what differs at each end of a range."""
    ends = [ends_of(row) if row is not None else (None, None) for row in (old, new)]
    for end, outwards, before, after in zip(("min", "max"), (-1, 1), *ends, strict=True):
        values = getattr(old, end, None), getattr(new, end, None)
        if before != after:
            narrows = after is not None and (before is None or (after - before) * outwards < 0)
            yield found("measure-narrowed" if narrows else "measure-widened", *values, end)
        elif values[0] != values[1]:
            yield found("notation-changed", *values, end)


def compare_sizes(old: str | None, new: str | None, platforms: Platforms | None) -> Iterator[Finding]:
    """Yield what differs between two sizes such as `10 MB`."""
    units = [platform.files.megabyte.value for platform in platforms] if platforms else [_MEGABYTE] * 2
    sizes = zip((old, new), units, strict=True)
    before, after = (size_in_bytes(size, unit) if size else None for size, unit in sizes)
    if before != after:
        lower = after is not None and (before is None or after < before)
        yield found("file-size-lowered" if lower else "file-size-raised", old, new)
    elif old != new:
        yield found("notation-changed", old, new)


def _compare_combinations(
    old: Sequence[Mapping[MediaKind, int]], new: Sequence[Mapping[MediaKind, int]]
) -> Iterator[Finding]:
    if bool(old) != bool(new):
        yield found("combinations-restricted" if new else "combinations-lifted", old, new)
        return
    lost = [row for row in old if not fits_combination(new, row)]
    gained = [row for row in new if not fits_combination(old, row)]
    yield from (found("combination-removed", row, None) for row in lost)
    yield from (found("combination-added", None, row) for row in gained)
    if old != new and not lost and not gained:
        yield found("notation-changed", old, new)
