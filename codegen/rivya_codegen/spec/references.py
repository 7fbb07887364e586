"""The part of the file format that is about reference media: the files that a call may bring along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, get_args

from pydantic import Field, StringConstraints

from .values import Count, ExactNumber, MediaKind, Role, Size, SpecModel, Text, TimedKind

LONGEST_SIDE = 65_535
"""Pixels of a side that every format can hold."""

Side = Annotated[int, Field(ge=1, le=LONGEST_SIDE)]
Pixels = Annotated[int, Field(ge=1, le=LONGEST_SIDE**2)]
Duration = Annotated[ExactNumber, Field(gt=0, le=1_000_000)]
Ratio = Annotated[Text, StringConstraints(pattern=r"^[1-9][0-9]{0,4}:[1-9][0-9]{0,4}$")]
"""A width and a height in whole numbers, such as `21:9`; 2.5 is `5:2`."""


class SideRange(SpecModel):
    """The shortest and the longest side."""

    min: Side | None = None
    max: Side | None = None


class PixelRange(SpecModel):
    """The least and the greatest number of pixels."""

    min: Pixels | None = None
    max: Pixels | None = None


class DurationRange(SpecModel):
    """The least and the greatest of something that may have decimals."""

    min: Duration | None = None
    max: Duration | None = None


class RatioRange(SpecModel):
    """The narrowest and the widest shape."""

    min: Ratio | None = None
    max: Ratio | None = None


MeasureRange = SideRange | PixelRange | DurationRange | RatioRange


class FileLimit(SpecModel):
    """What a reference file of one kind must keep to. What is left out is not documented for the model."""

    max_size: Size | None = None
    mime_types: Annotated[list[Text], Field(min_length=1)] | None = None
    width: Annotated[SideRange | None, Field(description="In pixels.")] = None
    height: Annotated[SideRange | None, Field(description="In pixels.")] = None
    pixels: Annotated[PixelRange | None, Field(description="The width times the height.")] = None
    aspect_ratio: Annotated[RatioRange | None, Field(description="The width by the height.")] = None
    seconds: Annotated[DurationRange | None, Field(description="How long it lasts.")] = None
    frame_rate: Annotated[DurationRange | None, Field(description="Pictures per second.")] = None


class RoleFile(FileLimit):
    """What the file of a role must keep to. What it leaves out is as for any file of its kind."""

    kind: MediaKind


MEASURES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("width", "height", "pixels", "aspect_ratio"), ("image", "video")),
    "seconds": ("video", "audio"),
    "frame_rate": ("video",),
}
"""What of a file is measured, and the kinds of files that have it."""


def measures_of(limit: FileLimit) -> Mapping[str, MeasureRange]:
    """Return the ranges that a limit has, by what is measured."""
    ranges: dict[str, Any] = {name: getattr(limit, name) for name in MEASURES}
    return {name: row for name, row in ranges.items() if row is not None}


def ends_of(row: MeasureRange) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest value of a range, exactly."""
    low, high = (Fraction(str(end).replace(":", "/")) if end is not None else None for end in (row.min, row.max))
    return low, high


class References(SpecModel):
    """The rule for reference media. An empty mapping says: it takes references, the rule is not documented."""

    max_files: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_total_size: Annotated[Size | None, Field(description="Of all files together.")] = None
    files: dict[MediaKind, FileLimit] = Field(
        default_factory=dict[MediaKind, FileLimit], description="The accepted kinds with their limits."
    )
    combinations: list[dict[MediaKind, Count]] = Field(
        default_factory=list[dict[MediaKind, Count]],
        description="Most files of each kind, one row per allowed mix; a request must fit one row. A kind that a row leaves out is not allowed in it.",
    )
    roles: list[Role] = Field(default_factory=list[Role], description="What the files mean, in order.")
    role_files: dict[Role, RoleFile] = Field(
        default_factory=dict[Role, RoleFile], description="The limits of roles that have some of their own."
    )
    duration_token: list[TimedKind] = Field(
        default_factory=list[TimedKind], description="The kinds whose items carry the token of the upload."
    )


def role_limits(references: References) -> list[tuple[MediaKind, FileLimit] | None]:
    """Return the kind and the limits of the file of each role, in order; none where the role has none of its own."""
    limits: list[tuple[MediaKind, FileLimit] | None] = []
    for role in references.roles:
        own = references.role_files.get(role)
        limits.append((own.kind, _narrowed(references.files.get(own.kind), own)) if own is not None else None)
    return limits


def kinds_at(references: References, position: int) -> tuple[MediaKind, ...]:
    """Return what a file can be, by its position: what its role says, else any kind that the model takes."""
    role = next(iter(role_limits(references)[position : position + 1]), None)
    return (role[0],) if role is not None else tuple(references.files) or get_args(MediaKind)


def taken_kinds(references: References) -> list[MediaKind]:
    """Return the kinds of files that the model takes at all."""
    positions = range(max(len(references.roles), 1))
    return list(dict.fromkeys(kind for position in positions for kind in kinds_at(references, position)))


def fits_combination(rows: Iterable[Mapping[MediaKind, int]], counts: Mapping[MediaKind, int]) -> bool:
    """Return whether one of the rows allows as many files of each kind."""
    return any(all(count <= row.get(kind, 0) for kind, count in counts.items()) for row in rows)


def _narrowed(limit: FileLimit | None, own: RoleFile) -> FileLimit:
    said = {name: getattr(own, name) for name in FileLimit.model_fields if getattr(own, name) is not None}
    return (limit or FileLimit()).model_copy(update=said)
