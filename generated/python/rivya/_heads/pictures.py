"""The sides of pictures: PNG, JPEG, GIF and WebP."""

from __future__ import annotations

from fractions import Fraction

from .head import Head, UntoldError

Measures = dict[str, Fraction]

MOST_SEGMENTS = 1000
"""Segments of a JPEG file before its frame; more are no picture."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG whose segments begin with the sides."""
EXIF, SCAN, END = 0xE1, 0xDA, 0xD9
ORIENTATION, TURNED = 0x0112, range(5, 9)


def of_sides(width: int, height: int, *, other: bool = False) -> Measures:
    """Return what the sides say. Of a picture that is shown with other sides, nobody knows which ones the API means."""
    if width <= 0 or height <= 0:
        raise UntoldError
    pixels = {"pixels": Fraction(width * height)}
    if other:
        return pixels
    return {
        "width": Fraction(width),
        "height": Fraction(height),
        **pixels,
        "aspect_ratio": Fraction(width, height),
    }


def read_png(head: Head) -> Measures:
    """Return the sides from the header chunk, which comes first."""
    if head.at(12, 4) != b"IHDR":
        raise UntoldError
    return of_sides(*head.unpack(">2I", 16))


def read_gif(head: Head) -> Measures:
    """Return the sides of the screen."""
    return of_sides(*head.unpack("<2H", 6))


def read_webp(head: Head) -> Measures:
    """Return the sides: of the canvas, or of a picture without more around it, lossless or lossy."""
    kind = head.at(12, 4)
    if kind == b"VP8X":
        sides = head.unpack("6B", 24)
        return of_sides(*(1 + int.from_bytes(bytes(side), "little") for side in (sides[:3], sides[3:])))
    if kind == b"VP8L" and head.at(20, 1) == b"\x2f":
        (bits,) = head.unpack("<I", 21)
        return of_sides((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and head.at(23, 3) == b"\x9d\x01\x2a":
        width, height = head.unpack("<2H", 26)
        return of_sides(width & 0x3FFF, height & 0x3FFF)
    raise UntoldError


def read_jpeg(head: Head) -> Measures:
    """Return the sides from the frame, and whether a camera says that the picture is to be turned."""
    offset, turned = 2, False
    for _ in range(MOST_SEGMENTS):
        before, marker, length = head.unpack(">2BH", offset)
        if before != 0xFF or marker in {SCAN, END}:
            break
        if marker == 0xFF:  # fill bytes before a marker
            offset += 1
        elif marker in FRAMES:
            height, width = head.unpack(">2H", offset + 5)
            return of_sides(width, height, other=turned and width != height)
        else:
            turned = turned or (marker == EXIF and _is_turned(head, offset + 4))
            offset += 2 + length
    raise UntoldError


def _is_turned(head: Head, offset: int) -> bool:
    """Return whether an Exif segment says that the sides change places."""
    if head.at(offset, 6) != b"Exif\0\0":
        return False
    begin = offset + 6
    order = {b"II": "<", b"MM": ">"}.get(head.at(begin, 2), "")
    if not order:
        return False
    (first,) = head.unpack(f"{order}I", begin + 4)
    (count,) = head.unpack(f"{order}H", begin + first)
    for number in range(min(count, MOST_SEGMENTS)):
        tag, _kind, _count, value = head.unpack(f"{order}2HIH", begin + first + 2 + 12 * number)
        if tag == ORIENTATION:
            return value in TURNED
    return False
