"""What a file is by its first bytes."""

from __future__ import annotations

from .tables import MediaType, Signature


def head_length(media_types: tuple[MediaType, ...]) -> int:
    """Return how many first bytes the signatures look at."""
    signatures = (signature for row in media_types for option in row.signatures for signature in option)
    return max((signature.within or signature.offset + len(signature.value) for signature in signatures), default=0)


def matching_types(head: bytes, media_types: tuple[MediaType, ...]) -> list[MediaType]:
    """Return the media types that the first bytes fit, in the order of the table; containers fit several."""
    return [row for row in media_types if any(_fits(head, option) for option in row.signatures)]


def _fits(head: bytes, option: tuple[Signature, ...]) -> bool:
    return all(_has(head, part) for part in option)


def _has(head: bytes, part: Signature) -> bool:
    if part.within is not None:
        return part.value in head[: part.within]
    return head[part.offset : part.offset + len(part.value)] == part.value
