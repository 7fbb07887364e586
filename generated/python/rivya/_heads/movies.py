"""The sides, the duration and the frame rate of MP4 and QuickTime files; the duration of sounds in the same container."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction

from .head import LONGEST, Head, UntoldError
from .pictures import Measures, of_sides

MOST_BOXES = 10_000
LONG, TO_THE_END = 1, 0
"""What stands for a size of 64 bits behind the kind of a box, and for one that ends with the file."""
UNKNOWN = frozenset({0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF})

Span = tuple[int, int]
"""Where the content of a box begins, and where it ends."""


def read_mp4(head: Head) -> Measures:
    """Return what the description of the movie says; it stands before the content or behind it."""
    movie = _inner(head, (0, head.size), b"moov")
    tracks = [span for kind, span in _boxes(head, movie) if kind == b"trak"]
    video = next((track for track in tracks if _handler(head, track) == b"vide"), None)
    measures = _sides(head, video) if video is not None else {}
    if any(kind == b"mvex" for kind, _ in _boxes(head, movie)):  # in fragments, whose durations stand with each
        return measures
    scale, duration = _duration(head, _inner(head, movie, b"mvhd"))
    if duration not in UNKNOWN:
        measures["seconds"] = Fraction(duration, scale)
    return measures | (_frame_rate(head, video) if video is not None else {})


def _boxes(head: Head, span: Span) -> Iterator[tuple[bytes, Span]]:
    offset, end = span
    for _ in range(MOST_BOXES):
        if offset + 8 > end:
            return
        size, kind = head.unpack(">I4s", offset)
        begin = offset + 8
        if size == LONG:
            (size,) = head.unpack(">Q", begin)
            begin += 8
        offset = end if size == TO_THE_END else offset + size
        if offset < begin:
            return
        yield kind, (begin, min(offset, end))


def _inner(head: Head, span: Span, *path: bytes) -> Span:
    """Return the first box of a kind in a box, and so on. Raises UntoldError where there is none."""
    for wanted in path:
        found = next((inner for kind, inner in _boxes(head, span) if kind == wanted), None)
        if found is None:
            raise UntoldError
        span = found
    return span


def _handler(head: Head, track: Span) -> bytes:
    begin, _ = _inner(head, track, b"mdia", b"hdlr")
    return head.at(begin + 8, 4)


def _duration(head: Head, box: Span) -> tuple[int, int]:
    """Return the units of a second and the duration in them, which two boxes say alike."""
    (version,) = head.unpack("B", box[0])
    scale, duration = head.unpack(">IQ", box[0] + 20) if version == 1 else head.unpack(">2I", box[0] + 12)
    if not scale:
        raise UntoldError
    return scale, duration


def _sides(head: Head, track: Span) -> Measures:
    """Return the sides of the pictures; they may be shown turned, or wider or narrower than they are."""
    begin, _ = _inner(head, track, b"tkhd")
    (version,) = head.unpack("B", begin)
    begin += 52 if version == 1 else 40
    matrix, shown = head.unpack(">9i", begin), head.unpack(">2I", begin + 36)
    pictures, _ = _inner(head, track, b"mdia", b"minf", b"stbl", b"stsd")
    width, height = head.unpack(">2H", pictures + 40)
    other = matrix[0] == matrix[4] == 0 or [side >> 16 for side in shown] != [width, height]
    return of_sides(width, height, other=other)


def _frame_rate(head: Head, track: Span) -> Measures:
    """Return how many pictures there are by the time that all of them take."""
    begin, end = _inner(head, track, b"mdia", b"minf", b"stbl", b"stts")
    scale, _ = _duration(head, _inner(head, track, b"mdia", b"mdhd"))
    (count,) = head.unpack(">I", begin + 4)
    if 8 * count > min(LONGEST, end - begin - 8):
        raise UntoldError
    rows = list(struct.iter_unpack(">2I", head.at(begin + 8, 8 * count)))
    pictures, time = sum(number for number, _ in rows), sum(number * each for number, each in rows)
    return {"frame_rate": Fraction(pictures * scale, time)} if time else {}
