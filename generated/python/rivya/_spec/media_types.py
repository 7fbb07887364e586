"""What a file is by its first bytes."""

from __future__ import annotations

from .tables import MediaType, Signature


def head_length(media_types: tuple[MediaType, ...]) -> int:
    """Return how many first bytes the signatures look at."""
    options = (option for row in media_types for option in (*row.signatures, *row.unless))
    signatures = (signature for option in options for signature in option)
    return max((signature.within or signature.offset + len(signature.value) for signature in signatures), default=0)


def matching_types(head: bytes, media_types: tuple[MediaType, ...]) -> list[MediaType]:
    """Return the media types that the first bytes fit, in the order of the table; containers fit several."""
    return [row for row in media_types if _fits(head, row.signatures) and not _fits(head, row.unless)]


def _fits(head: bytes, options: tuple[tuple[Signature, ...], ...]) -> bool:
    return any(all(_has(head, part) for part in option) for option in options)


def _has(head: bytes, part: Signature) -> bool:
    if part.within is not None:
        return part.value in head[: part.within]
    return head[part.offset : part.offset + len(part.value)] == part.value
